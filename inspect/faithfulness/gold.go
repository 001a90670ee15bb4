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

// weightOn is the weight of the tokens of the spans, each counted once.
func weightOn(row []float32, spans ...data.Span) float64 {
	var sum float64
	for i, w := range row {
		if slices.ContainsFunc(spans, data.Span{Start: i, End: i + 1}.Overlaps) {
			sum += float64(w)
		}
	}
	return sum
}

// tokensOf lists the tokens of the spans, each once.
func tokensOf(spans ...data.Span) []int {
	var list []int
	for _, s := range spans {
		for i := s.Start; i < s.End; i++ {
			if !slices.Contains(list, i) {
				list = append(list, i)
			}
		}
	}
	return list
}
