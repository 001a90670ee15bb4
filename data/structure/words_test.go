package structure

import (
	"slices"
	"testing"

	"antecedent/data"
)

func TestFormOfPronoun(t *testing.T) {
	for text, want := range map[string]form{
		"<He> slept.":                   asSubject,
		"We saw <him>.":                 asObject,
		"We saw <her>.":                 asObject,
		"We saw <her> and left.":        asObject,
		"We told <her> that Bea left.":  asObject,
		"We told <her> the truth.":      asObject,
		"We said to <her>: \"go\".":     asObject,
		"We gave <her> some tips.":      asObject,
		"They let <her> go.":            asObject,
		"We asked <her> not to come.":   asObject,
		"We saw <her> dog.":             asPossessive,
		"We saw <her> retired father.":  asPossessive,
		"We knew <her> love of music.":  asPossessive,
		"The book is <hers>.":           asObject,
		"We saw <his> dog.":             asPossessive,
		"The dog ate <its> bone.":       asPossessive,
		"She saw <herself>.":            asReflexive,
		"<It> was late.":                asSubject,
		"<It>'s late.":                  asSubject,
		"We came because <it> rarely.":  asSubject,
		"We saw <it>.":                  asObject,
		"We heard of <it>.":             asObject,
		"We saw <it> was late.":         asSubject,
		"They gave <them> the book.":    asObject,
		"She said <they> gave a party.": asSubject,
	} {
		e := parse(t, text)
		if got := newText(e.Tokens, nil).formOf(e.Pronoun.Start); got != want {
			t.Errorf("%s: the form is %d, not %d", text, got, want)
		}
	}
}

// The marked pronoun has the first mention of entity 0 as the subject of its clause.
func TestSubjectOfThePronounsClause(t *testing.T) {
	for text, want := range map[string]bool{
		"[Anna]0 saw <her>.":                                 true,
		"[Anna]0 met [Bea]1 and visited <her>.":              true,
		"[Anna]0 met [Bea]1, but never visited <her>.":       true,
		"[Anna]0 came before visiting <her>.":                true,
		"[Anna]0 met [Bea]1 and [Eve]2 visited <her>.":       false,
		"[Anna]0 met [Bea]1 and we visited <her>.":           false,
		"[Anna]0 met [Bea]1, who visited <her>.":             false,
		"[Anna]0 met [Bea]1 because the trip pleased <her>.": false,
		"[Anna]0 slept. Then visited <her>.":                 false,
		"We met [Anna]0 and visited <her>.":                  false,
	} {
		e := parse(t, text)
		tx := newText(e.Tokens, e.Mentions)
		if got := tx.ownSubject[e.Pronoun.Start] == 0; got != want {
			t.Errorf("%s: the mention is the subject of the pronoun's clause: %t", text, got)
		}
	}
}

func TestQuotations(t *testing.T) {
	for text, want := range map[string][]int{
		"no mark":                nil,
		"a \"b c\" d \"e\"":      {1, 2, 3, 6, 7},
		"a “b” c":                {1, 2, 3},
		"a ``b'' c":              {1, 2, 3},
		"a “b c":                 {1, 2, 3}, // it goes on
		"the cats' toys 'n' one": nil,
	} {
		var got []int
		for i, quoted := range quotations(data.Tokenize(text)) {
			if quoted {
				got = append(got, i)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: the tokens %v are quoted, not %v", text, got, want)
		}
	}
}
