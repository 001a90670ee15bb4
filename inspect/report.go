package inspect

import (
	"context"
	"fmt"
	"io"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/inspect/layout"
	"antecedent/model"
	"antecedent/model/resolver"
)

// A Set is examples to be scored together, by the name that the report gives
// them.
type Set struct {
	Name     string
	About    string // what is special about it, in a line; may be empty
	Format   string // of the file it came from; "gap" adds GAP's own score
	Examples []data.Example
}

// A Report is a model's accuracy beside the baselines that a claim has to beat.
type Report struct {
	Marks
	Splits map[string]Marks `json:"splits,omitempty"`
	GAP    *score.GAP       `json:"gap,omitempty"`

	sets []Set
}

// Marks are what a model scored on one set, or on all together.
type Marks struct {
	score.Summary
	Baselines map[string]float64 `json:"baselines"` // accuracy by name
}

// uniform is the baseline that is the model itself with every attention weight
// of its layers made equal: what it knows without what attention learned.
const uniform = "uniform"

// Evaluate scores a model and the baselines on sets of examples. Unlabelled
// examples do not count.
func Evaluate(ctx context.Context, r *resolver.Resolver, sets []Set) (*Report, error) {
	report := &Report{sets: sets}
	var all []data.Example
	var allPredictions, allUniform []score.Prediction
	for _, set := range sets {
		predictions, err := r.Predict(ctx, set.Examples, nil)
		if err != nil {
			return nil, err
		}
		level, err := r.Predict(ctx, set.Examples, model.Uniform)
		if err != nil {
			return nil, err
		}
		if len(sets) > 1 {
			if report.Splits == nil {
				report.Splits = map[string]Marks{}
			}
			report.Splits[set.Name] = mark(set.Examples, predictions, level)
		}
		if set.Format == "gap" {
			g := score.ScoreGAP(set.Examples, score.GAPAnswers(set.Examples, predictions))
			report.GAP = &g
		}
		all = append(all, set.Examples...)
		allPredictions = append(allPredictions, predictions...)
		allUniform = append(allUniform, level...)
	}
	report.Marks = mark(all, allPredictions, allUniform)
	return report, nil
}

func mark(examples []data.Example, predictions, level []score.Prediction) Marks {
	m := Marks{Summary: score.Score(examples, predictions), Baselines: map[string]float64{}}
	for _, b := range score.Baselines(examples) {
		m.Baselines[b.Name] = b.Summary.Accuracy
	}
	m.Baselines[uniform] = score.Score(examples, level).Accuracy
	return m
}

// Write prints the report as a table: a row for each set, the model's accuracy
// and minimal-pair accuracy, then the baselines' accuracy.
func (r *Report) Write(w io.Writer) error {
	const name = 10 // width of the names of sets
	p := layout.NewPrinter(w, layout.Style{})
	baselines := []string{"nearest", "first", "random", uniform}
	table := layout.NewFixedTable(0, name, 8, 8, 6, 8, 8, 8, 8)
	table.Add("held out", append([]string{"examples", "accuracy", "pairs"}, baselines...)...)
	for _, set := range r.sets {
		m, ok := r.Splits[set.Name]
		if !ok {
			m = r.Marks
		}
		pairs := "-"
		if m.Pairs > 0 {
			pairs = layout.Number(m.PairAccuracy, 3)
		}
		row := []string{fmt.Sprint(m.Examples), layout.Number(m.Accuracy, 3), pairs}
		for _, b := range baselines {
			row = append(row, layout.Number(m.Baselines[b], 3))
		}
		table.Add(set.Name, row...)
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

// DescribeFile says in lines what was read of a file and what was not.
func DescribeFile(path string, f *data.File) []string {
	const most = 10 // reasons; a broken file would fill the screen
	lines := []string{fmt.Sprintf("%s: %d examples (%s), %d skipped", path, len(f.Examples), f.Format, len(f.Skipped))}
	for i, s := range f.Skipped {
		if i == most {
			lines = append(lines, fmt.Sprintf("  … and %d more", len(f.Skipped)-most))
			break
		}
		lines = append(lines, "  skipped "+s.String())
	}
	return lines
}
