package compare

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/inspect/layout"
	"antecedent/model"
	"antecedent/resolve"
)

const lesson = "The cat sat on the mat because it was tired."

// randomModel has random weights and its own vocabulary.
func randomModel(t *testing.T, name, words string, layers, heads int, seed uint64) Model {
	t.Helper()
	vocabulary := data.NewVocabulary(data.FromText(words+" it"), 1)
	m, err := model.New(model.Config{Vocabulary: vocabulary.Len(), Layers: layers, Heads: heads, Width: 12, Hidden: 7, Radius: 5}, seed)
	if err != nil {
		t.Fatal(err)
	}
	m.Update(func(parameters []model.Parameter) {
		for _, p := range parameters { // a new model attends to all tokens about alike
			for i := range p.Data {
				p.Data[i] *= 6
			}
		}
	})
	r, err := resolve.New(m, vocabulary)
	if err != nil {
		t.Fatal(err)
	}
	return Model{Name: name, Resolver: r}
}

func labelled(text string, start, end int) data.Example {
	e := data.FromText(text)[0]
	e.Labelled, e.Antecedents = true, []data.Span{{Start: start, End: end}}
	return e
}

func compared(t *testing.T, a, b Model, examples ...data.Example) *Comparison {
	t.Helper()
	c, err := Models(context.Background(), a, b, examples)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A model equals itself, and its heads are their own partners.
func TestWithItself(t *testing.T) {
	a := randomModel(t, "a", lesson, 2, 3, 1)
	c := compared(t, a, a, labelled(lesson, 1, 2), data.FromText("She saw it.")[1])
	if c.Changed != 0 || len(c.Heads) != 6 || len(c.A.LeftOver)+len(c.B.LeftOver) != 0 {
		t.Fatalf("%+v", c)
	}
	for _, h := range c.Heads {
		if h.A != h.B || h.Divergence > 1e-6 || h.Moved > 1e-6 {
			t.Errorf("%+v", h)
		}
	}
	if !strings.HasPrefix(c.Sentence, "Both give the same answer for all 2 pronouns, right in ") || !strings.HasSuffix(c.Sentence, "; no head looks elsewhere for the pronoun.") {
		t.Error(c.Sentence)
	}
	if c.A.Score == nil || c.A.Score.Examples != 1 {
		t.Errorf("%+v", c.A.Score)
	}
}

// Heads are found again under other numbers.
func TestMovedHeads(t *testing.T) {
	a, b := randomModel(t, "a", lesson, 1, 3, 1), randomModel(t, "b", lesson, 1, 3, 1)
	const k = 4 // of 12 columns
	from := []int{2, 0, 1}
	b.Resolver.Model().Update(func(parameters []model.Parameter) {
		for _, p := range parameters {
			old := slices.Clone(p.Data)
			for i := range p.Data {
				row, column := i/12, i%12
				switch p.Name[strings.LastIndexByte(p.Name, '.')+1:] {
				case "W_Q", "W_K", "W_V", "b_Q", "b_K", "b_V":
					if strings.HasPrefix(p.Name, "layer") {
						p.Data[i] = old[row*12+from[column/k]*k+column%k]
					}
				case "W_O":
					p.Data[i] = old[(from[row/k]*k+row%k)*12+column]
				case "position":
					p.Data[i] = old[i/3*3+from[i%3]]
				}
			}
		}
	})
	c := compared(t, a, b, data.FromText(lesson)[0])
	for i, h := range c.Heads {
		if h.A.Head != i || h.B.Head != []int{1, 2, 0}[i] || h.Divergence > 1e-6 {
			t.Errorf("%+v", h)
		}
	}
	if c.Changed != 0 || len(c.Heads) != 3 {
		t.Error(c.Sentence)
	}
}

func TestDifferentSizes(t *testing.T) {
	a := randomModel(t, "a", lesson, 2, 3, 1)
	for _, c := range []struct{ layers, heads, pairs, leftA, leftB int }{
		{1, 2, 2, 4, 0}, {3, 4, 6, 0, 6}, {0, 1, 0, 6, 0},
	} {
		b := randomModel(t, "b", "other words than those", c.layers, c.heads, 5)
		got := compared(t, a, b, data.FromText(lesson)...)
		if len(got.Heads) != c.pairs || len(got.A.LeftOver) != c.leftA || len(got.B.LeftOver) != c.leftB {
			t.Errorf("%+v: %+v", c, got)
		}
		back := compared(t, b, a, data.FromText(lesson)...)
		if len(back.Heads) != c.pairs || len(back.A.LeftOver) != c.leftB {
			t.Errorf("%+v: back %+v", c, back)
		}
	}
}

// The differences are B less A, in every row a difference of what sums to 1.
func TestRows(t *testing.T) {
	a, b := randomModel(t, "a", lesson, 2, 3, 1), randomModel(t, "b", lesson, 1, 3, 2)
	c := compared(t, a, b, data.FromText(lesson)[0])
	rows := c.Resolutions[0].Rows
	if len(rows) != 4 || rows[0].HeadA != "pointer" || rows[3].HeadB != c.Heads[2].B.String() {
		t.Fatalf("%+v", rows)
	}
	for _, r := range rows {
		sum := 0.0
		for i := range r.Difference {
			if r.Difference[i] != r.B[i]-r.A[i] {
				t.Errorf("%s: %v", r.HeadA, r.Difference[i])
			}
			sum += float64(r.Difference[i])
		}
		if math.Abs(sum) > 1e-5 {
			t.Errorf("%s sums to %v", r.HeadA, sum)
		}
	}
}

func TestJSON(t *testing.T) {
	var out bytes.Buffer
	if err := madeUp(4).WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`{"a":{"name":"run-1/step-000200","layers":1,"heads":3,"score":{"examples":2,`, `"leftover":[]},"b":{`, `"leftover":["0.1"]},"sentence":"`,
		`"changed":4,"heads":[{"a":"0.0","b":"1.1","divergence":0.`, `,"moved":0.`, `"resolutions":[{"text":"The cat`, `"pronoun":7,"changed":true,"gold":[[1,2]],"a":{"antecedent":{"start":1,"end":2,"text":"cat","probability":0.`,
		`"none":0.`, `"right":true},"b":{`, `"rows":[{"head_a":"pointer","head_b":"pointer","weights_a":[`, `"weights_b":[`, `"difference":[`, `{"head_a":"0.0","head_b":"1.1",`, `"gold":null`, `"right":null`,
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %s in %s", want, out.String())
		}
	}
	if strings.Count(out.String(), "\n") != 1 {
		t.Error("the object is not one line")
	}
}

// Pronouns of one text that are read together are compared as each alone.
func TestPronounsOfOneText(t *testing.T) {
	a, b := randomModel(t, "a", lesson, 2, 3, 1), randomModel(t, "b", lesson, 1, 2, 2)
	two, other := data.FromText("The cat saw it, and she was tired."), data.FromText(lesson)[0]
	together, apart := compared(t, a, b, two[0], two[1], other), compared(t, a, b, two[0], other, two[1])
	for i, k := range []int{0, 2, 1} {
		if !reflect.DeepEqual(together.Resolutions[i], apart.Resolutions[k]) {
			t.Errorf("together %+v, apart %+v", together.Resolutions[i], apart.Resolutions[k])
		}
	}
	for i, h := range together.Heads {
		if math.Abs(h.Divergence-apart.Heads[i].Divergence) > 1e-9 || math.Abs(h.Moved-apart.Heads[i].Moved) > 1e-9 {
			t.Errorf("%+v, apart %+v", h, apart.Heads[i])
		}
	}
}

// madeUp compares made-up readings of n examples by a model with one layer of three
// heads and one with two layers of two. The first is of the lesson's text.
func madeUp(n int) *Comparison {
	c := newComparer([2]Side{{Name: "run-1/step-000200", Layers: 1, Heads: 3}, {Name: "run-2/step-000400", Layers: 2, Heads: 2}})
	r := rand.New(rand.NewPCG(6, 7))
	for _, e := range []data.Example{
		labelled(lesson, 1, 2), labelled("The mat was old but she kept it.", 1, 2), data.FromText("It broke.")[0], data.FromText("He saw her cat on the mat.")[1],
	}[:n] {
		c.add([]data.Example{e}, [2]*resolve.Reading{madeUpReading(r, e, 1, 3), madeUpReading(r, e, 2, 2)})
	}
	return c.finish()
}

// madeUpReading has random weights for the pronoun and equal ones for other tokens.
func madeUpReading(r *rand.Rand, e data.Example, layers, heads int) *resolve.Reading {
	n := len(e.Tokens)
	random := func(n int, power float64) []float32 {
		row, sum := make([]float64, n), 0.0
		for i := range row {
			row[i] = math.Pow(r.Float64(), power)
			sum += row[i]
		}
		weights := make([]float32, n)
		for i := range row {
			weights[i] = float32(row[i] / sum)
		}
		return weights
	}
	reading := &resolve.Reading{Text: e.Text, Tokens: e.Tokens}
	for l := range layers {
		reading.Patterns = append(reading.Patterns, nil)
		for range heads {
			pattern := slices.Repeat([][]float32{slices.Repeat([]float32{1 / float32(n)}, n)}, n)
			pattern[e.Pronoun.Start] = random(n, 4)
			reading.Patterns[l] = append(reading.Patterns[l], pattern)
		}
	}
	pointer := random(n+1, 9)
	a := resolve.Answer{Pronoun: e.Pronoun, Pointer: pointer[:n], None: float64(pointer[n])}
	if span, probability, ok := score.Choose(&e, score.Prediction{Pointer: pointer[:n], None: pointer[n]}); ok {
		a.Antecedent = &resolve.Mention{Start: span.Start, End: span.End, Text: reading.Words(span), Probability: float64(probability)}
	}
	reading.Answers = []resolve.Answer{a}
	return reading
}

func written(t *testing.T, c *Comparison, s layout.Style) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Write(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var update = flag.Bool("update", false, "write the golden file anew")

func TestGolden(t *testing.T) {
	got := written(t, madeUp(4), layout.Style{Width: 80, Unicode: true})
	const path = "testdata/comparison.golden"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; go test ./inspect/compare -update writes it anew\n%s", path, got)
	}
}

// Of one pronoun the sentence names the answers and the words.
func TestOnePronoun(t *testing.T) {
	const want = `A resolves "it" to "cat" and B to "tired"; of the heads that look alike, 0.1 of A and 1.0 of B differ most: B's takes 22 points more of the mixture from "mat" and 27 less from "cat".`
	if got := madeUp(1).Sentence; got != want {
		t.Errorf("%s", got)
	}
}

var escape, trimmed = regexp.MustCompile("\x1b\\[[0-9;]*m"), regexp.MustCompile(" +\n")

// No line is too wide, colour adds nothing but escape sequences and spaces at the
// ends of lines, and everything can be ASCII.
func TestStyles(t *testing.T) {
	for _, c := range []*Comparison{madeUp(1), madeUp(4)} {
		for _, s := range []layout.Style{{Width: 24}, {Width: 60}, {Width: 60, Unicode: true}, {Width: 120, Unicode: true, Light: true}} {
			out := written(t, c, s)
			for _, line := range strings.Split(out, "\n") {
				if n := layout.Cells(line); n > s.Width {
					t.Errorf("%d cells at width %d: %q", n, s.Width, line)
				}
			}
			if !s.Unicode && strings.ContainsFunc(out, func(r rune) bool { return r > '~' }) {
				t.Errorf("not ASCII:\n%s", out)
			}
			for _, s.Colors = range []layout.Colors{layout.ANSI16, layout.ANSI256, layout.TrueColor} {
				if trimmed.ReplaceAllString(escape.ReplaceAllString(written(t, c, s), ""), "\n") != out {
					t.Errorf("%+v: colour changed the text", s)
				}
			}
		}
	}
}

func TestErrors(t *testing.T) {
	a := randomModel(t, "a", lesson, 1, 2, 1)
	if _, err := Models(context.Background(), a, a, nil); err == nil {
		t.Error("compared on nothing")
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if _, err := Models(stopped, a, a, data.FromText(lesson)); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	long := data.FromText(strings.Repeat("cat ", data.MaxTokens) + "it")
	if _, err := Models(context.Background(), a, a, long); !errors.Is(err, resolve.ErrTooLong) {
		t.Errorf("%v", err)
	}
}
