// Package accuracy scores a model on labelled examples, beside the baselines that a
// claim about it has to beat.
//
//	report, err := accuracy.Evaluate(ctx, r, sets)
//	err = report.Write(os.Stdout)
package accuracy

import (
	"context"
	"fmt"
	"io"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/inspect/layout"
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
}

// A Report is a model's accuracy on all sets together and on each.
type Report struct {
	Scores
	Splits map[string]Scores `json:"splits,omitempty"`
	GAP    *score.GAP        `json:"gap,omitempty"`

	Total string `json:"-"` // what Write calls a last row, of all sets together; empty: no such row
	sets  []Set
}

// Scores are those of one set, or of all together.
type Scores struct {
	score.Summary
	Baselines map[string]float64 `json:"baselines"` // accuracy by name
}

// uniform is the baseline that is the model itself with all attention weights of
// its layers equal: what it knows without what attention learned.
const uniform = "uniform"

// Evaluate scores a model and the baselines on sets of examples. Unlabelled
// examples do not count.
func Evaluate(ctx context.Context, r *resolve.Resolver, sets []Set) (*Report, error) {
	report := &Report{sets: sets}
	var all []data.Example
	var allPredictions, allUniform []score.Prediction
	for _, set := range sets {
		predictions, err := r.Predict(ctx, set.Examples, nil)
		if err != nil {
			return nil, err
		}
		uniformly, err := r.Predict(ctx, set.Examples, model.Uniform)
		if err != nil {
			return nil, err
		}
		if len(sets) > 1 {
			if report.Splits == nil {
				report.Splits = map[string]Scores{}
			}
			report.Splits[set.Name] = scoresOf(set.Examples, predictions, uniformly)
		}
		if set.Format == "gap" {
			g := score.ScoreGAP(set.Examples, predictions)
			report.GAP = &g
		}
		all = append(all, set.Examples...)
		allPredictions = append(allPredictions, predictions...)
		allUniform = append(allUniform, uniformly...)
	}
	report.Scores = scoresOf(all, allPredictions, allUniform)
	return report, nil
}

func scoresOf(examples []data.Example, predictions, uniformly []score.Prediction) Scores {
	m := Scores{Summary: score.Score(examples, predictions), Baselines: map[string]float64{}}
	for _, b := range score.Baselines(examples) {
		m.Baselines[b.Name] = b.Summary.Accuracy
	}
	m.Baselines[uniform] = score.Score(examples, uniformly).Accuracy
	return m
}

// Write prints the report as a table: a row for each set, the model's accuracy
// and minimal-pair accuracy, then the baselines' accuracy.
func (r *Report) Write(w io.Writer) error {
	name := 10 // width of the names of sets; with 18 the table fills a line
	for _, set := range r.sets {
		name = max(name, min(18, layout.Cells(set.Name)))
	}
	p := layout.NewPrinter(w, layout.Style{})
	baselines := []string{"nearest", "first", "random", uniform}
	table := layout.NewFixedTable(0, name, 8, 8, 6, 8, 8, 8, 8)
	table.Add("held out", append([]string{"examples", "accuracy", "pairs"}, baselines...)...)
	add := func(label string, m Scores) {
		pairs := "-"
		if m.Pairs > 0 {
			pairs = layout.Number(m.PairAccuracy, 3)
		}
		row := []string{fmt.Sprint(m.Examples), layout.Number(m.Accuracy, 3), pairs}
		for _, b := range baselines {
			row = append(row, layout.Number(m.Baselines[b], 3))
		}
		table.Add(label, row...)
	}
	for _, set := range r.sets {
		m, ok := r.Splits[set.Name]
		if !ok {
			m = r.Scores
		}
		add(set.Name, m)
	}
	if r.Total != "" {
		add(r.Total, r.Scores)
	}
	p.Table(table)
	p.Blank()
	p.Wrap(layout.Plain, "pairs: both twins of a minimal pair right. Baselines: the nearest candidate, the first one, one at random, and this model with all its attention made uniform.", 0, 0)
	for _, set := range r.sets {
		if set.About != "" {
			p.Line("  " + layout.PadRight(set.Name, name) + " " + set.About)
		}
	}
	if r.GAP != nil {
		p.Blank()
		p.Line(fmt.Sprintf("GAP, both names given: %s", r.GAP))
	}
	return p.Err()
}
