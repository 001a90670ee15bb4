package score

import (
	"slices"

	"antecedent/data"
	"antecedent/internal/random"
)

// A Baseline is the score of a rule that does not read the text.
type Baseline struct {
	Name    string  `json:"name"`
	Summary Summary `json:"summary"`
}

// A Rule answers an example without reading it: Choose returns the index of one of
// its candidates, of which there must be at least one. index is the example's place
// among all.
type Rule struct {
	Name   string
	Choose func(index int, e *data.Example) int
}

// Rules are the baselines to print beside an accuracy, in this order.
func Rules() []Rule {
	return []Rule{{"nearest", nearest}, {"first", first}, {"random", chance}}
}

// Baselines scores every rule of [Rules] on the examples. In an example without
// candidates every mention that does not contain the pronoun is one, so that model and
// rule are measured on the same examples. The nearest mention is the last whose head
// stands before the pronoun, if there is one. No rule answers NONE, but where there is
// nothing to choose from.
func Baselines(examples []data.Example) []Baseline {
	var out []Baseline
	for _, rule := range Rules() {
		out = append(out, Baseline{rule.Name, summarise(examples, func(i int) bool {
			e := withCandidates(&examples[i])
			if len(e.Candidates) == 0 {
				return len(e.Antecedents) == 0
			}
			choose := rule.Choose
			if rule.Name == "nearest" && len(examples[i].Candidates) == 0 {
				choose = nearestBefore
			}
			return IsGold(&examples[i], e.Candidates[choose(i, e)])
		})})
	}
	return out
}

// withCandidates returns the example, or if it has no candidates a copy in which
// the eligible mentions are the candidates.
func withCandidates(e *data.Example) *data.Example {
	if len(e.Candidates) > 0 {
		return e
	}
	c := *e
	for _, m := range e.Mentions {
		if !m.Overlaps(e.Pronoun) {
			c.Candidates = append(c.Candidates, m.Span)
		}
	}
	return &c
}

// nearest is the candidate with the fewest tokens between it and the pronoun, on
// either side; of two equally near, the one before the pronoun.
func nearest(_ int, e *data.Example) int {
	return least(e.Candidates, func(s data.Span) int { // doubled, to break the tie
		if s.Start >= e.Pronoun.End {
			return 2*(s.Start-e.Pronoun.End) + 1
		}
		return max(0, 2*(e.Pronoun.Start-s.End))
	})
}

// nearestBefore is the candidate whose mention has the last head before the pronoun, or
// the nearest if all stand behind it. The candidates are mentions of the example.
func nearestBefore(index int, e *data.Example) int {
	best, head := -1, -1
	for _, m := range e.Mentions {
		if k := slices.Index(e.Candidates, m.Span); k >= 0 && m.Head < e.Pronoun.Start && m.Head > head {
			best, head = k, m.Head
		}
	}
	if best < 0 {
		return nearest(index, e)
	}
	return best
}

// first is the candidate that begins first in the text.
func first(_ int, e *data.Example) int {
	return least(e.Candidates, func(s data.Span) int { return s.Start })
}

// least is the index of the span with the least value, the first of equals.
func least(spans []data.Span, value func(data.Span) int) int {
	return slices.Index(spans, slices.MinFunc(spans, func(a, b data.Span) int { return value(a) - value(b) }))
}

// chance draws a candidate: always the same for an index, so that results repeat.
func chance(index int, e *data.Example) int {
	return random.New(0, "baseline", uint64(index)).IntN(len(e.Candidates))
}
