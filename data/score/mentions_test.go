package score

import (
	"fmt"
	"testing"

	"antecedent/data"
)

// hat has nested mentions: "his" is token 10, the heads are man 2, hat 4, cat 8 and
// friend 11.
func hat(antecedents ...data.Span) data.Example {
	const text = "The old man's hat fell on the cat before his friend left."
	return data.Example{
		Text: text, Tokens: data.Tokenize(text), Pronoun: data.Span{Start: 10, End: 11}, Labelled: true, Antecedents: antecedents,
		Mentions: []data.Mention{
			{Span: data.Span{Start: 0, End: 3}, Head: 2, Entity: 0},
			{Span: data.Span{Start: 0, End: 5}, Head: 4, Entity: 1},
			{Span: data.Span{Start: 7, End: 9}, Head: 8, Entity: 2},
			{Span: data.Span{Start: 10, End: 12}, Head: 11, Entity: 0}, // as if the friend were the man
		},
	}
}

// eighths is a prediction for hat.
func eighths(none int, at map[int]int) Prediction {
	p := Prediction{Pointer: make([]float32, 14), None: float32(none) / 8}
	for token, n := range at {
		p.Pointer[token] = float32(n) / 8
	}
	return p
}

func TestChooseMention(t *testing.T) {
	for name, c := range map[string]struct {
		p           Prediction
		mention     int
		probability float32
	}{
		"the sum over a mention's tokens":      {eighths(0, map[int]int{0: 1, 1: 1, 2: 2, 8: 3}), 0, 0.5},
		"without those of a mention inside":    {eighths(0, map[int]int{2: 3, 4: 2, 8: 3}), 0, 0.375},
		"the outer one by its own":             {eighths(0, map[int]int{2: 3, 3: 1, 4: 3}), 1, 0.5},
		"tokens of no mention do not count":    {eighths(0, map[int]int{5: 6, 8: 2}), 2, 0.25},
		"never one that contains the pronoun":  {eighths(0, map[int]int{11: 6, 8: 2}), 2, 0.25},
		"NONE wins where it exceeds all":       {eighths(4, map[int]int{2: 3, 8: 1}), -1, 0.5},
		"NONE does not win a tie":              {eighths(4, map[int]int{8: 4}), 2, 0.5},
		"of equals the first":                  {eighths(0, map[int]int{4: 4, 8: 4}), 1, 0.5},
		"no pointer: NONE where it is above 0": {Prediction{None: 0.25}, -1, 0.25},
	} {
		e := hat()
		if got, probability := ChooseMention(&e, c.p); got != c.mention || probability != c.probability {
			t.Errorf("%s: %d %g, want %d %g", name, got, probability, c.mention, c.probability)
		}
		span, probability, ok := Choose(&e, c.p)
		if ok != (c.mention >= 0) || probability != c.probability || ok && span != e.Mentions[c.mention].Span {
			t.Errorf("%s: Choose got %v %g %t", name, span, probability, ok)
		}
	}
	none := data.Example{Tokens: hat().Tokens, Pronoun: data.Span{Start: 0, End: 1}, Mentions: hat().Mentions[:2]}
	if k, _ := ChooseMention(&none, eighths(0, map[int]int{4: 8})); k != -1 {
		t.Errorf("no eligible mention: %d", k)
	}
}

// A candidate has the probability of the other mentions of its entity, but for what
// is another candidate's.
func TestDecideByEntity(t *testing.T) {
	const text = "Ann met Bea and Ann said she left."
	name := func(i, entity int) data.Mention {
		return data.Mention{Span: data.Span{Start: i, End: i + 1}, Head: i, Entity: entity, Name: true}
	}
	e := data.Example{
		Text: text, Tokens: data.Tokenize(text), Pronoun: data.Span{Start: 6, End: 7},
		Candidates: []data.Span{{Start: 0, End: 1}, {Start: 2, End: 3}},
		Mentions:   []data.Mention{name(0, 0), name(2, 1), name(4, 0)},
	}
	p := Prediction{Pointer: []float32{0.25, 0, 0.375, 0, 0.25, 0, 0, 0, 0}, None: 0.125}
	if k, w := Decide(&e, p); k != 0 || w != 0.5 {
		t.Errorf("%d %g", k, w)
	}
	e.Mentions[1].Entity = 0 // both candidates are of one entity
	if k, w := Decide(&e, p); k != 1 || w != 0.625 {
		t.Errorf("one entity: %d %g", k, w)
	}
	e.Mentions = nil
	if k, w := Decide(&e, p); k != 1 || w != 0.375 {
		t.Errorf("without mentions: %d %g", k, w)
	}
}

func TestRightAmongMentions(t *testing.T) {
	span := func(start, end int) data.Span { return data.Span{Start: start, End: end} }
	man, hatHead, cat, none := eighths(0, map[int]int{2: 8}), eighths(0, map[int]int{4: 8}), eighths(0, map[int]int{8: 8}), eighths(8, nil)
	for name, c := range map[string]struct {
		gold []data.Span
		p    Prediction
		want bool
	}{
		"a bare noun is gold, the answer has its article": {[]data.Span{span(8, 9)}, cat, true},
		"the possessor of a gold span is wrong":           {[]data.Span{span(0, 5)}, man, false},
		"its head is right":                               {[]data.Span{span(0, 5)}, hatHead, true},
		"the possessor alone is gold":                     {[]data.Span{span(0, 3)}, man, true},
		"the whole covers it, but has another head":       {[]data.Span{span(0, 3)}, hatHead, false},
		"NONE is wrong":                                   {[]data.Span{span(8, 9)}, none, false},
		"NONE is right":                                   {nil, none, true},
		"an answer where NONE is gold":                    {nil, cat, false},
		"a gold span that was not found":                  {[]data.Span{span(5, 6)}, cat, false},
	} {
		if got := Right([]data.Example{hat(c.gold...)}, []Prediction{c.p}); got[0] != c.want {
			t.Errorf("%s: %t", name, got[0])
		}
	}
}

// Nearest is the last head before the pronoun; none of the rules chooses what
// contains the pronoun.
func TestBaselinesAmongMentions(t *testing.T) {
	var nearCat, man []data.Example
	for i := range 300 {
		e := hat(data.Span{Start: 8, End: 9})
		e.Text += fmt.Sprint(i)
		nearCat = append(nearCat, e)
		e.Antecedents = []data.Span{{Start: 0, End: 3}}
		man = append(man, e)
	}
	cats, men := Baselines(nearCat), Baselines(man)
	if cats[0].Summary.Accuracy != 1 || cats[1].Summary.Accuracy != 0 || men[0].Summary.Accuracy != 0 || men[1].Summary.Accuracy != 1 {
		t.Errorf("%+v %+v", cats, men)
	}
	if a := cats[2].Summary.Accuracy; a < 0.2 || a > 0.47 { // 1/3 ± 5 standard deviations
		t.Errorf("random: %g", a)
	}
	after := hat()
	after.Pronoun = data.Span{Start: 0, End: 1} // only the cat and the friend are eligible, both after
	c := withCandidates(&after)
	if k := nearestBefore(0, c); len(c.Candidates) != 2 || c.Candidates[k] != after.Mentions[2].Span {
		t.Errorf("%v", c.Candidates)
	}
}

func TestSnippet(t *testing.T) {
	e := gapExample("she", true, false) // Ann met Bea as she left
	withMentions := func(second data.Mention) ([]data.Example, []data.Example) {
		free := WithoutCandidates([]data.Example{e})
		free[0].Mentions = []data.Mention{{Span: data.Span{Start: 0, End: 1}, Head: 0, Name: true}, second}
		return []data.Example{e}, free
	}
	bea := data.Mention{Span: data.Span{Start: 2, End: 3}, Head: 2, Entity: 1, Name: true}
	left := data.Mention{Span: data.Span{Start: 5, End: 6}, Head: 5, Entity: 0, Name: true}
	notName := left
	notName.Name = false
	both := data.Mention{Span: data.Span{Start: 1, End: 3}, Head: 1, Entity: 4}
	for name, c := range map[string]struct {
		second data.Mention
		p      Prediction
		want   GAPAnswer
	}{
		"overlaps A":                  {bea, pointAt(.6, .3, .1), GAPAnswer{[2]bool{true, false}, true}},
		"overlaps B":                  {bea, pointAt(.3, .6, .1), GAPAnswer{[2]bool{false, true}, true}},
		"NONE":                        {bea, pointAt(.3, .2, .5), GAPAnswer{OK: true}},
		"of A's entity":               {left, Prediction{Pointer: []float32{0, 0, 0, 0, 0, 1}}, GAPAnswer{[2]bool{true, false}, true}},
		"of it, but no name":          {notName, Prediction{Pointer: []float32{0, 0, 0, 0, 0, 1}}, GAPAnswer{OK: true}},
		"longer than B":               {both, Prediction{Pointer: []float32{0, 1, 0, 0, 0, 0}}, GAPAnswer{[2]bool{false, true}, true}},
		"no answer is not the answer": {bea, Prediction{None: 1}, GAPAnswer{}},
	} {
		examples, free := withMentions(c.second)
		if got := Snippet(examples, free, []Prediction{c.p}); got[0] != c.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := Snippet([]data.Example{e}, WithoutCandidates([]data.Example{e}), nil); got[0] != (GAPAnswer{}) {
		t.Errorf("no prediction: %+v", got)
	}
	if len(e.Candidates) != 2 {
		t.Error("the example was changed")
	}
}
