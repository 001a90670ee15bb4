package accuracy

import (
	"fmt"

	"antecedent/data/score"
	"antecedent/inspect/layout"
)

// A reliabilityRow is the calibration of a set, with its name.
type reliabilityRow struct {
	name string
	score.Calibration
}

// writeReliability prints a table for each set: of the answers in each bin, how many
// they are, their mean probability, and the share of right ones, which is the same in
// a model that is calibrated.
func writeReliability(p *layout.Printer, rows []reliabilityRow) {
	for _, r := range rows {
		p.Blank()
		p.Line("reliability of " + r.name)
		table := layout.NewFixedTable(0, 12, 8, 12, 8)
		table.Add("probability", "answers", "mean", "right")
		for _, b := range r.Bins {
			if b.Count > 0 {
				table.Add(fmt.Sprintf("%.1f to %.1f", b.From, b.To), fmt.Sprint(b.Count), layout.Number(b.Confidence, 3), layout.Number(b.Accuracy, 3))
			}
		}
		p.Table(table)
	}
}
