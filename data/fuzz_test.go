package data_test

import (
	"slices"
	"testing"

	"antecedent/data"
	"antecedent/data/mention"
)

// Gold mentions are mentions in ascending order that do not contain the pronoun, and one
// that is a gold span itself is found.
func FuzzGoldMentions(f *testing.F) {
	f.Add("The old man's hat fell because it was too large for Tom's head.", 6, 0, 4, 1, 3)
	f.Add("Anna told Bob that she saw the cat of his friend's.", 4, 0, 1, 6, 11)
	f.Add("", 0, 0, 0, 0, 0)
	f.Fuzz(func(t *testing.T, text string, pronoun, start, end, start2, end2 int) {
		e := data.Example{Text: text, Tokens: data.Tokenize(text), Pronoun: data.Span{Start: pronoun, End: pronoun + 1}, Labelled: true}
		for _, s := range []data.Span{{Start: start, End: end}, {Start: start2, End: end2}} {
			if s.Start >= 0 && s.Start < s.End && s.End <= len(e.Tokens) && !s.Overlaps(e.Pronoun) {
				e.Antecedents = append(e.Antecedents, s)
			}
		}
		if e.Validate() != nil {
			return
		}
		e.Mentions = mention.Find(e.Tokens)
		gold := e.GoldMentions()
		if !slices.IsSorted(gold) || len(gold) > len(e.Antecedents) || len(slices.Compact(slices.Clone(gold))) != len(gold) {
			t.Errorf("gold mentions %v of the antecedents %v", gold, e.Antecedents)
		}
		for _, i := range gold {
			m := e.Mentions[i]
			if m.Overlaps(e.Pronoun) || !slices.ContainsFunc(e.Antecedents, func(s data.Span) bool { return s.Contains(m.Head) }) {
				t.Errorf("mention %+v is gold, of %v", m, e.Antecedents)
			}
		}
	})
}

// The tokens that rune offsets touch are those that begin before the end and end behind
// the start.
func FuzzSpanOf(f *testing.F) {
	f.Add("It was, they said.", 1, 8)
	f.Add("  a  ", 0, 2)
	f.Add("naïve n't", -1, 100)
	f.Fuzz(func(t *testing.T, text string, start, end int) {
		tokens := data.Tokenize(text)
		s, ok := data.SpanOf(tokens, start, end)
		for i, token := range tokens {
			touched := token.Start < end && start < token.End
			if touched != (ok && s.Start <= i && i < s.End) {
				t.Fatalf("[%d,%d) of %q: %v, %t; token %+v", start, end, text, s, ok, token)
			}
		}
	})
}
