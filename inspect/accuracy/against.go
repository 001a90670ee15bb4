package accuracy

import (
	"fmt"
	"strings"

	"antecedent/data/score"
	"antecedent/inspect/layout"
)

// Against compares a model with another one on the same examples.
type Against struct {
	Checkpoint string `json:"checkpoint"` // the other model
	score.Comparison
	GAP map[string]score.Difference `json:"gap,omitempty"` // figures of GAP's own score
}

// write prints a row for each figure, and the test of single examples.
func (a *Against) write(p *layout.Printer) {
	if a == nil {
		return
	}
	p.Blank()
	p.Line("this model against " + a.Checkpoint)
	table := layout.NewFixedTable(0, 13, 8, 8, 24, 6)
	table.Add("", "this", "other", "difference", "p")
	add := func(figures map[string]score.Difference, prefix string, decimals int, names ...string) {
		for _, name := range names {
			d, ok := figures[name]
			if !ok {
				continue
			}
			table.Add(prefix+strings.TrimSuffix(strings.ReplaceAll(name, "_", "-"), "-accuracy"),
				layout.Number(d.This, decimals), layout.Number(d.Other, decimals),
				layout.Number(d.Difference, decimals)+" "+bounds(d.Interval, decimals), pValue(d.P))
		}
	}
	add(a.Figures, "", 3, "accuracy", "pair_accuracy")
	add(a.GAP, "GAP ", 1, "overall", "masculine", "feminine", "three_way")
	add(a.GAP, "GAP ", 2, "bias")
	p.Table(table)
	p.Wrap(layout.Plain, fmt.Sprintf("Right here only: %d; there only: %d; McNemar's exact test: p %s. The differences are of a paired bootstrap over the texts.",
		a.OnlyThis, a.OnlyOther, pValue(a.PExact)), 0, 0)
}

// pValue is a p value, of which small ones are given by their bound.
func pValue(p float64) string {
	if p < 0.001 {
		return "<.001"
	}
	return layout.Number(p, 3)
}
