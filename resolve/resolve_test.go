package resolve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/model"
)

// untrained is a resolver with random weights over the words of the texts.
func untrained(t *testing.T, texts ...string) *Resolver {
	t.Helper()
	var examples []data.Example
	for _, text := range texts {
		examples = append(examples, data.FromText(text)...)
	}
	v := data.NewVocabulary(examples, 1)
	m, err := model.New(model.Config{Vocabulary: v.Len(), NgramBuckets: 11, Layers: 2, Heads: 2, Width: 8, Hidden: 8, Radius: 4}, 3)
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(m, data.Encoder{Vocabulary: v, Buckets: m.Config().NgramBuckets})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func read(t *testing.T, r *Resolver, text string) *Reading {
	t.Helper()
	reading, err := r.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	return reading
}

func TestReadAnswersEveryPronoun(t *testing.T) {
	const text = "Ünser cat saw her kittens,  and they saw it."
	reading := read(t, untrained(t, text), text)
	var pronouns []string
	for _, a := range reading.Answers {
		pronouns = append(pronouns, reading.Words(a.Pronoun))
		if len(a.Pointer) != len(reading.Tokens) {
			t.Errorf("%d pointer weights for %d tokens", len(a.Pointer), len(reading.Tokens))
		}
		if m := a.Antecedent; m != nil {
			if want := string([]rune(text)[m.StartRune:m.EndRune]); m.Text != want || m.StartRune != reading.Tokens[m.Start].Start {
				t.Errorf("the antecedent %+v does not stand at its offsets: %q", m, want)
			}
		}
	}
	if want := []string{"her", "they", "it"}; !slices.Equal(pronouns, want) {
		t.Errorf("answered %v, want %v", pronouns, want)
	}
}

// A text is read once for all its pronouns, which changes no answer.
func TestPronounsAreAnsweredAsAlone(t *testing.T) {
	const text = "The cat saw her kittens, and they saw it."
	r := untrained(t, text)
	together := read(t, r, text)
	for i, e := range data.FromText(text) {
		alone, err := r.ReadExamples([]data.Example{e})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(alone.Answers[0].Pointer, together.Answers[i].Pointer) {
			t.Errorf("pronoun %d alone: %v, together: %v", i, alone.Answers[0].Pointer, together.Answers[i].Pointer)
		}
	}
}

func TestReadWithoutPronouns(t *testing.T) {
	r := untrained(t, "It rains.")
	reading := read(t, r, "The cat sat.")
	if len(reading.Answers) > 0 || len(reading.Patterns[1][1]) != 4 {
		t.Errorf("%d answers, %d rows", len(reading.Answers), len(reading.Patterns[1][1]))
	}
	if !slices.Equal(reading.Unknown, []string{"The", "cat", "sat"}) {
		t.Errorf("unknown words %q", reading.Unknown)
	}
	if reading := read(t, r, " "); len(reading.Tokens) > 0 {
		t.Errorf("an empty text has tokens %v", reading.Tokens)
	}
}

// What a caller gets wrong is an error, not a panic.
func TestMisuse(t *testing.T) {
	r := untrained(t, "It was.")
	var none *Resolver
	for name, call := range map[string]func() error{
		"nil resolver":  func() error { _, err := none.Read("It."); return err },
		"zero resolver": func() error { _, err := new(Resolver).Predict(context.Background(), nil, nil); return err },
		"nil observe":   func() error { return none.Observe(context.Background(), nil, nil) },
		"nil model":     func() error { _, err := New(nil, data.Encoder{}); return err },
		"nil step":      func() error { _, err := FromStep(nil); return err },
		"no examples":   func() error { _, err := r.ReadExamples(nil); return err },
		"two texts": func() error {
			_, err := r.ReadExamples(append(data.FromText("It."), data.FromText("She.")...))
			return err
		},
		"broken example": func() error {
			_, err := r.ReadExamples([]data.Example{{Text: "It.", Tokens: data.Tokenize("It.")}})
			return err
		},
		"no tokens": func() error { _, err := r.ReadExamples([]data.Example{{}}); return err },
		"tokens of another text": func() error {
			e := data.FromText("It was.")[0]
			e.Text = "It"
			_, err := r.ReadExamples([]data.Example{e})
			return err
		},
		"wrong folder": func() error { _, err := Open(t.TempDir()); return err },
		"other vocabular": func() error {
			_, err := New(r.Model(), data.Encoder{Vocabulary: data.NewVocabulary(nil, 1)})
			return err
		},
	} {
		if err := call(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := Open(t.TempDir()); !errors.Is(err, ErrNotCheckpoint) {
		t.Errorf("an empty folder: %v", err)
	}
}

// Whether alone or among others of any length, an example gets the same answer.
func TestPredictEqualsRead(t *testing.T) {
	texts := []string{"It was the cat and she saw it.", "The cat that sat on the mat in the house saw it and the dog.", "She saw it.", strings.Repeat("so ", 40) + "it was."}
	r := untrained(t, texts...)
	var examples []data.Example
	for range 13 { // more than one batch
		for _, text := range texts {
			examples = append(examples, data.FromText(text)...)
		}
	}
	predictions, err := r.Predict(context.Background(), examples, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range examples {
		reading, err := r.ReadExamples([]data.Example{e})
		if err != nil {
			t.Fatal(err)
		}
		if a := reading.Answers[0]; !slices.Equal(a.Pointer, predictions[i].Pointer) || float32(a.None) != predictions[i].None {
			t.Fatalf("example %d alone: %v, among others: %v", i, a.Pointer, predictions[i].Pointer)
		}
	}
	uniform, err := r.Predict(context.Background(), examples, model.Uniform)
	if err != nil {
		t.Fatal(err)
	}
	if slices.Equal(uniform[0].Pointer, predictions[0].Pointer) {
		t.Error("the intervention changed nothing")
	}
}

func TestPredictStopsWhenCancelled(t *testing.T) {
	r := untrained(t, "It was.")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := r.Predict(ctx, data.FromText("It was."), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestConcurrentReading(t *testing.T) {
	texts := []string{"The cat saw her kittens, and they saw it.", "It was the cat.", "She saw it."}
	r := untrained(t, texts...)
	want := make([]*Reading, len(texts))
	for i, text := range texts {
		want[i] = read(t, r, text)
	}
	var wait sync.WaitGroup
	for g := range 4 {
		wait.Go(func() {
			for i := range 30 {
				k := (g + i) % len(texts)
				got, err := r.Read(texts[k])
				if err != nil || !slices.Equal(got.Answers[0].Pointer, want[k].Answers[0].Pointer) {
					t.Errorf("goroutine %d: error %v, or another answer", g, err)
				}
			}
		})
	}
	wait.Wait()
}

func TestReadingAgreesWithReference(t *testing.T) {
	const text = "The cat saw her internationally known kittens."
	r := untrained(t, text)
	reading := read(t, r, text)
	trace := r.Reference(reading)
	for i, p := range trace.Pointers {
		for j, want := range p.Probability[:len(reading.Tokens)] {
			if got := float64(reading.Answers[i].Pointer[j]); math.Abs(got-want) > 1e-5 {
				t.Errorf("pronoun %d, token %d: %v, in the reference %v", i, j, got, want)
			}
		}
	}
	if len(trace.Pointers) != len(reading.Answers) {
		t.Errorf("%d pointers for %d answers", len(trace.Pointers), len(reading.Answers))
	}
}

// looked is a reading of "The cat, it purred." in which head 0.1 gives "it" weights
// on the tokens.
func looked(antecedent bool, weights ...float32) (*Reading, *Answer) {
	const text = "The cat, it purred."
	r := &Reading{Text: text, Tokens: data.Tokenize(text)}
	n := len(r.Tokens)
	none := make([][]float32, n)
	for i := range none {
		none[i] = make([]float32, n)
	}
	pattern := slices.Clone(none)
	pattern[3] = append(weights, make([]float32, n-len(weights))...)
	r.Patterns = [][][][]float32{{none, pattern}}
	a := Answer{Pronoun: data.Span{Start: 3, End: 4}, None: 0.9, Pointer: none[0]}
	if antecedent {
		a.Antecedent, a.None = r.mention(data.Span{Start: 1, End: 2}, 0.7), 0.1
	}
	r.Answers = []Answer{a}
	return r, &r.Answers[0]
}

func TestLooksAndSentence(t *testing.T) {
	for _, c := range []struct {
		antecedent bool
		weights    []float32
		want       string // of the sentence
	}{
		{true, []float32{0, 0.4, 0, 0, 0.6}, `To resolve "it", head 0.1 takes 60 % of its mixture from "purred" and 40 % from "cat"; the pointer then gives "cat" 70 %.`},
		{true, []float32{0, 0.04, 0, 0.36, 0.6}, `To resolve "it", head 0.1 takes 60 % of its mixture from "purred"; the pointer then gives "cat" 70 %.`},
		{true, []float32{0, 0.9, 0, 0, 0.1}, `To resolve "it", head 0.1 takes 90 % of its mixture from "cat" itself; the pointer then gives "cat" 70 %.`},
		{true, []float32{0.9, 0, 0, 0, 0.1}, `No head takes 33 % of its mixture for "it" from one content word; head 0.1 takes 90 % from "The". The pointer gives "cat" 70 %.`},
		{false, []float32{0.2, 0.2, 0.2, 0.2, 0.2}, `The attention of "it" is spread out: no head takes 33 % of its mixture from one word; the most is 20 %, head 0.1 from "The". The pointer gives NONE 90 %: "it" refers to nothing named in the text.`},
	} {
		r, a := looked(c.antecedent, c.weights...)
		if got := strings.ReplaceAll(r.Sentence(a), "\u00a0", " "); got != c.want {
			t.Errorf("weights %v:\n got %s\nwant %s", c.weights, got, c.want)
		}
	}
	r, a := looked(true, 0, 0.04, 0, 0.36, 0.6)
	if looks := r.Looks(a); looks.Answer != nil || r.Words(looks.Evidence.Span) != "purred" || looks.Most.Head.String() != "0.1" {
		t.Errorf("%+v", looks)
	}
	r.Patterns = nil
	if got := r.Sentence(a); !strings.HasPrefix(got, "This model has no attention layers") {
		t.Error(got)
	}
}

func TestSummary(t *testing.T) {
	const text = "Her cat saw her\u202e kitten, and it saw him."
	r := &Reading{Text: text, Tokens: data.Tokenize(text)}
	pointer := func(weights map[int]float32) []float32 {
		row := make([]float32, len(r.Tokens))
		for i, w := range weights {
			row[i] = w
		}
		return row
	}
	r.Answers = []Answer{
		{Pronoun: data.Span{Start: 0, End: 1}, Antecedent: r.mention(data.Span{Start: 1, End: 3}, 0.75), None: 0.125,
			Pointer: pointer(map[int]float32{1: 0.5, 2: 0.25, 3: 0.04, 4: 0.05, 5: 0.01, 7: 0.04})},
		{Pronoun: data.Span{Start: 3, End: 4}, None: 0.996, Pointer: pointer(nil)},
		{Pronoun: data.Span{Start: 7, End: 8}, None: 0.6, Pointer: pointer(map[int]float32{4: 0.4})},
	}
	for i, want := range []string{
		"Her (token 0) → cat saw  0.75 (kitten 0.05, her 0.04, it 0.04, none 0.12)",
		"her (token 3) → none  1.00 ()",
		"it → none  0.60 (kitten 0.40)",
	} {
		pronoun, answer, others := r.Summary(&r.Answers[i])
		if got := strings.ReplaceAll(pronoun+" → "+answer+" ("+others+")", "\u00a0", " "); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestWordsAreFitToBePrinted(t *testing.T) {
	const text = "a\u202eb  \x1bc \u0301"
	r := &Reading{Text: text, Tokens: data.Tokenize(text)}
	if got := r.Words(data.Span{Start: 0, End: len(r.Tokens)}); strings.ContainsAny(got, "\u202e\x1b") || !strings.Contains(got, "a?b ?c") {
		t.Errorf("%q", got)
	}
}

func TestAnswersAsJSON(t *testing.T) {
	r, _ := looked(true, 0, 1)
	raw, err := json.Marshal(r.Answers)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"start_token":1`, `"end_rune":7`, `"text":"cat"`, `"none":0.1`} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("%s lacks %s", raw, want)
		}
	}
}

// What was saved answers as what was trained.
func TestCheckpointRoundTrip(t *testing.T) {
	const text = "The cat saw the dog, but it slept."
	r := untrained(t, text)
	config, err := json.Marshal(r.Config())
	if err != nil {
		t.Fatal(err)
	}
	step := &checkpoints.Step{Number: 1, Vocabulary: r.Encoder().Vocabulary.Words(), State: []byte(`{}`), Config: config}
	for _, p := range r.Model().Parameters() {
		step.Model = append(step.Model, checkpoints.Tensor(p))
	}
	restored, err := FromStep(step)
	if err != nil {
		t.Fatal(err)
	}
	if want := read(t, r, text); !slices.Equal(read(t, restored, text).Answers[0].Pointer, want.Answers[0].Pointer) {
		t.Error("the restored model answers differently")
	}
	step.Model = step.Model[1:]
	if _, err := FromStep(step); err == nil || !strings.Contains(fmt.Sprint(err), "embed.word") {
		t.Errorf("a step without its embedding: %v", err)
	}
}
