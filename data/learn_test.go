package data

import "testing"

// A model with structure can learn from an example only if a gold antecedent is among
// the mentions that the pronoun can refer to.
func TestCanLearn(t *testing.T) {
	tokens := Tokenize("The cat saw the dog and it ran.")
	mentions := []Mention{{Span: Span{0, 2}, Head: 1}, {Span: Span{3, 5}, Head: 4, Entity: 1}}
	e := func(labelled bool, features []uint64, gold ...Span) *Example {
		return &Example{Tokens: tokens, Pronoun: Span{6, 7}, Labelled: labelled, Antecedents: gold, Mentions: mentions, Features: features}
	}
	both := []uint64{1, 1}
	for _, c := range []struct {
		name      string
		example   *Example
		plain, in bool // without and with structure
	}{
		{"gold mention", e(true, both, Span{0, 2}), true, true},
		{"none", e(true, both), true, true},
		{"unlabelled", e(false, both), false, false},
		{"gold not found", e(true, both, Span{2, 3}), true, false},
		{"gold cannot be the answer", e(true, []uint64{0, 1}, Span{0, 2}), true, false},
		{"one of two golds", e(true, []uint64{0, 1}, Span{0, 2}, Span{3, 5}), true, true},
	} {
		if got := (Encoder{}).CanLearn(c.example); got != c.plain {
			t.Errorf("%s: without structure %t", c.name, got)
		}
		if got := (Encoder{Structure: 1}).CanLearn(c.example); got != c.in {
			t.Errorf("%s: with structure %t", c.name, got)
		}
	}
}
