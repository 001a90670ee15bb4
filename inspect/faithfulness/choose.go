package faithfulness

import (
	"context"
	"fmt"

	"antecedent/data/score"
	"antecedent/inspect/layout"
	"antecedent/model"
	"antecedent/resolve"
)

// chooser chooses heads on examples that the report is not about. A head deserves a
// name, such as that of the evidence head, only where it does better on these examples
// than all that needs no learning.
type chooser struct {
	*observation
	found  []hits // of each head of the model
	rivals []rival
	fresh  *observation // of the model before training; nil without heads or examples
}

// A rival is what a head has to beat.
type rival struct {
	name string
	hits
}

// newChooser observes the examples to choose by.
func newChooser(ctx context.Context, r *resolve.Resolver, o Options) (*chooser, error) {
	observed, err := observe(ctx, r, o.Predicate, o.Choose)
	if err != nil {
		return nil, err
	}
	c := &chooser{observation: observed, found: observed.headHits()}
	for _, rule := range score.Rules() {
		c.rivals = append(c.rivals, rival{fmt.Sprintf("the rule %q", rule.Name), c.rule(rule)})
	}
	c.rivals = append(c.rivals, rival{"uniform attention", c.uniform()})
	distances, offsets := c.offsets()
	for i, d := range distances {
		c.rivals = append(c.rivals, rival{fmt.Sprintf("the word at distance %+d", d), offsets[i]})
	}
	fresh, err := beforeTraining(r, o.Seed)
	if err != nil || fresh == nil || len(o.Choose) == 0 {
		return c, err
	}
	if c.fresh, err = observe(ctx, fresh, o.Predicate, o.Choose); err != nil {
		return nil, err
	}
	for _, h := range c.fresh.headHits() {
		c.rivals = append(c.rivals, rival{"a head of the model before training", h})
	}
	return c, nil
}

// beforeTraining is the model that r was before it was trained with this seed, nil for a
// model without heads.
func beforeTraining(r *resolve.Resolver, seed uint64) (*resolve.Resolver, error) {
	c := r.Config()
	if c.Layers == 0 {
		return nil, nil
	}
	m, err := model.New(c, seed)
	if err != nil {
		return nil, err
	}
	return resolve.New(m, r.Encoder())
}

// choose returns the best head for a question, if its share is greater than those of
// all rivals with 95 % confidence. Else it returns nil, and in words why, which is empty
// where there is nothing to choose by. name is what the head would be called, and where
// what it looks at.
func (c *chooser) choose(q question, name, where string) (*model.Head, string) {
	at := best(c.found, q)
	if at < 0 {
		return nil, ""
	}
	share := c.found[at].share(q)
	low, _ := share.Interval()
	var strongest *rival
	for i := range c.rivals {
		if of := c.rivals[i].share(q); of != nil && (strongest == nil || of.Value() > strongest.share(q).Value()) {
			strongest = &c.rivals[i]
		}
	}
	if strongest == nil || low > strongest.share(q).Value() {
		return &c.heads[at], ""
	}
	return nil, fmt.Sprintf("No head is called the %s head: on the %s examples to choose by, the best, %s, looks most at %s in %s, and %s, which takes no learning, does in %s.",
		name, layout.Grouped(share.Of), c.heads[at], where, interval(*share), strongest.name, percent(*strongest.share(q)))
}
