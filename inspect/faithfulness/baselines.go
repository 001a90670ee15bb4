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
func (p predicates) baselines(choose, report []data.Example) []HeadScore {
	var list []HeadScore
	for _, rule := range score.Rules() {
		list = append(list, p.rule(report, rule))
	}
	list = append(list, p.uniform(report))
	if offset, ok := p.offset(choose, report); ok {
		list = append(list, offset)
	}
	return list
}

// rule is a head that attends to the token that the rule chooses among all but the
// pronoun's, and to the candidate that it chooses.
func (p predicates) rule(examples []data.Example, rule score.Rule) HeadScore {
	var h hits
	for i := range examples {
		e := &examples[i]
		others := *e
		others.Candidates = nil
		for k := range e.Tokens {
			if one := (data.Span{Start: k, End: k + 1}); !one.Overlaps(e.Pronoun) {
				others.Candidates = append(others.Candidates, one)
			}
		}
		token, candidate := -1, -1
		if len(others.Candidates) > 0 {
			token = others.Candidates[rule.Choose(i, &others)].Start
		}
		if len(e.Candidates) > 0 {
			candidate = rule.Choose(i, e)
		}
		h.add(p, e, token, candidate)
	}
	return h.score(rule.Name)
}

// uniform is a head that attends to all tokens alike. Each of n tied tokens counts
// as 1/n of a hit; the counts are the rounded sums of these.
func (p predicates) uniform(examples []data.Example) HeadScore {
	var sums [questions]float64
	var h hits
	add := func(q question, right, all int) {
		sums[q] += float64(right) / float64(all)
		h[q].of++
	}
	for i := range examples {
		e := &examples[i]
		if hasAntecedent(e) {
			add(onAntecedent, len(tokensOf(e.Antecedents...)), len(e.Tokens))
			if n := len(e.Candidates); n > 1 {
				add(onCandidates, n-len(wrongCandidates(e)), n)
			}
		}
		if s, ok := p.of(e); ok {
			add(onPredicate, s.Len(), len(e.Tokens))
		}
	}
	for q := range h {
		h[q].count = int(math.Round(sums[q]))
	}
	return h.score("uniform")
}

// offset is the strongest rule that does not read the text (Clark et al., 2019): a
// head that attends to the token at one distance from the pronoun. The distance is
// chosen for each question on other examples than it is reported on; ok is false
// where there is nothing to choose by.
func (p predicates) offset(choose, report []data.Example) (s HeadScore, ok bool) {
	at := func(examples []data.Example, distance int) hits {
		var h hits
		for i := range examples {
			h.add(p, &examples[i], examples[i].Pronoun.Start+distance, -1)
		}
		return h
	}
	longest := 0
	for i := range choose {
		longest = max(longest, len(choose[i].Tokens))
	}
	var distances []int
	var found []hits
	for d := 1 - longest; d < longest; d++ {
		if d != 0 {
			distances, found = append(distances, d), append(found, at(choose, d))
		}
	}
	antecedent, predicate := best(found, onAntecedent), best(found, onPredicate)
	if antecedent < 0 {
		return HeadScore{}, false
	}
	d := distances[antecedent]
	h, name := hits{onAntecedent: at(report, d)[onAntecedent]}, fmt.Sprintf("offset %+d", d)
	if predicate >= 0 {
		d := distances[predicate]
		h[onPredicate] = at(report, d)[onPredicate]
		name += fmt.Sprintf(", %+d", d)
	}
	return h.score(name), true
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
	choosing, err := observe(ctx, fresh, o.Choose)
	if err != nil {
		return nil, err
	}
	reporting, err := observe(ctx, fresh, report)
	if err != nil {
		return nil, err
	}
	chosen, scored := choosing.hits(o.Predicate), reporting.hits(o.Predicate)
	var h hits
	for q := range questions {
		if at := best(chosen, q); at >= 0 {
			h[q] = scored[at][q]
		}
	}
	s := h.score("untrained")
	return &s, nil
}
