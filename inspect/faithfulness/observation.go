package faithfulness

import (
	"context"
	"slices"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model"
	"antecedent/resolve"
)

// An observation is what a model predicts for some examples, and what their
// pronouns attend to.
type observation struct {
	predicate   predicates
	heads       []model.Head
	examples    []data.Example
	predictions []score.Prediction
	rows        [][][]float32 // [example][head](T)
}

// observe runs a model on some examples.
func observe(ctx context.Context, r *resolve.Resolver, p predicates, examples []data.Example) (*observation, error) {
	n := len(examples)
	o := &observation{p, r.Config().HeadList(), examples, make([]score.Prediction, n), make([][][]float32, n)}
	err := r.Observe(ctx, examples, func(i int, p score.Prediction, rows [][]float32) {
		o.predictions[i] = p
		for _, row := range rows {
			o.rows[i] = append(o.rows[i], slices.Clone(row))
		}
	})
	return o, err
}

// append adds the examples of another observation of the same model.
func (o *observation) append(other *observation) {
	o.examples = append(o.examples, other.examples...)
	o.predictions = append(o.predictions, other.predictions...)
	o.rows = append(o.rows, other.rows...)
}

// pointerOrder is how often the pointer gives the antecedent more than every wrong
// candidate: of the examples in minimal pairs, or of all where none is in one.
func (o *observation) pointerOrder() Share {
	var paired, all Share
	for i := range o.examples {
		e, p := &o.examples[i], o.predictions[i]
		wrong := wrongCandidates(e)
		if len(wrong) == 0 || !hasAntecedent(e) {
			continue
		}
		antecedent := score.Probability(e, p, e.Antecedents...)
		above := !slices.ContainsFunc(wrong, func(s data.Span) bool { return score.Probability(e, p, s) >= antecedent })
		all.add(above)
		if e.Pair != "" {
			paired.add(above)
		}
	}
	if paired.Of > 0 {
		return paired
	}
	return all
}

// predicates is [Options.Predicate], which may be nil.
type predicates func(id string) (data.Span, bool)

// of is the predicate of an example, false where none is known.
func (p predicates) of(e *data.Example) (data.Span, bool) {
	if p == nil {
		return data.Span{}, false
	}
	s, ok := p(e.ID)
	return s, ok && s.Start >= 0 && s.Start < s.End && s.End <= len(e.Tokens)
}

// hasAntecedent reports whether the example is labelled with an antecedent.
func hasAntecedent(e *data.Example) bool { return e.Labelled && len(e.Antecedents) > 0 }

// goldCandidate is the index of the first candidate that is an antecedent, −1 where
// none is.
func goldCandidate(e *data.Example) int {
	return slices.IndexFunc(e.Candidates, func(c data.Span) bool { return score.IsGold(e, c) })
}

// wrongCandidates are the candidates that are not an antecedent.
func wrongCandidates(e *data.Example) []data.Span {
	return slices.DeleteFunc(slices.Clone(e.Candidates), func(c data.Span) bool { return score.IsGold(e, c) })
}

// tokensOf lists the tokens of the spans in ascending order, each once.
func tokensOf(spans ...data.Span) []int {
	var list []int
	for _, s := range spans {
		for i := s.Start; i < s.End; i++ {
			list = append(list, i)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// outside lists the tokens of an example that do not belong to a span.
func outside(e *data.Example, s data.Span) []int {
	return tokensOf(data.Span{End: s.Start}, data.Span{Start: s.End, End: len(e.Tokens)})
}

// singles are spans of one token each.
func singles(tokens ...int) []data.Span {
	spans := make([]data.Span, len(tokens))
	for i, t := range tokens {
		spans[i] = data.Span{Start: t, End: t + 1}
	}
	return spans
}
