package faith

import (
	"context"
	"slices"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model"
	"antecedent/model/resolver"
)

// Options say what to measure a model on.
type Options struct {
	Choose []data.Example // heads are chosen on these; may be empty: none is
	Sets   []Set          // and reported on these
	// Predicate tells the tokens of the evidence in the example of an ID, false
	// where none is known; nil where none is for any.
	Predicate func(id string) (data.Span, bool)

	// Seed is that of the untrained model beside which the heads are scored: that
	// of the run, to compare with its own step 0.
	Seed uint64
	// Sample bounds how many examples are intervened on; 0 is 200, fewer for
	// long texts and large models.
	Sample int
	// Progress, if not nil, is called after each run on the sample.
	Progress func(done, total int)
}

// A Set is held-out examples by the name that the report gives them.
type Set struct {
	Name     string
	Apart    bool // reported by itself only: nothing in it tells the answer
	Examples []data.Example
}

// A Report is what was measured.
type Report struct {
	Layers   int `json:"layers"`
	PerLayer int `json:"heads_per_layer"`

	ChosenOn   int     `json:"chosen_on"` // examples; none of them is reported on
	Evidence   *Head   `json:"evidence_head"`
	Antecedent *Head   `json:"antecedent_head"`
	Examples   int     `json:"examples"` // labelled ones reported on, those of sets apart not counted
	Marks              // on all of these together
	Splits     []Split `json:"splits"`

	Rules     map[string]float64 `json:"rules"` // accuracy of the rules that read nothing
	Looks     []Look             `json:"looks"` // a head each
	Baselines []Look             `json:"baselines"`
	Untrained *Look              `json:"untrained"` // for each question the best head of the same model before training
	Rows      []Row              `json:"rows"`

	Sample       Sample        `json:"sample"`
	Knocks       []Knock       `json:"knocks"`
	Together     *Knock        `json:"decoration_together"` // all heads that seem decoration; null of fewer than two
	Correlations []Correlation `json:"correlations"`
	Verdict      []string      `json:"verdict"`
}

// Marks are the figures of one set, or of all together.
type Marks struct {
	Accuracy       Share  `json:"accuracy"`
	Pairs          Share  `json:"pairs"`           // both twins right
	Order          Share  `json:"pointer_order"`   // in the pointer the antecedent is above every wrong candidate; of minimal pairs, where there are any
	EvidenceFinds  *Share `json:"evidence_finds"`  // the evidence head's most-attended word is the predicate
	AntecedentGets *Share `json:"antecedent_gets"` // the antecedent head's is the antecedent
}

// A Split is the figures of one set.
type Split struct {
	Name     string `json:"name"`
	Apart    bool   `json:"apart"`
	Examples int    `json:"examples"`
	Marks
}

// A Sample is what the model was intervened on, and its answers without.
type Sample struct {
	Examples int                `json:"examples"`
	Twins    int                `json:"pairs"`
	Accuracy Share              `json:"accuracy"`
	Pairs    Share              `json:"pair_accuracy"`
	Gold     Mean               `json:"gold_probability"`
	Rules    map[string]float64 `json:"rules"`
}

// Measure scores the heads of a model and intervenes in them.
func Measure(ctx context.Context, r *resolver.Resolver, o Options) (*Report, error) {
	c := r.Model.Config()
	j := judge{o.Predicate}
	report := &Report{Layers: c.Layers, PerLayer: c.Heads, ChosenOn: len(o.Choose)}
	together, sets := o.together()
	if err := report.look(ctx, r, j, o, together, sets); err != nil {
		return nil, err
	}
	if err := report.compare(ctx, r, j, o, together); err != nil {
		return nil, err
	}
	if err := report.intervene(ctx, r, j, o, together); err != nil {
		return nil, err
	}
	report.Verdict = report.verdict()
	return report, nil
}

// together are the labelled examples of all sets that are not apart, and the
// sets' own.
func (o Options) together() (all []data.Example, sets []Set) {
	for _, set := range o.Sets {
		labelled := set
		labelled.Examples = nil
		for _, e := range set.Examples {
			if e.Labelled {
				labelled.Examples = append(labelled.Examples, e)
			}
		}
		sets = append(sets, labelled)
		if !set.Apart {
			all = append(all, labelled.Examples...)
		}
	}
	return all, sets
}

// look scores where the heads look: chooses on the one, reports on the other.
func (report *Report) look(ctx context.Context, r *resolver.Resolver, j judge, o Options, all []data.Example, sets []Set) error {
	heads := headsOf(r.Model.Config())
	choosing, err := j.view(ctx, r, o.Choose)
	if err != nil {
		return err
	}
	evidence, antecedent := choosing.best(byPredicate), choosing.best(byAntecedent)
	if evidence >= 0 {
		report.Evidence = &heads[evidence]
	}
	if antecedent >= 0 {
		report.Antecedent = &heads[antecedent]
	}
	reporting, err := j.view(ctx, r, all)
	if err != nil {
		return err
	}
	for h, head := range heads {
		report.Looks = append(report.Looks, reporting.tally(h).look(head.String()))
	}
	report.Examples, report.Rows = len(all), reporting.rows
	report.Marks = reporting.marks(evidence, antecedent)
	for _, set := range sets {
		v, err := j.view(ctx, r, set.Examples)
		if err != nil {
			return err
		}
		report.Splits = append(report.Splits, Split{set.Name, set.Apart, len(set.Examples), v.marks(evidence, antecedent)})
	}
	return nil
}

func (v *view) marks(evidence, antecedent int) Marks {
	s := score.Score(v.examples, v.predictions)
	m := Marks{Accuracy: shareOf(s.Correct, s.Examples), Pairs: shareOf(s.PairsCorrect, s.Pairs), Order: v.order()}
	if evidence >= 0 {
		m.EvidenceFinds = v.tally(evidence).predicate.shareOrNil()
	}
	if antecedent >= 0 {
		m.AntecedentGets = v.tally(antecedent).antecedent.shareOrNil()
	}
	return m
}

// order is how often the pointer puts the antecedent above every wrong
// candidate.
func (v *view) order() Share {
	var paired, all counter
	for i := range v.examples {
		e, p := &v.examples[i], v.predictions[i]
		wrong := rivals(e)
		if len(wrong) == 0 || len(e.Antecedents) == 0 {
			continue
		}
		least := probability(e, p, e.Antecedents...)
		above := !slices.ContainsFunc(wrong, func(s data.Span) bool { return probability(e, p, s) >= least })
		all.add(above)
		if e.Pair != "" {
			paired.add(above)
		}
	}
	if paired.of > 0 {
		return paired.share()
	}
	return all.share()
}

// compare scores what a claim about a head has to beat.
func (report *Report) compare(ctx context.Context, r *resolver.Resolver, j judge, o Options, all []data.Example) error {
	report.Rules = ruleAccuracy(all)
	report.Baselines = j.baselines(o.Choose, all)
	if report.Layers == 0 || len(o.Choose) == 0 {
		return nil
	}
	m, err := model.New(r.Model.Config(), o.Seed)
	if err != nil {
		return err
	}
	untrained := &resolver.Resolver{Model: m, Encoder: r.Encoder}
	choosing, err := j.view(ctx, untrained, o.Choose)
	if err != nil {
		return err
	}
	reporting, err := j.view(ctx, untrained, all)
	if err != nil {
		return err
	}
	var t tally
	if h := choosing.best(byAntecedent); h >= 0 {
		t.antecedent = reporting.tally(h).antecedent
	}
	if h := choosing.best(byCandidates); h >= 0 {
		t.candidates = reporting.tally(h).candidates
	}
	if h := choosing.best(byPredicate); h >= 0 {
		t.predicate = reporting.tally(h).predicate
	}
	look := t.look("untrained")
	report.Untrained = &look
	return nil
}

func ruleAccuracy(examples []data.Example) map[string]float64 {
	rules := map[string]float64{}
	for _, b := range score.Baselines(examples) {
		rules[b.Name] = b.Summary.Accuracy
	}
	return rules
}

// intervene runs the sample with every change.
func (report *Report) intervene(ctx context.Context, r *resolver.Resolver, j judge, o Options, all []data.Example) error {
	c := r.Model.Config()
	tokens := meanTokens(all)
	size := affordable(c, tokens, float64(10*len(targetsOf(c)))+tokens)
	if o.Sample > 0 {
		size = min(size, o.Sample)
	}
	t, err := newTrial(ctx, r, j, draw(all, j, size), o.Progress)
	if err != nil {
		return err
	}
	every := make([]int, len(t.examples))
	var probabilities []float64
	for i := range t.examples {
		every[i] = i
		probabilities = append(probabilities, probability(&t.examples[i], t.predictions[i], t.examples[i].Antecedents...))
	}
	report.Sample = Sample{Examples: len(t.examples), Twins: t.pairs(), Gold: meanOf(probabilities), Rules: ruleAccuracy(t.examples)}
	report.Sample.Accuracy, report.Sample.Pairs = t.accuracy(every, t.predictions)
	if c.Layers == 0 || len(t.examples) == 0 {
		return nil
	}
	for _, g := range targetsOf(c) {
		k, err := t.knock(ctx, g)
		if err != nil {
			return err
		}
		report.Knocks = append(report.Knocks, k)
	}
	if report.Correlations, err = t.correlations(ctx); err != nil {
		return err
	}
	if _, _, decoration := report.roles(); len(decoration) > 1 && len(decoration) < c.Layers*c.Heads {
		k, err := t.knock(ctx, target{"decoration", decoration})
		if err != nil {
			return err
		}
		report.Together = &k
	}
	return nil
}
