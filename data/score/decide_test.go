package score

import (
	"math"
	"slices"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/data/mention"
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

// free is a labelled example of the first pronoun of a text, without candidates.
func free(text string, antecedents ...data.Span) data.Example {
	e := data.FromText(text)[0]
	e.Labelled, e.Antecedents, e.Mentions = true, antecedents, mention.Find(e.Tokens)
	return e
}

// answering is a prediction with equal weights at all tokens of some words of a text.
func answering(e *data.Example, words string) Prediction {
	p := Prediction{Pointer: make([]float32, len(e.Tokens))}
	for i, t := range e.Tokens {
		if slices.Contains(strings.Fields(words), t.Text) {
			p.Pointer[i] = 1 / float32(len(strings.Fields(words)))
		}
	}
	return p
}

// An answer is one mention, whatever the pointer spreads over: it never spans a verb, a
// conjunction or punctuation.
func TestAnswerIsOneMention(t *testing.T) {
	for _, c := range []struct{ text, pointer, want string }{
		{"Anna likes Beth. She sings.", "Anna likes Beth", "Anna"},
		{"John told Mary that he loved music.", "John told Mary", "John"},
		{"Tom and Ann left because they were late.", "Tom and Ann", "Tom"},
		{"The dog, the cat and the bird ate before it slept.", "dog , cat and bird", "The dog"},
		{"The old man's hat fell because it was big.", "old man 's hat", "The old man"},
		{"Ludwig van Beethoven met Haydn before he left.", "Ludwig van Beethoven met Haydn", "Ludwig van Beethoven"},
		{"It rains.", "rains", ""},
	} {
		e := free(c.text)
		p := answering(&e, c.pointer)
		got := ""
		if s, _, ok := Choose(&e, p); ok {
			got = string([]rune(e.Text)[e.Tokens[s.Start].Start:e.Tokens[s.End-1].End])
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

// What is right without candidates: only the mention with the head of a gold one, without
// a word outside; exact is what has its very words.
func TestLenientMatching(t *testing.T) {
	span := func(start, end int) data.Span { return data.Span{Start: start, End: end} }
	anna, cat := "Anna likes Beth. She sings.", "The black cat of Ann saw the mat. It slept."
	for name, c := range map[string]struct {
		e            data.Example
		words        string
		right, exact bool
	}{
		"gold Anna":                         {free(anna, span(0, 1)), "Anna likes Beth", true, true},
		"gold Beth":                         {free(anna, span(2, 3)), "Anna likes Beth", false, false},
		"gold likes":                        {free(anna, span(1, 2)), "Anna likes Beth", false, false},
		"gold Anna likes Beth":              {free(anna, span(0, 3)), "Beth", false, false},
		"gold without its determiner":       {free(cat, span(1, 3)), "black cat", true, false},
		"gold with all that follows":        {free(cat, span(0, 5)), "black cat", true, false},
		"gold to the word":                  {free(cat, span(0, 3)), "cat", true, true},
		"an adjective outside":              {free(cat, span(2, 3)), "cat", false, false},
		"the name in a longer gold mention": {free(cat, span(0, 5)), "Ann", false, false},
		"gold in pieces":                    {free("Anna Brown left. She sings.", span(0, 1), span(1, 2)), "Anna Brown", true, false},
		"none":                              {free(cat), "mat", false, false},
	} {
		e := []data.Example{c.e}
		p := []Prediction{answering(&c.e, c.words)}
		if right, exact := Right(e, p)[0], ExactMatch(e, p) == 1; right != c.right || exact != c.exact {
			t.Errorf("%s: right %t, exact %t", name, right, exact)
		}
	}
	e := free(cat)
	if none := []Prediction{{Pointer: make([]float32, len(e.Tokens)), None: 1}}; !Right([]data.Example{e}, none)[0] || ExactMatch([]data.Example{e}, none) != 1 {
		t.Error("NONE, which is gold, is not right")
	}
}

// A diverged model's answers are wrong, but not a crash.
func TestNaN(t *testing.T) {
	e, nan := cat(theMat), float32(math.NaN())
	p := Prediction{Pointer: []float32{nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan}, None: nan}
	Choose(&e, p)
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
}
