package data

import (
	"slices"
	"testing"
)

func TestGoldMentions(t *testing.T) {
	mention := func(start, end, head int) Mention {
		return Mention{Span: Span{start, end}, Head: head}
	}
	//              0   1   2   3  4   5    6   7   8     9      10  11  12
	const text = "The old man's hat fell on the cat before his friend saw it."
	tokens := Tokenize(text)
	if tokens[3].Text != "'s" || tokens[4].Text != "hat" || tokens[8].Text != "cat" {
		t.Fatal(tokens)
	}
	man, hat, cat, friend := mention(0, 3, 2), mention(4, 5, 4), mention(7, 9, 8), mention(10, 12, 11)
	whole := mention(0, 5, 4)
	it, his := Span{13, 14}, Span{10, 11}
	for name, c := range map[string]struct {
		pronoun  Span
		mentions []Mention
		gold     []Span
		want     []int
	}{
		"the same span":                       {it, []Mention{man, hat, cat}, []Span{{7, 9}}, []int{2}},
		"a bare noun":                         {it, []Mention{man, hat, cat}, []Span{{8, 9}}, []int{2}},
		"a longer span":                       {it, []Mention{man, hat, cat}, []Span{{6, 9}}, []int{2}},
		"the determiner alone has no head":    {it, []Mention{man, hat, cat}, []Span{{7, 8}}, nil},
		"a possessor is not the head":         {it, []Mention{man, hat, cat}, []Span{{0, 5}}, []int{1}},
		"nor where the owned contains it":     {it, []Mention{man, whole, cat}, []Span{{0, 5}}, []int{1}},
		"the possessor itself":                {his, []Mention{man, hat, cat}, []Span{{0, 3}}, []int{0}},
		"with its ending":                     {his, []Mention{man, hat, cat}, []Span{{0, 4}}, []int{0}},
		"the first of what is not owned":      {it, []Mention{man, hat, cat}, []Span{{4, 9}}, []int{1}},
		"two gold spans, in the text's order": {it, []Mention{man, hat, cat}, []Span{{8, 9}, {4, 5}}, []int{1, 2}},
		"two spans of one mention":            {it, []Mention{man, hat, cat}, []Span{{8, 9}, {7, 9}}, []int{2}},
		"one that contains the pronoun":       {his, []Mention{man, friend}, []Span{{10, 12}}, nil},
		"the same for another pronoun":        {it, []Mention{man, friend}, []Span{{10, 12}}, []int{1}},
		"the answer NONE":                     {it, []Mention{man, hat, cat}, nil, nil},
		"without mentions":                    {it, nil, []Span{{8, 9}}, nil},
	} {
		e := Example{Text: text, Tokens: tokens, Pronoun: c.pronoun, Mentions: c.mentions, Antecedents: c.gold}
		if got := e.GoldMentions(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestAdmitGold(t *testing.T) {
	a, b, c := Span{Start: 0, End: 1}, Span{Start: 2, End: 4}, Span{Start: 5, End: 6}
	for _, x := range []struct {
		candidates, antecedents, want []Span
	}{
		{[]Span{b}, []Span{a}, []Span{b, a}},
		{[]Span{b}, []Span{a, c, a}, []Span{b, a, c}},
		{[]Span{b, c}, []Span{a, c}, []Span{b, c}}, // a is a mention of what c is
		{[]Span{b}, []Span{{Start: 3, End: 4}}, []Span{b}},
		{[]Span{b}, nil, []Span{b}},
		{nil, []Span{a}, nil},
	} {
		e := Example{Candidates: x.candidates, Antecedents: x.antecedents, Labelled: true}
		if changed := e.AdmitGold(); !slices.Equal(e.Candidates, x.want) || changed != (len(x.want) > len(x.candidates)) {
			t.Errorf("candidates %v, antecedents %v: %v, changed %t", x.candidates, x.antecedents, e.Candidates, changed)
		}
	}
	open := Example{Candidates: []Span{b}, Antecedents: []Span{a}}
	if open.AdmitGold() {
		t.Error("an example without labels was changed")
	}
}
