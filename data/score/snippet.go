package score

import (
	"slices"

	"antecedent/data"
)

// WithoutCandidates returns copies of examples that leave open what there is to choose
// from: without candidates, mentions and features.
func WithoutCandidates(examples []data.Example) []data.Example {
	free := slices.Clone(examples)
	for i := range free {
		free[i].Candidates, free[i].Mentions, free[i].Features = nil, nil, nil
	}
	return free
}

// Snippet returns the answers to examples of GAP in the setting "snippet-context", in
// which a system finds the mentions by itself: free[i] is examples[i] by
// [WithoutCandidates], with the mentions that were found in its text, and
// predictions[i] belongs to it.
//
// The answer to the pronoun is the mention or NONE that [Choose] finds. A name is TRUE
// if that mention overlaps it, or is of the same entity as a name that does.
func Snippet(examples, free []data.Example, predictions []Prediction) []GAPAnswer {
	answers := make([]GAPAnswer, len(examples))
	for i := range min(len(examples), len(free), len(predictions)) {
		if predictions[i].Pointer == nil || len(examples[i].Candidates) != 2 {
			continue
		}
		answers[i].OK = true
		span, _, ok := Choose(&free[i], predictions[i])
		if !ok {
			continue
		}
		for k, name := range examples[i].Candidates {
			answers[i].Names[k] = span.Overlaps(name) || sameName(free[i].Mentions, span, name)
		}
	}
	return answers
}

// sameName reports whether a mention, given by its span, is a name of the same entity
// as a name that overlaps other.
func sameName(mentions []data.Mention, span, other data.Span) bool {
	k := slices.IndexFunc(mentions, func(m data.Mention) bool { return m.Span == span })
	return k >= 0 && mentions[k].Name && slices.ContainsFunc(mentions, func(m data.Mention) bool {
		return m.Name && m.Entity == mentions[k].Entity && m.Overlaps(other)
	})
}
