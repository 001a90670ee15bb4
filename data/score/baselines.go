package score

import (
	"antecedent/data"
	"antecedent/internal/random"
)

// A Baseline is how well a rule does that reads nothing of the text.
type Baseline struct {
	Name    string  `json:"name"`
	Summary Summary `json:"summary"`
}

// A Rule answers an example without reading it: Choose returns the index of
// one of at least one candidates. index is the example's place among all.
type Rule struct {
	Name   string
	Choose func(index int, e *data.Example) int
}

// Rules are the baselines that are always printed beside an accuracy, in the
// order to print them in.
func Rules() []Rule {
	return []Rule{{"nearest", nearest}, {"first", first}, {"random", chance}}
}

// Baselines scores every rule of Rules on the examples. In an example without
// candidates every token but the pronoun's is one, so that model and rule are
// measured on the same examples; no rule ever answers NONE.
func Baselines(examples []data.Example) []Baseline {
	var out []Baseline
	for _, rule := range Rules() {
		out = append(out, Baseline{rule.Name, ScoreRule(examples, rule)})
	}
	return out
}

// ScoreRule scores one rule as Score does a model.
func ScoreRule(examples []data.Example, rule Rule) Summary {
	return summarise(examples, func(i int) bool {
		e := withCandidates(&examples[i])
		if len(e.Candidates) == 0 { // nothing but the pronoun
			return isAntecedent(e, data.Span{}, false)
		}
		return isAntecedent(e, e.Candidates[rule.Choose(i, e)], true)
	})
}

// withCandidates is the example itself if it has candidates, else a copy in
// which every token but the pronoun's is one.
func withCandidates(e *data.Example) *data.Example {
	if len(e.Candidates) > 0 {
		return e
	}
	c := *e
	for i := range e.Tokens {
		if i < e.Pronoun.Start || i >= e.Pronoun.End {
			c.Candidates = append(c.Candidates, data.Span{Start: i, End: i + 1})
		}
	}
	return &c
}

// nearest is the candidate with the fewest tokens between it and the pronoun,
// on either side; of two equally near, the one before the pronoun.
func nearest(_ int, e *data.Example) int {
	distance := func(s data.Span) int { // doubled, to break the tie
		if s.Start >= e.Pronoun.End {
			return 2*(s.Start-e.Pronoun.End) + 1
		}
		return max(0, 2*(e.Pronoun.Start-s.End))
	}
	best := 0
	for i, s := range e.Candidates {
		if distance(s) < distance(e.Candidates[best]) {
			best = i
		}
	}
	return best
}

// first is the candidate that begins first in the text.
func first(_ int, e *data.Example) int {
	best := 0
	for i, s := range e.Candidates {
		if s.Start < e.Candidates[best].Start {
			best = i
		}
	}
	return best
}

// chance draws a candidate: the same for the same place in the examples, so
// that a figure once printed can be printed again.
func chance(index int, e *data.Example) int {
	return random.New(0, "baseline", uint64(index)).IntN(len(e.Candidates))
}
