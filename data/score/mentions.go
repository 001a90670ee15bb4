package score

import (
	"slices"

	"antecedent/data"
)

// ChooseMention returns the mention of the example that the pronoun refers to by a
// prediction, the one whose own tokens have the greatest summed probability, and that
// probability. The mentions of one name are one: their probabilities are added, and the
// most probable of them is the answer. Mentions that contain the pronoun are not
// eligible. mention is -1, and the probability that of NONE, where that exceeds every
// mention's.
//
// A token is the own token of the mention that it is the head of, and otherwise of
// the shortest mention that contains it, so that "the old man's hat" does not get the
// probability of "the old man" as well.
func ChooseMention(e *data.Example, p Prediction) (mention int, probability float32) {
	choices, best := mentionChoices(e), -1
	for i, c := range choices {
		if w := p.sum(c.tokens); best < 0 || w > probability {
			best, probability = i, w
		}
	}
	if best < 0 || p.None > probability {
		return -1, p.None
	}
	return choices[best].best(p), probability
}

// owners returns, for each token, the mention whose own token it is, or -1.
func owners(e *data.Example) []int {
	owner := make([]int, len(e.Tokens))
	for i := range owner {
		owner[i] = -1
	}
	for k, m := range e.Mentions {
		for i := max(0, m.Start); i < min(m.End, len(owner)); i++ {
			if owner[i] < 0 || m.Len() < e.Mentions[owner[i]].Len() {
				owner[i] = k
			}
		}
	}
	for k, m := range e.Mentions {
		if 0 <= m.Head && m.Head < len(owner) {
			owner[m.Head] = k
		}
	}
	return owner
}

// candidateTokens are the tokens whose probability is a candidate's: its own, and where
// mentions are known also those of the other mentions of its entity, but for those of
// other candidates and of the pronoun.
func candidateTokens(e *data.Example, candidate int) []int {
	span := e.Candidates[candidate]
	var tokens []int
	for i := span.Start; i < span.End; i++ {
		if !e.Pronoun.Contains(i) {
			tokens = append(tokens, i)
		}
	}
	if len(e.Mentions) == 0 {
		return tokens
	}
	var entities []int
	for _, m := range e.Mentions {
		if span.Contains(m.Head) {
			entities = append(entities, m.Entity)
		}
	}
	for i, k := range owners(e) {
		switch {
		case k < 0, e.Pronoun.Contains(i):
		case !slices.Contains(entities, e.Mentions[k].Entity):
		case slices.ContainsFunc(e.Candidates, func(s data.Span) bool { return s.Contains(i) }):
		default:
			tokens = append(tokens, i)
		}
	}
	return tokens
}
