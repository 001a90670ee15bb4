package score

import (
	"fmt"
	"math"
	"testing"

	"antecedent/data"
)

func TestRules(t *testing.T) {
	span := func(start, end int) data.Span { return data.Span{Start: start, End: end} }
	for _, c := range []struct {
		candidates     []data.Span
		nearest, first int
	}{
		{[]data.Span{theCat, theMat}, 1, 0},
		{[]data.Span{theMat, theCat}, 0, 1},             // the text's order counts, not the list's
		{[]data.Span{span(8, 9), span(6, 7)}, 1, 1},     // equally near: the one before
		{[]data.Span{span(0, 1), span(9, 11)}, 1, 0},    // one after the pronoun
		{[]data.Span{span(0, 6), span(4, 5)}, 0, 0},     // distance is from a mention's end
		{[]data.Span{span(5, 6), span(6, 9)}, 1, 0},     // around the pronoun: no distance
		{[]data.Span{theCat}, 0, 0},                     // no choice
		{[]data.Span{theCat, theMat, theMat}, 1, 0},     // double
		{[]data.Span{span(10, 11), span(9, 10)}, 1, 1},  // both after
		{[]data.Span{span(3, 4), span(9, 10)}, 1, 0},    // three tokens before, one after
		{[]data.Span{span(10, 11), span(4, 5)}, 1, 1},   // two after, two before: the one before
		{[]data.Span{span(9, 10), span(5, 6)}, 1, 1},    // one after, one before: the one before
		{[]data.Span{span(0, 2), span(0, 1)}, 0, 0},     // nested
		{[]data.Span{span(8, 9), theMat, theCat}, 0, 2}, // three
	} {
		e := cat()
		e.Candidates = c.candidates
		if n, f := nearest(0, &e), first(0, &e); n != c.nearest || f != c.first {
			t.Errorf("%v: nearest %d, first %d; want %d, %d", c.candidates, n, f, c.nearest, c.first)
		}
	}
}

func TestChanceIsFairAndRepeats(t *testing.T) {
	e := cat()
	e.Candidates = []data.Span{theCat, {Start: 2, End: 3}, theMat}
	var drawn [3]int
	for i := range 9000 {
		c := chance(i, &e)
		if c != chance(i, &e) {
			t.Fatal("a draw did not repeat")
		}
		drawn[c]++
	}
	for _, n := range drawn { // 3000 ± 5 standard deviations
		if math.Abs(float64(n)-3000) > 224 {
			t.Errorf("drew %v", drawn)
		}
	}
}

func TestBaselines(t *testing.T) {
	var examples []data.Example
	for i := range 400 {
		examples = append(examples,
			paired(cat(theCat), fmt.Sprintf("a:%d", 2*i), fmt.Sprint(i)),
			paired(cat(theMat), fmt.Sprintf("a:%d", 2*i+1), fmt.Sprint(i)))
	}
	got := Baselines(examples)
	if len(got) != 3 || got[0].Name != "nearest" || got[1].Name != "first" || got[2].Name != "random" {
		t.Fatalf("%+v", got)
	}
	for _, b := range got[:2] {
		if b.Summary.Accuracy != 0.5 || b.Summary.PairAccuracy != 0 || b.Summary.Examples != 800 {
			t.Errorf("%+v", b)
		}
	}
	if s := got[2].Summary; math.Abs(s.Accuracy-0.5) > 0.09 || math.Abs(s.PairAccuracy-0.25) > 0.11 {
		t.Errorf("random: %+v", s)
	}
}

// Without candidates the rules choose among the mentions, by the same rule of what is
// right as a model.
func TestBaselinesWithoutCandidates(t *testing.T) {
	e := free("Anna likes Beth. She sings.", data.Span{Start: 1, End: 2}) // "likes" is gold
	alone := free("It rains.")
	got := Baselines([]data.Example{e, alone})
	if got[0].Summary.Correct != 1 || got[1].Summary.Correct != 1 {
		t.Errorf("%+v", got)
	}
	e.Antecedents[0] = data.Span{Start: 2, End: 3}
	if got := Baselines([]data.Example{e}); got[0].Summary.Correct != 1 || got[1].Summary.Correct != 0 {
		t.Errorf("%+v", got)
	}
	if e.Candidates != nil {
		t.Error("the example was changed")
	}
}
