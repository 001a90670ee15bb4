package english

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model"
	"antecedent/resolve"
	"antecedent/resolve/rewrite"
)

// Every method of a resolver and of its model that reads, called by eight goroutines at
// once on texts of their own and on the same examples and readings, returns what it
// returns to one goroutine, bit for bit. The race detector finds nothing.
func TestSharedByGoroutines(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	short := []string{
		"It.", "The animal didn't cross the street because it was too tired.",
		"Tom gave Anna his umbrella because she had forgotten hers. He told her so, and they left.",
		strings.Repeat("Angela Merkel met Emmanuel Macron because he had asked her. ", 9),
	}
	long := strings.Repeat("The cat saw the dog because it was near it. ", 50)
	one := newShared(t, append(short, long))
	want := make([]string, len(one.calls))
	for i, call := range one.calls {
		want[i] = call()
	}
	all := newShared(t, append(short, long)) // whose examples are not annotated yet
	var group sync.WaitGroup
	for g := range 8 {
		group.Go(func() {
			for i := range all.calls {
				k := (i + g*len(all.calls)/8) % len(all.calls)
				if got := all.calls[k](); got != want[k] {
					t.Errorf("goroutine %d, call %d: %.300s\nalone: %.300s", g, k, got, want[k])
				}
			}
		})
	}
	group.Wait()
}

// shared is what the goroutines share, and the calls that use it.
type shared struct{ calls []func() string }

func newShared(t *testing.T, texts []string) *shared {
	r, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	fail := func(err error) {
		if err != nil {
			t.Error(err)
		}
	}
	s, ctx := &shared{}, context.Background()
	add := func(call func() string) { s.calls = append(s.calls, call) }
	read := func(text string) *resolve.Reading {
		reading, err := r.Read(text)
		fail(err)
		return reading
	}
	var every []data.Example // of all texts but the last, which is long
	for _, text := range texts {
		reading, examples := read(text), data.FromText(text)
		add(func() string { return printOf(read(text)) })
		add(func() string { return printOf(reading) + rewrite.Replace(reading, 0.5).Resolved })
		add(func() string {
			found, err := r.ReadExamples(examples)
			fail(err)
			return printOf(found)
		})
		add(func() string { return sumOf(r.PredictStructure(examples)) })
		add(func() string {
			predictions, err := r.Predict(ctx, examples, nil)
			fail(err)
			return sumOf(predictions)
		})
		add(func() string {
			part, err := r.ReadWindow(reading, reading.Answers[0].Window)
			fail(err)
			answers, err := r.Answers(reading, reading.Answers[0].Window)
			fail(err)
			return printOf(part) + fmt.Sprint(len(answers), answers[0].Pointer)
		})
		if !reading.Long() {
			every = append(every, examples...)
			if len(reading.Tokens) < 30 {
				add(func() string { return fmt.Sprint(r.Reference(reading).Pointers) })
			}
		}
	}
	add(func() string {
		predictions, err := r.Predict(ctx, every, model.Uniform)
		fail(err)
		return sumOf(predictions)
	})
	add(func() string {
		out := make([]string, len(every))
		fail(r.Observe(ctx, every, func(i int, p score.Prediction, rows [][]float32) {
			out[i] = fmt.Sprint(score.Options(&every[i], p), bitsOf(rows...))
		}))
		return strings.Join(out, "\n")
	})
	add(func() string {
		r.Annotate(every)
		return fmt.Sprint(every[0].Mentions, every[len(every)-1].Features)
	})
	add(func() string {
		own := slices.Clone(data.FromText(texts[1]))
		r.Annotate(own)
		b, err := r.Encoder().Batch(own, 1, 16)
		fail(err)
		pointer, err := r.Model().Forward(model.Batch(b))
		fail(err)
		trace, err := r.Model().Trace(model.Batch(b), model.Uniform)
		fail(err)
		return fmt.Sprint(bitsOf(pointer), bitsOf(trace.Pointer...), r.Config(), r.Model().Size(), r.Encoder().Known("street"))
	})
	add(func() string {
		again, err := Open()
		fail(err)
		step, err := Step()
		fail(err)
		return fmt.Sprint(again == r, step.Number)
	})
	return s
}

// printOf is all that a reading has, in few characters.
func printOf(r *resolve.Reading) string {
	var b strings.Builder
	fmt.Fprintln(&b, r.Unknown, r.UnknownWords())
	for i := range r.Answers {
		a := &r.Answers[i]
		fmt.Fprintln(&b, r.Words(a.Pronoun), bitsOf(a.Pointer, a.Content, a.Structure), a.None, a.Options, a.Features, r.Reason(a))
		if i < 3 && !r.Long() {
			pronoun, answer, others := r.Summary(a)
			fmt.Fprintln(&b, pronoun, answer, others, r.Sentence(a))
		}
	}
	for _, numbers := range [][][][][]float32{r.Patterns, r.Scores, r.Queries, r.Keys, r.Values, r.Mixed} {
		for _, heads := range numbers {
			for _, rows := range heads {
				fmt.Fprint(&b, bitsOf(rows...), " ")
			}
		}
	}
	return b.String()
}

func sumOf(predictions []score.Prediction) string {
	var b strings.Builder
	for _, p := range predictions {
		fmt.Fprint(&b, bitsOf(p.Pointer), p.None, " ")
	}
	return b.String()
}

// bitsOf is a hash of the bits of numbers.
func bitsOf(rows ...[]float32) uint64 {
	h := fnv.New64a()
	for _, row := range rows {
		for _, x := range row {
			bits := math.Float32bits(x)
			_, _ = h.Write([]byte{byte(bits), byte(bits >> 8), byte(bits >> 16), byte(bits >> 24)})
		}
	}
	return h.Sum64()
}
