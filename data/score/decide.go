package score

import (
	"slices"

	"antecedent/data"
)

// A Prediction is what a model says a pronoun refers to.
type Prediction struct {
	Pointer []float32 // (T) probability of each token; nil: the model gave no answer
	None    float32   // probability that the pronoun refers to nothing in the text
}

// weight is the probability of the tokens of a span other than the pronoun's, which
// are never a target in training either.
func weight(e *data.Example, p Prediction, s data.Span) float32 {
	var sum float32
	for i := s.Start; i < min(s.End, len(p.Pointer)); i++ {
		if !e.Pronoun.Contains(i) {
			sum += p.Pointer[i]
		}
	}
	return sum
}

// Decide chooses the candidate whose tokens have the greatest summed probability, the
// first of equals, and returns its index and that probability. It returns -1 and the
// probability of NONE where that exceeds every candidate's, and for an example without
// candidates, for which there is [Choose].
func Decide(e *data.Example, p Prediction) (candidate int, probability float32) {
	candidate = -1
	for i, span := range e.Candidates {
		if w := weight(e, p, span); candidate < 0 || w > probability {
			candidate, probability = i, w
		}
	}
	if candidate < 0 || p.None > probability {
		return -1, p.None
	}
	return candidate, probability
}

// Choose returns the answer to an example and its probability. The answer is the
// candidate that [Decide] chooses. In an example without candidates it is the most
// probable token other than the pronoun, with the tokens adjacent to it that have at
// least a quarter of its probability, as the words of a name do. ok is false where
// NONE is more probable.
func Choose(e *data.Example, p Prediction) (answer data.Span, probability float32, ok bool) {
	if len(e.Candidates) == 0 {
		return mention(e, p)
	}
	i, probability := Decide(e, p)
	if i < 0 {
		return data.Span{}, probability, false
	}
	return e.Candidates[i], probability, true
}

// mention is Choose for an example without candidates.
func mention(e *data.Example, p Prediction) (span data.Span, probability float32, ok bool) {
	// Training rewards the sum over a name's tokens and leaves open how they share it,
	// so the share of the best token that its neighbours need is small.
	const least = 0.25
	tokens := min(len(e.Tokens), len(p.Pointer))
	best := -1
	for i := range tokens {
		if !e.Pronoun.Contains(i) && (best < 0 || p.Pointer[i] > p.Pointer[best]) {
			best = i
		}
	}
	if best < 0 {
		return data.Span{}, p.None, false
	}
	belongs := func(i int) bool {
		return i >= 0 && i < tokens && !e.Pronoun.Contains(i) && p.Pointer[i] >= p.Pointer[best]*least
	}
	span = data.Span{Start: best, End: best + 1}
	for belongs(span.Start - 1) {
		span.Start--
	}
	for belongs(span.End) {
		span.End++
	}
	if probability = weight(e, p, span); p.None > probability {
		return data.Span{}, p.None, false
	}
	return span, probability, true
}

// Probability is what a prediction gives to the tokens of the spans, each counted
// once and without the pronoun's own; without a span it is that of NONE.
func Probability(e *data.Example, p Prediction, spans ...data.Span) float64 {
	if len(spans) == 0 {
		return float64(p.None)
	}
	var sum float64
	for i, w := range p.Pointer {
		if !e.Pronoun.Contains(i) && slices.ContainsFunc(spans, func(s data.Span) bool { return s.Contains(i) }) {
			sum += float64(w)
		}
	}
	return sum
}

// IsGold reports whether a span overlaps a gold antecedent of the example.
func IsGold(e *data.Example, s data.Span) bool {
	return slices.ContainsFunc(e.Antecedents, s.Overlaps)
}
