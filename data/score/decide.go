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
	Pointer []float32 // (T) probability of each token that was read; nil: the model gave no answer
	None    float32   // probability that the pronoun refers to nothing in the text

	// First is the token of the text that Pointer begins with: of a long text only the
	// pronoun's window is read, see package window. The tokens outside have probability 0.
	First int
}

// At is the probability of token i of the text.
func (p Prediction) At(i int) float32 {
	if at := i - p.First; 0 <= at && at < len(p.Pointer) {
		return p.Pointer[at]
	}
	return 0
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
// [ChooseMention] does. ok is false where NONE is more probable.
func Choose(e *data.Example, p Prediction) (answer data.Span, probability float32, ok bool) {
	if len(e.Candidates) == 0 {
		k, probability := ChooseMention(e, p)
		if k < 0 {
			return data.Span{}, probability, false
		}
		return e.Mentions[k].Span, probability, true
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
	for at, w := range p.Pointer {
		i := p.First + at
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
//   - a mention is right if it is one of [data.Example.GoldMentions], which have the heads
//     of gold antecedents, and covers no word outside of the gold antecedents.
//     Determiners, for which each annotation scheme has its own rule, do not count as
//     words.
func IsGold(e *data.Example, s data.Span) bool {
	if len(e.Candidates) > 0 {
		return slices.ContainsFunc(e.Antecedents, s.Overlaps)
	}
	return slices.ContainsFunc(rightMentions(e), func(k int) bool { return e.Mentions[k].Span == s })
}

// rightMentions returns the indices of the mentions that are right answers.
func rightMentions(e *data.Example) []int {
	return slices.DeleteFunc(e.GoldMentions(), func(k int) bool {
		for i := e.Mentions[k].Start; i < e.Mentions[k].End; i++ {
			gold := slices.ContainsFunc(e.Antecedents, func(s data.Span) bool { return s.Contains(i) })
			if !gold && isWord(e.Tokens[i].Text) {
				return true
			}
		}
		return false
	})
}

// isExact reports whether a span is a gold antecedent, to the word.
func isExact(e *data.Example, s data.Span) bool { return slices.Contains(e.Antecedents, s) }

// isWord reports whether a token is neither a determiner, punctuation nor a clitic.
func isWord(token string) bool {
	switch lookup.Key(token) {
	case "a", "an", "the", "this", "that", "these", "those", "some", "any", "no", "each", "every",
		"my", "your", "his", "her", "its", "our", "their":
		return false
	}
	first, _ := utf8.DecodeRuneInString(lookup.Form(token))
	return unicode.IsLetter(first) || unicode.IsDigit(first)
}
