package faithfulness

import (
	"antecedent/data"
	"antecedent/data/score"
)

// A HeadScore is how often a head, or a rule in the place of a head, attends most
// to what decides the answer.
type HeadScore struct {
	Name       string `json:"name"`       // a head's, or the baseline's
	Antecedent Share  `json:"antecedent"` // the most-attended token belongs to a gold antecedent
	Candidates *Share `json:"candidates"` // of the candidates' most-attended tokens, the gold one's has the most; nil where it does not apply
	Predicate  *Share `json:"predicate"`  // the most-attended token belongs to the predicate; nil where no predicate is known
}

// A question is one of the three that a HeadScore answers.
type question int

const (
	onAntecedent question = iota
	onCandidates
	onPredicate
	questions
)

// hits count, for each question, the examples that it can be asked of and those
// that a head or a rule gets right.
type hits [questions]counter

// add counts an example, given the most-attended token and the most-attended
// candidate, −1 for none.
func (h *hits) add(p predicates, e *data.Example, token, candidate int) {
	one := data.Span{Start: token, End: token + 1}
	if hasAntecedent(e) {
		h[onAntecedent].add(score.IsGold(e, one))
		if len(e.Candidates) > 1 && candidate >= 0 {
			h[onCandidates].add(score.IsGold(e, e.Candidates[candidate]))
		}
	}
	if s, ok := p.of(e); ok {
		h[onPredicate].add(s.Overlaps(one))
	}
}

func (h *hits) score(name string) HeadScore {
	return HeadScore{name, h[onAntecedent].share(), h[onCandidates].shareOrNil(), h[onPredicate].shareOrNil()}
}

// hits are those of each head.
func (o *observation) hits(p predicates) []hits {
	list := make([]hits, len(o.heads))
	for i := range o.examples {
		e := &o.examples[i]
		for h, row := range o.rows[i] {
			most := make([]float32, len(e.Candidates))
			for k, c := range e.Candidates {
				for _, w := range row[c.Start:c.End] {
					most[k] = max(most[k], w)
				}
			}
			list[h].add(p, e, greatest(row), greatest(most))
		}
	}
	return list
}

// best is the index of the one with the most hits for a question, the first of
// equals; −1 where there is none, or no example to ask.
func best(list []hits, q question) int {
	at := -1
	for i := range list {
		if list[i][q].of > 0 && (at < 0 || list[i][q].count > list[at][q].count) {
			at = i
		}
	}
	return at
}
