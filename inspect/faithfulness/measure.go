package faithfulness

import (
	"context"
	"slices"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/resolve"
)

// Options say what to measure a model on.
type Options struct {
	Choose []data.Example // heads are chosen on these; without any, none is
	Sets   []Set          // and reported on these

	// Predicate returns the tokens of the predicate in the example of an ID, false
	// where none is known; nil where none is known of any example.
	Predicate func(id string) (data.Span, bool)

	Seed     uint64                // of the untrained model that heads are compared with; the run's own, to get its step 0
	Sample   int                   // limit of the examples that interventions are made on; 0: 200, fewer for long texts and large models
	Progress func(done, total int) // if not nil, called before each run of the model on the sample, which done includes
}

// A Set is held-out examples by the name that the report gives them.
type Set struct {
	Name     string
	Apart    bool // reported by itself only, because nothing in its texts tells the answer
	Examples []data.Example
}

// Measure scores the heads of a model and intervenes in them. It is deterministic:
// of the same model and options it returns the same report. The error is the
// context's, or that of an example which is not valid.
func Measure(ctx context.Context, r *resolve.Resolver, o Options) (*Report, error) {
	choosing, err := observe(ctx, r, o.Choose)
	if err != nil {
		return nil, err
	}
	reporting := &observation{heads: choosing.heads} // of all sets that are not apart
	var sets []*observation
	for _, set := range o.Sets {
		observed, err := observe(ctx, r, labelled(set.Examples))
		if err != nil {
			return nil, err
		}
		sets = append(sets, observed)
		if !set.Apart {
			reporting.append(observed)
		}
	}

	c, p := r.Config(), predicates(o.Predicate)
	report := &Report{Layers: c.Layers, PerLayer: c.Heads, ChosenOn: len(o.Choose), Examples: len(reporting.examples)}
	report.scoreHeads(p, choosing, reporting)
	for i, set := range o.Sets {
		report.Splits = append(report.Splits, Split{set.Name, set.Apart, len(sets[i].examples), report.figures(p, sets[i])})
	}
	report.Rules = ruleAccuracy(reporting.examples)
	report.Baselines = p.baselines(o.Choose, reporting.examples)
	if report.Untrained, err = untrained(ctx, r, o, reporting.examples); err != nil {
		return nil, err
	}
	if err := report.intervene(ctx, r, o, reporting.examples); err != nil {
		return nil, err
	}
	report.Verdict = report.verdict()
	return report, nil
}

func labelled(examples []data.Example) []data.Example {
	return slices.DeleteFunc(slices.Clone(examples), func(e data.Example) bool { return !e.Labelled })
}

// scoreHeads chooses the two heads on some examples and scores all heads on
// others.
func (report *Report) scoreHeads(p predicates, choosing, reporting *observation) {
	chosen, scored := choosing.hits(p), reporting.hits(p)
	if h := best(chosen, onPredicate); h >= 0 {
		report.Evidence = &choosing.heads[h]
	}
	if h := best(chosen, onAntecedent); h >= 0 {
		report.Antecedent = &choosing.heads[h]
	}
	for h, head := range reporting.heads {
		report.HeadScores = append(report.HeadScores, scored[h].score(head.String()))
		report.Rows = append(report.Rows, reporting.rowStatistics(p, h))
	}
	report.Figures = report.figures(p, reporting)
}

// figures are those of one set, for the heads that were chosen.
func (report *Report) figures(p predicates, o *observation) Figures {
	f := Figures{Order: o.pointerOrder()}
	f.Accuracy, f.Pairs = accuracy(o.examples, o.predictions)
	for h, scored := range o.hits(p) {
		if report.Evidence != nil && *report.Evidence == o.heads[h] {
			f.EvidenceFinds = scored[onPredicate].shareOrNil()
		}
		if report.Antecedent != nil && *report.Antecedent == o.heads[h] {
			f.AntecedentGets = scored[onAntecedent].shareOrNil()
		}
	}
	return f
}

// accuracy is the share of right answers, and that of minimal pairs of which both
// are right.
func accuracy(examples []data.Example, predictions []score.Prediction) (answers, pairs Share) {
	s := score.Score(examples, predictions)
	return shareOf(s.Correct, s.Examples), shareOf(s.PairsCorrect, s.Pairs)
}

func ruleAccuracy(examples []data.Example) map[string]float64 {
	rules := map[string]float64{}
	for _, b := range score.Baselines(examples) {
		rules[b.Name] = b.Summary.Accuracy
	}
	return rules
}

// intervene makes every intervention on a sample of the examples.
func (report *Report) intervene(ctx context.Context, r *resolve.Resolver, o Options, examples []data.Example) error {
	c, p := r.Config(), predicates(o.Predicate)
	groups := groupsOf(c)
	size := affordable(c, examples, len(groups))
	if o.Sample > 0 {
		size = min(size, o.Sample)
	}
	x, err := newExperiment(ctx, r, p, draw(examples, p, size), o.Progress)
	if err != nil {
		return err
	}
	report.Sample = x.summary()
	if c.Layers == 0 || len(x.examples) == 0 {
		return nil
	}
	for _, g := range groups {
		report.Ablations = append(report.Ablations, x.ablate(ctx, g))
	}
	report.Correlations = x.correlations(ctx, groups)
	if _, _, decoration := report.roles(); len(decoration) > 1 && len(decoration) < len(c.HeadList()) {
		a := x.ablate(ctx, group{"decoration", decoration})
		report.Together = &a
	}
	return x.err
}
