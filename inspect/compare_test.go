package inspect

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/inspect/layout"
	"antecedent/model"
	"antecedent/model/resolver"

	"github.com/rivo/uniseg"
)

// randomSide is a model with random weights and its own vocabulary.
func randomSide(t *testing.T, name, words string, layers, heads int, seed uint64) Side {
	t.Helper()
	vocabulary := data.NewVocabulary(data.FromText(words+" it"), 1)
	m, err := model.New(model.Config{Vocabulary: vocabulary.Len(), Layers: layers, Heads: heads, Width: 12, Hidden: 7, Radius: 5}, seed)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range m.Parameters() { // new models look at all words alike
		for i := range p.Data {
			p.Data[i] *= 6
		}
	}
	r, err := resolver.New(m, vocabulary)
	if err != nil {
		t.Fatal(err)
	}
	return Side{Name: name, Resolver: r}
}

func labelled(text string, start, end int) data.Example {
	e := data.FromText(text)[0]
	e.Labelled, e.Antecedents = true, []data.Span{{Start: start, End: end}}
	return e
}

func compared(t *testing.T, a, b Side, examples ...data.Example) *Comparison {
	t.Helper()
	c, err := Compare(context.Background(), a, b, examples)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A model has nothing new beside itself, and its heads are their own partners.
func TestCompareWithItself(t *testing.T) {
	a := randomSide(t, "a", lesson, 2, 3, 1)
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
func TestCompareFindsMovedHeads(t *testing.T) {
	a, b := randomSide(t, "a", lesson, 1, 3, 1), randomSide(t, "b", lesson, 1, 3, 1)
	const k = 4 // of 12 columns
	from := []int{2, 0, 1}
	for _, p := range b.Resolver.Model.Parameters() {
		old := append([]float32(nil), p.Data...)
		name := p.Name[strings.LastIndexByte(p.Name, '.')+1:]
		switch name {
		case "W_Q", "W_K", "W_V", "b_Q", "b_K", "b_V":
			for i := range p.Data {
				row, column := i/12, i%12
				p.Data[i] = old[row*12+from[column/k]*k+column%k]
			}
		case "W_O":
			for i := range p.Data {
				row, column := i/12, i%12
				p.Data[i] = old[(from[row/k]*k+row%k)*12+column]
			}
		case "position":
			for i := range p.Data {
				p.Data[i] = old[i/3*3+from[i%3]]
			}
		}
	}
	c := compared(t, a, b, data.FromText(lesson)[0])
	for _, h := range c.Heads {
		if want := map[string]string{"0.0": "0.1", "0.1": "0.2", "0.2": "0.0"}[h.A]; h.B != want || h.Divergence > 1e-6 {
			t.Errorf("%+v, want %s", h, want)
		}
	}
	if c.Changed != 0 {
		t.Error(c.Sentence)
	}
}

func TestCompareDifferentSizes(t *testing.T) {
	a := randomSide(t, "a", lesson, 2, 3, 1)
	for _, c := range []struct{ layers, heads, pairs, leftA, leftB int }{
		{1, 2, 2, 4, 0}, {3, 4, 6, 0, 6}, {0, 1, 0, 6, 0},
	} {
		b := randomSide(t, "b", "other words than those", c.layers, c.heads, 5)
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
func TestCompareRows(t *testing.T) {
	a, b := randomSide(t, "a", lesson, 2, 3, 1), randomSide(t, "b", lesson, 2, 3, 2)
	c := compared(t, a, b, data.FromText(lesson)[0])
	var out bytes.Buffer
	if err := c.WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	var read Comparison
	if err := json.Unmarshal(out.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	rows := read.Resolutions[0].Rows
	if len(rows) != 7 || rows[0].HeadA != "pointer" {
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
	if read.Resolutions[0].Gold != nil || read.A.Score != nil {
		t.Error("gold that nobody gave")
	}
}

// madeUpComparison compares made-up answers, of a model with one layer of three
// heads and one with two layers of two. The first is to the lesson.
func madeUpComparison(n int) *Comparison {
	c := newComparing([2]SideObject{{Name: "run-1/step-000200", Layers: 1, Heads: 3}, {Name: "run-2/step-000400", Layers: 2, Heads: 2}})
	r := rand.New(rand.NewPCG(6, 7))
	examples := []data.Example{labelled(lesson, 1, 2), labelled("The mat was old but she kept it.", 1, 2), data.FromText("It broke.")[0], data.FromText("He saw her cat on the mat.")[1]}
	for _, e := range examples[:n] {
		a, b := randomAnswers(r, []data.Example{e}, 1, 3), randomAnswers(r, []data.Example{e}, 2, 2)
		c.add([2]*resolver.Answer{&a[0], &b[0]})
	}
	return c.finish()
}

func TestCompareGolden(t *testing.T) {
	few, many := madeUpComparison(1), madeUpComparison(4)
	for name, s := range map[string]layout.Style{
		"ascii-60": {Width: 60}, "utf8-80": {Width: 80, Unicode: true}, "truecolor-80": {Width: 80, Unicode: true, Colors: layout.TrueColor},
		"256-80": {Width: 80, Colors: layout.ANSI256, Light: true}, "16-80": {Width: 80, Colors: layout.ANSI16},
	} {
		for which, c := range map[string]*Comparison{"one": few, "four": many} {
			var out bytes.Buffer
			if err := c.Write(&out, s); err != nil {
				t.Fatal(err)
			}
			for _, line := range strings.Split(escape.ReplaceAllString(out.String(), ""), "\n") {
				if n := uniseg.StringWidth(line); n > s.Width {
					t.Errorf("%s of %s: %d cells: %q", name, which, n, line)
				}
			}
			if s.Colors <= layout.NoColors || s.Colors == layout.TrueColor && which == "one" {
				golden(t, "compare-"+which+"-"+name, out.String())
			}
		}
	}
}

func TestCompareErrors(t *testing.T) {
	a := randomSide(t, "a", lesson, 1, 2, 1)
	if _, err := Compare(context.Background(), a, a, nil); err == nil {
		t.Error("compared nothing")
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if _, err := Compare(stopped, a, a, data.FromText(lesson)); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	long := data.FromText(strings.Repeat("cat ", data.MaxTokens) + "it")
	if _, err := Compare(context.Background(), a, a, long); err == nil || !strings.Contains(err.Error(), "limit") {
		t.Errorf("%v", err)
	}
}
