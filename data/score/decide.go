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

// mentionShare is how much of the best token's probability its neighbours need
// to belong to the same mention: training rewards the sum over a name's tokens
// and leaves it open how they share it, so the bar is low.
const mentionShare = 0.25

// weight is the probability of a span, to which the pronoun itself adds
// nothing: it is never a target in training either.
func weight(e *data.Example, p Prediction, s data.Span) float32 {
	var sum float32
	for i := s.Start; i < s.End && i < len(p.Pointer); i++ {
		if i < e.Pronoun.Start || i >= e.Pronoun.End {
			sum += p.Pointer[i]
		}
	}
	return sum
}

// Decide chooses the candidate whose tokens have the greatest summed
// probability, the first of equals, and returns its index and that
// probability. It returns -1 and the probability of NONE where that exceeds
// every candidate's, and for an example without candidates, which is for
// Mention.
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

// Mention answers an example in which every token may be the answer: the most
// probable token other than the pronoun, with those adjacent that have at
// least a quarter of its probability, as the words of a name do. The second
// result is the probability of them together. ok is false where NONE exceeds
// that; the probability is then that of NONE.
func Mention(e *data.Example, p Prediction) (span data.Span, probability float32, ok bool) {
	tokens := min(len(e.Tokens), len(p.Pointer))
	eligible := func(i int) bool {
		return i >= 0 && i < tokens && (i < e.Pronoun.Start || i >= e.Pronoun.End)
	}
	best := -1
	for i := range tokens {
		if eligible(i) && (best < 0 || p.Pointer[i] > p.Pointer[best]) {
			best = i
		}
	}
	if best < 0 {
		return data.Span{}, p.None, false
	}
	least := p.Pointer[best] * mentionShare
	span = data.Span{Start: best, End: best + 1}
	for eligible(span.Start-1) && p.Pointer[span.Start-1] >= least {
		span.Start--
	}
	for eligible(span.End) && p.Pointer[span.End] >= least {
		span.End++
	}
	if probability = weight(e, p, span); p.None > probability {
		return data.Span{}, p.None, false
	}
	return span, probability, true
}

// Choose returns the answer to an example: the candidate that [Decide] chooses, or
// what [Mention] finds where there are no candidates. ok is false for NONE. The
// probability is that of the answer.
func Choose(e *data.Example, p Prediction) (answer data.Span, probability float32, ok bool) {
	if len(e.Candidates) == 0 {
		return Mention(e, p)
	}
	i, probability := Decide(e, p)
	if i < 0 {
		return data.Span{}, probability, false
	}
	return e.Candidates[i], probability, true
}

// Probability is what a prediction gives to the tokens of the spans, each counted
// once and without the pronoun's own; without a span it is that of NONE.
func Probability(e *data.Example, p Prediction, spans ...data.Span) float64 {
	if len(spans) == 0 {
		return float64(p.None)
	}
	var sum float64
	for i, w := range p.Pointer {
		token := data.Span{Start: i, End: i + 1}
		if !e.Pronoun.Overlaps(token) && slices.ContainsFunc(spans, token.Overlaps) {
			sum += float64(w)
		}
	}
	return sum
}

// IsGold reports whether a span overlaps a gold antecedent of the example.
func IsGold(e *data.Example, s data.Span) bool {
	return slices.ContainsFunc(e.Antecedents, s.Overlaps)
}

// correct reports whether a prediction for a labelled example is right.
func correct(e *data.Example, p Prediction) bool {
	if p.Pointer == nil {
		return false
	}
	answer, _, ok := Choose(e, p)
	return isAntecedent(e, answer, ok)
}

// isAntecedent reports whether an answer is right: a mention that overlaps a
// gold one, or none where there is none.
func isAntecedent(e *data.Example, answer data.Span, ok bool) bool {
	if !ok {
		return len(e.Antecedents) == 0
	}
	return IsGold(e, answer)
}
