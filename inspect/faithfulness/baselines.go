package faithfulness

import (
	"context"
	"fmt"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/resolve"
)

// baselines returns the scores of the rules of package score, of uniform attention,
// and of the distances from the pronoun that do best on the examples to choose by.
// Only the examples of the observations are used.
func baselines(choosing, reporting *observation) []HeadScore {
	var list []HeadScore
	add := func(name string, h hits) { list = append(list, h.score(name)) }
	for _, rule := range score.Rules() {
		add(rule.Name, reporting.rule(rule))
	}
	add("uniform", reporting.uniform())
	if name, offset, ok := bestOffset(choosing, reporting); ok {
		add(name, offset)
	}
	return list
}

// rule has the hits of a head that attends to the token that the rule chooses among all but the
// pronoun's, and to the candidate that it chooses.
func (o *observation) rule(rule score.Rule) hits {
	return o.hitsOf(func(i int, e *data.Example) (tokens, candidates []data.Span) {
		choose := func(e data.Example) []data.Span {
			if len(e.Candidates) == 0 {
				return nil
			}
			k := rule.Choose(i, &e)
			return e.Candidates[k : k+1]
		}
		others := *e
		others.Candidates = singles(outside(e, e.Pronoun)...)
		return choose(others), choose(*e)
	})
}

// uniform has the hits of a head that attends to all tokens alike.
func (o *observation) uniform() hits {
	return o.hitsOf(func(_ int, e *data.Example) (tokens, candidates []data.Span) {
		return singles(outside(e, data.Span{})...), e.Candidates
	})
}

// offset has the hits of a head that attends to the token at one distance from the
// pronoun.
func (o *observation) offset(distance int) hits {
	return o.hitsOf(func(_ int, e *data.Example) (tokens, candidates []data.Span) {
		return singles(e.Pronoun.Start + distance), nil
	})
}

// offsets returns the hits of every distance from the pronoun that there is.
func (o *observation) offsets() (distances []int, found []hits) {
	longest := 0
	for i := range o.examples {
		longest = max(longest, len(o.examples[i].Tokens))
	}
	for d := 1 - longest; d < longest; d++ {
		if d != 0 {
			distances, found = append(distances, d), append(found, o.offset(d))
		}
	}
	return distances, found
}

// bestOffset is the strongest rule that does not read the text (Clark et al.,
// 2019): a head that attends to the token at one distance from the pronoun. The
// distance is chosen for each question on other examples than it is reported on;
// ok is false where there is nothing to choose by.
func bestOffset(choosing, reporting *observation) (name string, h hits, ok bool) {
	distances, found := choosing.offsets()
	antecedent, predicate := best(found, onAntecedent), best(found, onPredicate)
	if antecedent < 0 {
		return "", hits{}, false
	}
	name = fmt.Sprintf("offset %+d", distances[antecedent])
	if predicate >= 0 {
		name += fmt.Sprintf(", %+d", distances[predicate])
	}
	return name, hitsOfBest(found, func(at int) hits { return reporting.offset(distances[at]) }), true
}

// untrained scores the same model before training: for each question the head that
// is best on the examples to choose by. It returns nil for a model without heads, or
// without examples to choose by.
func (c *chooser) untrained(ctx context.Context, r *resolve.Resolver, o Options, report []data.Example) (*HeadScore, error) {
	if c.fresh == nil {
		return nil, nil
	}
	fresh, err := beforeTraining(r, o.Seed)
	if err != nil {
		return nil, err
	}
	reporting, err := observe(ctx, fresh, o.Predicate, report)
	if err != nil {
		return nil, err
	}
	scored := reporting.headHits()
	h := hitsOfBest(c.fresh.headHits(), func(at int) hits { return scored[at] })
	s := h.score("untrained")
	return &s, nil
}
