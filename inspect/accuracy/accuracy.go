// Package accuracy scores a model on labelled examples, beside the baselines that a
// claim about it has to beat.
//
//	report, err := accuracy.Evaluate(ctx, r, sets)
//	err = report.Write(os.Stdout)
package accuracy

import (
	"context"
	"fmt"
	"slices"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model"
	"antecedent/resolve"
)

// A Set is examples to be scored together, by the name that the report gives
// them.
type Set struct {
	Name     string
	About    string // what is special about it, in a line; may be empty
	Format   string // of the file it came from; "gap" adds GAP's own score
	Examples []data.Example

	TrainedOn int // how many of the labelled examples the model was trained on, which the report then says
}

// A Report is a model's accuracy on all sets together and on each.
type Report struct {
	Scores
	Splits map[string]Scores `json:"splits,omitempty"`
	GAP    *score.GAP        `json:"gap,omitempty"`

	GAPSetting string           `json:"gap_setting,omitempty"` // of GAP: one of [Settings]
	WinoBias   map[string]Sides `json:"winobias,omitempty"`    // by "type1" and "type2"
	Against    *Against         `json:"against,omitempty"`

	Pronouns map[string]Pronoun `json:"pronouns"` // by kind: "he", "she", "it", "they"; of all sets together

	TrainedOn int `json:"trained_on,omitempty"` // examples that the model was trained on, by what the sets say

	Brief       bool   `json:"-"` // Write leaves intervals, pronouns and calibration out
	Reliability bool   `json:"-"` // Write adds the bins of the calibration
	Total       string `json:"-"` // what Write calls a last row, of all sets together; empty: no such row
	sets        []Set
}

// Scores are those of one set, or of all together.
type Scores struct {
	score.Summary
	PairAccuracyOrNull *float64 `json:"pair_accuracy"` // that of the summary; null where there are no pairs

	Baselines map[string]float64    `json:"baselines"` // accuracy by name
	Intervals map[string][2]float64 `json:"intervals"` // 95 %, see [score.Intervals]; of GAP's figures as gap_overall and so on

	ExactMatch  float64           `json:"exact_match"` // see [score.ExactMatch]
	Calibration score.Calibration `json:"calibration"` // of the probabilities of the answers
}

// The settings of GAP.
const (
	GoldTwo = "gold-two" // the two names are given
	Snippet = "snippet"  // the model finds the mentions by itself, see [score.Snippet]
)

// Settings lists the settings of GAP, the default first.
func Settings() []string { return []string{GoldTwo, Snippet} }

// Options say how to evaluate. The zero value does what [Evaluate] does.
type Options struct {
	Setting string // of GAP; empty: GoldTwo. Snippet needs a set of GAP

	// Against is another model to compare with, if not nil, and AgainstName its name.
	Against     *resolve.Resolver
	AgainstName string
}

// The baselines besides those of package score: the model itself with all attention
// weights of its layers equal, which is what it knows without what attention learned,
// and the structural features that it has learned to weigh, alone, which only a model
// with structure has.
const (
	uniform   = "uniform"
	structure = "structure"
)

// Evaluate scores a model and the baselines on sets of examples. Unlabelled
// examples do not count.
func Evaluate(ctx context.Context, r *resolve.Resolver, sets []Set) (*Report, error) {
	return Options{}.Evaluate(ctx, r, sets)
}

// Evaluate is the function [Evaluate] with options.
func (o Options) Evaluate(ctx context.Context, r *resolve.Resolver, sets []Set) (*Report, error) {
	if o.Setting == "" {
		o.Setting = GoldTwo
	}
	isGAP := func(s Set) bool { return s.Format == "gap" }
	if !slices.Contains(Settings(), o.Setting) {
		return nil, fmt.Errorf("accuracy: there is no setting %q; use one of %q", o.Setting, Settings())
	}
	if o.Setting == Snippet && !slices.ContainsFunc(sets, isGAP) {
		return nil, fmt.Errorf("the setting %s is one of GAP, and these examples are not GAP's", Snippet)
	}
	report := &Report{sets: sets}
	var all, allOther answers
	var gapIntervals map[string][2]float64
	for _, set := range sets {
		report.TrainedOn += set.TrainedOn
		a, err := o.answer(ctx, r, set)
		if err != nil {
			return nil, err
		}
		if len(sets) > 1 {
			if report.Splits == nil {
				report.Splits = map[string]Scores{}
			}
			report.Splits[set.Name] = a.scores()
		}
		if isGAP(set) {
			g := score.ScoreGAPAnswers(set.Examples, a.gap)
			report.GAP, report.GAPSetting, gapIntervals = &g, o.Setting, score.GAPIntervals(set.Examples, a.gap)
		}
		all.add(a)
		if o.Against == nil {
			continue
		}
		other, err := o.answer(ctx, o.Against, set)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", o.AgainstName, err)
		}
		allOther.add(other)
		if isGAP(set) {
			report.Against = &Against{GAP: score.CompareGAP(set.Examples, a.gap, other.gap)}
		}
	}
	report.Scores = all.scores()
	for name, interval := range gapIntervals {
		report.Intervals["gap_"+name] = interval
	}
	report.WinoBias = winoBias(all.examples, all.right)
	report.Pronouns = pronouns(all.examples, all.right)
	if o.Against != nil {
		if report.Against == nil {
			report.Against = &Against{}
		}
		report.Against.Checkpoint = o.AgainstName
		report.Against.Comparison = score.Compare(all.examples, all.right, allOther.right)
	}
	return report, nil
}

// answers are what a model and its baselines say about a set's examples.
type answers struct {
	examples  []data.Example // as the model was asked: annotated, in the setting
	right     []bool
	model     []score.Prediction
	uniform   []score.Prediction
	structure []score.Prediction // nil for a model without
	gap       []score.GAPAnswer  // of a set of GAP
}

// answer asks a model about copies of a set's examples, since it annotates them.
func (o Options) answer(ctx context.Context, r *resolve.Resolver, set Set) (*answers, error) {
	a := &answers{examples: slices.Clone(set.Examples)}
	free := o.Setting == Snippet && set.Format == "gap"
	if free {
		a.examples = score.WithoutCandidates(set.Examples)
	}
	var err error
	if a.model, err = r.Predict(ctx, a.examples, nil); err != nil {
		return nil, err
	}
	if a.uniform, err = r.Predict(ctx, a.examples, model.Uniform); err != nil {
		return nil, err
	}
	a.structure = r.PredictStructure(a.examples)
	a.right = score.Right(a.examples, a.model)
	switch {
	case free:
		a.gap = score.Snippet(set.Examples, a.examples, a.model)
	case set.Format == "gap":
		a.gap = score.GoldTwo(a.examples, a.model)
	}
	return a, nil
}

// add appends the answers to another set.
func (a *answers) add(b *answers) {
	a.examples = append(a.examples, b.examples...)
	a.right = append(a.right, b.right...)
	a.model = append(a.model, b.model...)
	a.uniform = append(a.uniform, b.uniform...)
	a.structure = append(a.structure, b.structure...)
}

func (a *answers) scores() Scores {
	m := Scores{
		Summary: score.Summarise(a.examples, a.right), Baselines: map[string]float64{},
		Intervals: score.Intervals(a.examples, a.right), ExactMatch: score.ExactMatch(a.examples, a.model), Calibration: score.Calibrate(a.examples, a.model),
	}
	if m.Pairs > 0 {
		m.PairAccuracyOrNull = &m.PairAccuracy
	}
	for _, b := range score.Baselines(a.examples) {
		m.Baselines[b.Name] = b.Summary.Accuracy
	}
	m.Baselines[uniform] = score.Score(a.examples, a.uniform).Accuracy
	if a.structure != nil {
		m.Baselines[structure] = score.Score(a.examples, a.structure).Accuracy
	}
	return m
}
