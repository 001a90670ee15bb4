package inspect

import (
	"context"
	"fmt"
	"io"
	"strings"

	"antecedent/data"
	"antecedent/data/score"
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
	var b strings.Builder
	names := []string{"nearest", "first", "random", uniform}
	fmt.Fprintf(&b, "%-10s %8s %8s %6s", "held out", "examples", "accuracy", "pairs")
	for _, n := range names {
		fmt.Fprintf(&b, " %8s", n)
	}
	b.WriteByte('\n')
	for _, set := range r.sets {
		m, ok := r.Splits[set.Name]
		if !ok {
			m = r.Marks
		}
		pairs := "-"
		if m.Pairs > 0 {
			pairs = fmt.Sprintf("%.3f", m.PairAccuracy)
		}
		fmt.Fprintf(&b, "%-10s %8d %8.3f %6s", set.Name, m.Examples, m.Accuracy, pairs)
		for _, n := range names {
			fmt.Fprintf(&b, " %8.3f", m.Baselines[n])
		}
		b.WriteByte('\n')
	}
	b.WriteString("\npairs: both twins of a minimal pair right. Baselines: the nearest candidate, the\nfirst one, one at random, and this model with all its attention made uniform.\n")
	for _, set := range r.sets {
		if set.About != "" {
			fmt.Fprintf(&b, "  %-10s %s\n", set.Name, set.About)
		}
	}
	if r.GAP != nil {
		fmt.Fprintf(&b, "\nGAP, both names given: %s\n", r.GAP)
	}
	_, err := io.WriteString(w, b.String())
	return err
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
