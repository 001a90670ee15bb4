package score

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"antecedent/data"
	"antecedent/data/lookup"
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
// first of equals, and returns its index and that probability. Where the example's
// mentions are known, the tokens of the other mentions of a candidate's entity count
// as its own. It returns -1 and the
// probability of NONE where that exceeds every candidate's, and for an example without
// candidates, for which there is [Choose].
func Decide(e *data.Example, p Prediction) (candidate int, probability float32) {
	candidate = -1
	for i := range e.Candidates {
		if w := p.sum(candidateTokens(e, i)); candidate < 0 || w > probability {
			candidate, probability = i, w
		}
	}
	if candidate < 0 || p.None > probability {
		return -1, p.None
	}
	return candidate, probability
}

// Choose returns the answer to an example and its probability. The answer is the
// candidate that [Decide] chooses, or without candidates the mention that
// [ChooseMention] does. In an example without either it is the most probable token
// other than the pronoun, with the tokens adjacent to it that have at least a quarter of its probability, as the words of a name do. ok is false where
// NONE is more probable.
func Choose(e *data.Example, p Prediction) (answer data.Span, probability float32, ok bool) {
	if amongMentions(e) {
		k, probability := ChooseMention(e, p)
		if k < 0 {
			return data.Span{}, probability, false
		}
		return e.Mentions[k].Span, probability, true
	}
	if len(e.Candidates) == 0 {
		return adjacent(e, p)
	}
	i, probability := Decide(e, p)
	if i < 0 {
		return data.Span{}, probability, false
	}
	return e.Candidates[i], probability, true
}

// adjacent is Choose for an example without candidates and mentions.
func adjacent(e *data.Example, p Prediction) (span data.Span, probability float32, ok bool) {
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

// IsGold reports whether a span is a right answer to an example. What is right depends
// on what there is to choose from:
//
//   - a candidate is right if it overlaps a gold antecedent;
//   - a mention is right if it is one of [data.Example.GoldMentions]: if its head is that
//     of a gold antecedent. A mention is one noun phrase with one head, so the words
//     that it covers outside of the gold span are determiners and modifiers, for which
//     each annotation scheme has its own rule;
//   - any other span, whose head is not known, is right if at least one of its words
//     lies in a gold antecedent and no other does not, but for determiners.
func IsGold(e *data.Example, s data.Span) bool {
	switch {
	case len(e.Candidates) > 0:
		return slices.ContainsFunc(e.Antecedents, s.Overlaps)
	case len(e.Mentions) > 0:
		return slices.ContainsFunc(e.GoldMentions(), func(k int) bool { return e.Mentions[k].Span == s })
	}
	inside := false
	for i := max(0, s.Start); i < min(s.End, len(e.Tokens)); i++ {
		gold := slices.ContainsFunc(e.Antecedents, func(a data.Span) bool { return a.Contains(i) })
		if !gold && isWord(e.Tokens[i].Text) {
			return false
		}
		inside = inside || gold
	}
	return inside
}

// isWord reports whether a token is neither a determiner, punctuation nor a clitic.
func isWord(token string) bool {
	switch lookup.Key(token) {
	case "a", "an", "the", "this", "that", "these", "those", "some", "any", "no", "each", "every",
		"my", "your", "his", "her", "its", "our", "their":
		return false
	}
	first, _ := utf8.DecodeRuneInString(token)
	return unicode.IsLetter(first) || unicode.IsDigit(first)
}
