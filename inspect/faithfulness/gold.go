package faithfulness

import (
	"slices"

	"antecedent/data"
	"antecedent/data/score"
)

// predicates returns the tokens of the predicate in the example of an ID. It may
// be nil.
type predicates func(id string) (data.Span, bool)

// of is the predicate of an example, false where none is known.
func (p predicates) of(e *data.Example) (data.Span, bool) {
	if p == nil {
		return data.Span{}, false
	}
	s, ok := p(e.ID)
	return s, ok && s.Start >= 0 && s.Start < s.End && s.End <= len(e.Tokens)
}

// hasAntecedent reports whether gold names an antecedent of the example.
func hasAntecedent(e *data.Example) bool { return e.Labelled && len(e.Antecedents) > 0 }

// goldCandidate is the index of the first candidate that is right, −1 where none
// is.
func goldCandidate(e *data.Example) int {
	return slices.IndexFunc(e.Candidates, func(c data.Span) bool { return score.IsGold(e, c) })
}

// wrongCandidates are the candidates that are not an antecedent.
func wrongCandidates(e *data.Example) []data.Span {
	return slices.DeleteFunc(slices.Clone(e.Candidates), func(c data.Span) bool { return score.IsGold(e, c) })
}
