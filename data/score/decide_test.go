package score

import (
	"math"
	"testing"

	"antecedent/data"
)

// cat is the lesson's sentence: "it" is token 7, "cat" 1, "mat" 5.
func cat(antecedents ...data.Span) data.Example {
	const text = "The cat sat on the mat because it was tired."
	return data.Example{
		Text: text, Tokens: data.Tokenize(text), Pronoun: data.Span{Start: 7, End: 8}, Labelled: true,
		Candidates: []data.Span{{Start: 0, End: 2}, {Start: 4, End: 6}}, Antecedents: antecedents,
	}
}

var (
	theCat = data.Span{Start: 0, End: 2}
	theMat = data.Span{Start: 4, End: 6}
)

// pointing is a prediction with weights of 1/8 at some tokens, which float32
// adds exactly.
func pointing(none int, eighths map[int]int) Prediction {
	p := Prediction{Pointer: make([]float32, 11), None: float32(none) / 8}
	for token, n := range eighths {
		p.Pointer[token] = float32(n) / 8
	}
	return p
}

func TestDecide(t *testing.T) {
	for name, c := range map[string]struct {
		p           Prediction
		candidate   int
		probability float32
	}{
		"the sum over a mention's tokens counts":    {pointing(0, map[int]int{0: 2, 1: 2, 5: 3}), 0, 0.5},
		"tokens of no candidate do not":             {pointing(0, map[int]int{2: 5, 4: 1, 5: 2}), 1, 0.375},
		"of equal candidates the first":             {pointing(0, map[int]int{1: 3, 5: 3}), 0, 0.375},
		"NONE does not win a tie":                   {pointing(3, map[int]int{1: 2, 5: 3}), 1, 0.375},
		"NONE wins where it exceeds every one":      {pointing(4, map[int]int{0: 2, 1: 1, 5: 1}), -1, 0.5},
		"NONE compares with one candidate, not all": {pointing(4, map[int]int{1: 3, 5: 3}), -1, 0.5},
		"a pointer that is too short":               {Prediction{Pointer: []float32{0.5}}, 0, 0.5},
		"no pointer":                                {Prediction{None: 0.5}, -1, 0.5},
	} {
		e := cat()
		if i, probability := Decide(&e, c.p); i != c.candidate || probability != c.probability {
			t.Errorf("%s: got %d with %g, want %d with %g", name, i, probability, c.candidate, c.probability)
		}
	}
	e := cat()
	e.Candidates = nil
	if i, probability := Decide(&e, pointing(1, map[int]int{1: 7})); i != -1 || probability != 0.125 {
		t.Errorf("without candidates: %d with %g", i, probability)
	}
}

// A mention around the pronoun gains nothing from the pronoun's own weight.
func TestDecideIgnoresThePronoun(t *testing.T) {
	e := cat()
	e.Candidates = []data.Span{{Start: 6, End: 9}, theMat}
	if i, probability := Decide(&e, pointing(0, map[int]int{7: 6, 8: 1, 5: 2})); i != 1 || probability != 0.25 {
		t.Errorf("got %d with %g", i, probability)
	}
}

func TestChooseWithoutCandidates(t *testing.T) {
	span := func(start, end int) data.Span { return data.Span{Start: start, End: end} }
	for name, c := range map[string]struct {
		p           Prediction
		span        data.Span
		probability float32
		ok          bool
	}{
		"one token":                              {pointing(0, map[int]int{1: 5, 3: 3}), span(1, 2), 0.625, true},
		"neighbours with a quarter belong to it": {pointing(0, map[int]int{0: 1, 1: 4, 2: 2}), span(0, 3), 0.875, true},
		"those with less do not":                 {pointing(0, map[int]int{0: 1, 1: 5, 2: 2}), span(1, 3), 0.875, true},
		"never the pronoun":                      {pointing(0, map[int]int{6: 2, 7: 5, 8: 1}), span(6, 7), 0.25, true},
		"nor beyond it":                          {pointing(0, map[int]int{6: 2, 7: 2, 8: 4}), span(8, 9), 0.5, true},
		"up to both ends of the text":            {pointing(0, map[int]int{9: 4, 10: 4}), span(9, 11), 1, true},
		"NONE does not win a tie with the sum":   {pointing(4, map[int]int{0: 2, 1: 2}), span(0, 2), 0.5, true},
		"NONE wins where it exceeds the sum":     {pointing(5, map[int]int{0: 1, 1: 2}), span(0, 0), 0.625, false},
		"no pointer":                             {Prediction{None: 0.25}, span(0, 0), 0.25, false},
		"a pointer that is too short":            {Prediction{Pointer: []float32{0, 1}}, span(1, 2), 1, true},
		"a pointer that is too long":             {Prediction{Pointer: append(make([]float32, 10), 0.5, 0.5)}, span(10, 11), 0.5, true},
	} {
		e := cat()
		e.Candidates = nil
		got, probability, ok := Choose(&e, c.p)
		if got != c.span || probability != c.probability || ok != c.ok {
			t.Errorf("%s: got %v %g %t, want %v %g %t", name, got, probability, ok, c.span, c.probability, c.ok)
		}
	}
}

// A diverged model's answers are wrong, but not a crash.
func TestNaN(t *testing.T) {
	e, nan := cat(theMat), float32(math.NaN())
	p := Prediction{Pointer: []float32{nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan}, None: nan}
	Choose(&e, p)
	adjacent(&e, p)
	Score([]data.Example{e}, []Prediction{p})
}

// In a text that mentions nothing, nothing can be meant, whatever the pointer says.
func TestChooseInATextWithoutMentions(t *testing.T) {
	tokens := data.Tokenize("It broke.")
	e := &data.Example{Text: "It broke.", Tokens: tokens, Pronoun: data.Span{Start: 0, End: 1}, Features: []uint64{}}
	p := Prediction{Pointer: []float32{0, 0.9, 0}, None: 0.1}
	if span, probability, ok := Choose(e, p); ok || probability != 0.1 {
		t.Errorf("the answer is %v, %v, %v; want none", span, probability, ok)
	}
	e.Features = nil // nobody looked for mentions
	if span, _, ok := Choose(e, p); !ok || span != (data.Span{Start: 1, End: 2}) {
		t.Errorf("without mentions being known, the answer is %v, %v", span, ok)
	}
}
