package score

import (
	"slices"

	"antecedent/data"
)

// ChooseMention returns the mention of the example that the pronoun refers to by a
// prediction, and its probability. The probability of an entity is that of its
// mentions' own tokens, where those with one name are of one entity; the answer is the
// most probable mention of the most probable entity. Mentions that contain the pronoun
// are not eligible. mention is -1, and the probability that of NONE, where that
// exceeds every entity's.
//
// A token is the own token of the mention that it is the head of, and otherwise of
// the shortest mention that contains it, so that "the old man's hat" does not get the
// probability of "the old man" as well.
func ChooseMention(e *data.Example, p Prediction) (mention int, probability float32) {
	mention = -1
	weights := mentionWeights(e, p)
	for k, m := range e.Mentions {
		if m.Overlaps(e.Pronoun) {
			continue
		}
		sum := weights[k]
		for j, o := range e.Mentions {
			if j != k && m.Name && o.Name && o.Entity == m.Entity && !o.Overlaps(e.Pronoun) {
				sum += weights[j]
			}
		}
		// The sums of one entity's mentions may differ by rounding.
		same := mention >= 0 && m.Name && e.Mentions[mention].Name && m.Entity == e.Mentions[mention].Entity
		if mention < 0 || same && weights[k] > weights[mention] || !same && sum > probability {
			mention, probability = k, sum
		}
	}
	if mention < 0 || p.None > probability {
		return -1, p.None
	}
	return mention, probability
}

// mentionWeights returns the probability of the own tokens of each mention, without
// the pronoun's.
func mentionWeights(e *data.Example, p Prediction) []float32 {
	weights := make([]float32, len(e.Mentions))
	for i, k := range owners(e) {
		if k >= 0 && i < len(p.Pointer) && !e.Pronoun.Contains(i) {
			weights[k] += p.Pointer[i]
		}
	}
	return weights
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

// candidateWeight is the probability of a candidate: that of its tokens, and where
// mentions are known also that of the other mentions of its entity. Tokens of other
// candidates do not count.
func candidateWeight(e *data.Example, p Prediction, candidate int) float32 {
	span := e.Candidates[candidate]
	sum := weight(e, p, span)
	if len(e.Mentions) == 0 {
		return sum
	}
	var entities []int
	for _, m := range e.Mentions {
		if span.Contains(m.Head) {
			entities = append(entities, m.Entity)
		}
	}
	for i, k := range owners(e) {
		switch {
		case k < 0, i >= len(p.Pointer), e.Pronoun.Contains(i):
		case !slices.Contains(entities, e.Mentions[k].Entity):
		case slices.ContainsFunc(e.Candidates, func(s data.Span) bool { return s.Contains(i) }):
		default:
			sum += p.Pointer[i]
		}
	}
	return sum
}

// amongMentions reports whether the answer to an example is one of its mentions.
func amongMentions(e *data.Example) bool {
	return len(e.Candidates) == 0 && (len(e.Mentions) > 0 || e.Features != nil)
}
