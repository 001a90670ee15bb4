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
// for the same model and options it returns the same report. The error is the
// context's, or that of an example which is not valid.
func Measure(ctx context.Context, r *resolve.Resolver, o Options) (*Report, error) {
	choosing, err := newChooser(ctx, r, o)
	if err != nil {
		return nil, err
	}
	c := r.Config()
	report := &Report{Layers: c.Layers, PerLayer: c.Heads, ChosenOn: len(o.Choose)}
	var why [2]string
	report.Evidence, why[0] = choosing.choose(onPredicate, "evidence", "the predicate")
	report.Antecedent, why[1] = choosing.choose(onAntecedent, "antecedent", "the antecedent")
	for _, text := range why {
		if text != "" {
			report.Unnamed = append(report.Unnamed, text)
		}
	}

	reporting := &observation{predicate: o.Predicate, heads: choosing.heads} // of all sets that are not apart
	for _, set := range o.Sets {
		labelled := slices.DeleteFunc(slices.Clone(set.Examples), func(e data.Example) bool { return !e.Labelled })
		observed, err := observe(ctx, r, o.Predicate, labelled)
		if err != nil {
			return nil, err
		}
		report.Splits = append(report.Splits, Split{set.Name, set.Apart, len(labelled), report.figures(observed, observed.headHits())})
		if !set.Apart {
			reporting.append(observed)
		}
	}
	report.Examples = len(reporting.examples)
	found := reporting.headHits()
	report.Figures = report.figures(reporting, found)
	for h, head := range reporting.heads {
		report.HeadScores = append(report.HeadScores, found[h].score(head.String()))
		report.Rows = append(report.Rows, reporting.rowStatistics(h))
	}
	report.Rules = ruleAccuracy(reporting.examples)
	report.Baselines = baselines(choosing.observation, reporting)
	if report.Untrained, err = choosing.untrained(ctx, r, o, reporting.examples); err != nil {
		return nil, err
	}
	if err := report.intervene(ctx, r, o, reporting.examples); err != nil {
		return nil, err
	}
	report.conclude()
	return report, nil
}

// figures returns those of one set, of which found are the hits of each head.
func (report *Report) figures(o *observation, found []hits) Figures {
	f := Figures{Order: o.pointerOrder()}
	f.Accuracy, f.Pairs = accuracy(o.examples, o.predictions)
	if h := report.Evidence; h != nil {
		f.EvidenceFinds = found[report.index(h)].share(onPredicate)
	}
	if h := report.Antecedent; h != nil {
		f.AntecedentGets = found[report.index(h)].share(onAntecedent)
	}
	return f
}

// accuracy is the share of right answers, and that of minimal pairs of which both
// are right.
func accuracy(examples []data.Example, predictions []score.Prediction) (answers, pairs Share) {
	s := score.Score(examples, predictions)
	return Share{s.Correct, s.Examples}, Share{s.PairsCorrect, s.Pairs}
}

// ruleAccuracy is the accuracy of each rule of package score, by its name.
func ruleAccuracy(examples []data.Example) map[string]float64 {
	rules := map[string]float64{}
	for _, b := range score.Baselines(examples) {
		rules[b.Name] = b.Summary.Accuracy
	}
	return rules
}

// intervene makes every intervention on a sample of the examples.
func (report *Report) intervene(ctx context.Context, r *resolve.Resolver, o Options, examples []data.Example) error {
	groups := groupsOf(r.Config())
	size := affordable(r.Config(), examples, len(groups))
	if o.Sample > 0 {
		size = min(size, o.Sample)
	}
	x, err := newExperiment(ctx, r, o, groups, examples, size)
	if err != nil {
		return err
	}
	report.Sample = x.summary()
	if report.Layers == 0 || len(x.examples) == 0 {
		return nil
	}
	for _, g := range groups {
		report.Ablations = append(report.Ablations, x.ablate(ctx, g))
	}
	report.Correlations = x.correlations(ctx, groups)
	together := group{name: "decoration"}
	_, _, decoration := report.roles()
	for _, a := range decoration {
		together.heads = append(together.heads, a.Heads...)
	}
	if n := len(together.heads); n > 1 && n < len(x.heads) {
		a := x.ablate(ctx, together)
		report.Together = &a
	}
	return x.err
}
