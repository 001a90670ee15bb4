package faithfulness

import (
	"context"
	"fmt"
	"math"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model"
	"antecedent/resolve"
)

// baselines are the scores of the rules of package score, of uniform attention,
// and of the distances from the pronoun that do best on the examples to choose by.
// Of the observations only the examples count.
func baselines(choosing, reporting *observation) []HeadScore {
	var list []HeadScore
	for _, rule := range score.Rules() {
		list = append(list, reporting.rule(rule))
	}
	list = append(list, reporting.uniform())
	if offset, ok := bestOffset(choosing, reporting); ok {
		list = append(list, offset)
	}
	return list
}

// rule is a head that attends to the token that the rule chooses among all but the
// pronoun's, and to the candidate that it chooses.
func (o *observation) rule(rule score.Rule) HeadScore {
	h := o.hitsOf(func(i int, e *data.Example) (token, candidate int) {
		token, candidate = -1, -1
		others := *e
		others.Candidates = nil
		for _, k := range outside(e, e.Pronoun) {
			others.Candidates = append(others.Candidates, data.Span{Start: k, End: k + 1})
		}
		if len(others.Candidates) > 0 {
			token = others.Candidates[rule.Choose(i, &others)].Start
		}
		if len(e.Candidates) > 0 {
			candidate = rule.Choose(i, e)
		}
		return token, candidate
	})
	return h.score(rule.Name)
}

// uniform is a head that attends to all tokens alike. Each of n tied tokens counts
// as 1/n of a hit; the counts are the rounded sums of these.
func (o *observation) uniform() HeadScore {
	var sums [questions]float64
	var h hits
	add := func(q question, right, all int) {
		sums[q] += float64(right) / float64(all)
		h[q].Of++
	}
	for i := range o.examples {
		e := &o.examples[i]
		if hasAntecedent(e) {
			add(onAntecedent, len(tokensOf(e.Antecedents...)), len(e.Tokens))
			if n := len(e.Candidates); n > 1 {
				add(onCandidates, n-len(wrongCandidates(e)), n)
			}
		}
		if s, ok := o.predicate.of(e); ok {
			add(onPredicate, s.Len(), len(e.Tokens))
		}
	}
	for q := range h {
		h[q].Count = int(math.Round(sums[q]))
	}
	return h.score("uniform")
}

// bestOffset is the strongest rule that does not read the text (Clark et al.,
// 2019): a head that attends to the token at one distance from the pronoun. The
// distance is chosen for each question on other examples than it is reported on;
// ok is false where there is nothing to choose by.
func bestOffset(choosing, reporting *observation) (s HeadScore, ok bool) {
	longest := 0
	for i := range choosing.examples {
		longest = max(longest, len(choosing.examples[i].Tokens))
	}
	var distances []int
	var chosen, scored []hits
	for d := 1 - longest; d < longest; d++ {
		if d != 0 {
			distances = append(distances, d)
			chosen, scored = append(chosen, choosing.offset(d)), append(scored, reporting.offset(d))
		}
	}
	antecedent, predicate := best(chosen, onAntecedent), best(chosen, onPredicate)
	if antecedent < 0 {
		return HeadScore{}, false
	}
	name := fmt.Sprintf("offset %+d", distances[antecedent])
	if predicate >= 0 {
		name += fmt.Sprintf(", %+d", distances[predicate])
	}
	h := hitsOfBest(chosen, scored)
	return h.score(name), true
}

// offset are the hits of a head that attends to the token at one distance from the
// pronoun.
func (o *observation) offset(distance int) hits {
	return o.hitsOf(func(_ int, e *data.Example) (token, candidate int) { return e.Pronoun.Start + distance, -1 })
}

// untrained scores the same model before training: for each question the head that
// is best on the examples to choose by. It is nil where there is none to choose.
func untrained(ctx context.Context, r *resolve.Resolver, o Options, report []data.Example) (*HeadScore, error) {
	c := r.Config()
	if c.Layers == 0 || len(o.Choose) == 0 {
		return nil, nil
	}
	m, err := model.New(c, o.Seed)
	if err != nil {
		return nil, err
	}
	fresh, err := resolve.New(m, r.Encoder().Vocabulary)
	if err != nil {
		return nil, err
	}
	choosing, err := observe(ctx, fresh, o.Predicate, o.Choose)
	if err != nil {
		return nil, err
	}
	reporting, err := observe(ctx, fresh, o.Predicate, report)
	if err != nil {
		return nil, err
	}
	h := hitsOfBest(choosing.headHits(), reporting.headHits())
	s := h.score("untrained")
	return &s, nil
}
