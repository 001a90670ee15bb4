package compare

import (
	"bytes"
	"context"
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/inspect/inspecttest"
	"antecedent/inspect/layout"
	"antecedent/model"
)

const lesson = inspecttest.Lesson

// randomModel has random weights and its own vocabulary.
func randomModel(t *testing.T, name, words string, layers, heads int, seed uint64) Model {
	t.Helper()
	c := model.Config{Layers: layers, Heads: heads, Width: 12, Hidden: 7, Radius: 5}
	return Model{Name: name, Resolver: inspecttest.Resolver(t, c, words+" it", seed)}
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
		for i := range r.Difference() {
			if r.Difference()[i] != r.B[i]-r.A[i] {
				t.Errorf("%s: %v", r.HeadA, r.Difference()[i])
			}
			sum += float64(r.Difference()[i])
		}
		if math.Abs(sum) > 1e-5 {
			t.Errorf("%s sums to %v", r.HeadA, sum)
		}
	}
}

func TestJSON(t *testing.T) {
	var out bytes.Buffer
	if err := different(t, 4).WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`{"a":{"name":"run-1/step-000200","layers":1,"heads":3,"score":{"examples":2,`, `"leftover":[]},"b":{`, `"leftover":["0.0"]},"sentence":"`,
		`"changed":1,"heads":[{"a":"0.0","b":"1.1","divergence":0.`, `,"moved":0.`, `"resolutions":[{"text":"The cat`, `"pronoun":7,"changed":true,"gold":[[1,2]],"a":{"antecedent":{"start":0,"end":2,"text":"The cat","probability":0.`,
		`"none":0.`, `"right":true},"b":{`, `"rows":[{"head_a":"pointer","head_b":"pointer","weights_a":[`, `"weights_b":[`, `"difference":[`, `{"head_a":"0.0","head_b":"1.1",`, `"gold":null`, `"right":null`,
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %s in %.2000s", want, out.String())
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

// different compares two models on n texts, of which the first is the lesson's. After
// four texts they repeat.
func different(t *testing.T, n int) *Comparison {
	t.Helper()
	a, b := randomModel(t, "run-1/step-000200", lesson, 1, 3, 9), randomModel(t, "run-2/step-000400", lesson, 2, 2, 3)
	return compared(t, a, b, slices.Repeat([]data.Example{
		labelled(lesson, 1, 2), labelled("The mat was old but she kept it.", 1, 2), data.FromText("It broke.")[0], data.FromText("He saw her cat on the mat.")[1],
	}, 10)[:n]...)
}

// With one pronoun the sentence names the answers and the words.
func TestWrite(t *testing.T) {
	for name, c := range map[string]*Comparison{"one": different(t, 1), "several": different(t, 4)} {
		for _, s := range []layout.Style{{Width: 24}, {Width: 60}, {Width: 120, Unicode: true, Background: layout.Light}, {Width: 80, Unicode: true}} {
			out := inspecttest.Check(t, "", s, c.Write)
			if s.Width == 80 {
				inspecttest.Golden(t, name+".golden", out)
			}
		}
	}
	if out := inspecttest.Check(t, "", layout.Style{Width: 80}, different(t, 40).Write); !strings.Contains(out, "B the mat 0.31\n~ and 2 more, which the JSON has\n") {
		t.Error(out)
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
	if found, err := Models(context.Background(), a, a, long); err != nil || len(found.Resolutions[0].Tokens) > data.MaxTokens {
		t.Errorf("%v", err)
	}
}
