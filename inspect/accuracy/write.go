package accuracy

import (
	"fmt"
	"io"
	"strings"

	"antecedent/inspect/layout"
)

// Write prints the report as a table: a row for each set, the model's accuracy
// and minimal-pair accuracy, then the baselines' accuracy.
func (r *Report) Write(w io.Writer) error {
	name := 10 // width of the names of sets; with 18 the table fills a line
	for _, set := range r.sets {
		name = max(name, min(18, layout.Cells(set.Name)))
	}
	p := layout.NewPrinter(w, layout.Style{})
	baselines := []string{"nearest", "first", "random", uniform}
	widths := []int{8, 8, 6, 8, 8, 8, 8}
	about := "pairs: both twins of a minimal pair right. Baselines: the nearest candidate, the first one, one at random, and this model with all its attention made uniform."
	if _, ok := r.Baselines[structure]; ok {
		baselines = append(baselines, structure)
		widths = []int{8, 8, 5, 7, 5, 6, 7, 9}
		name = min(name, 17)
		about = strings.TrimSuffix(about, ".") + "; and its structural features alone."
	}
	table := layout.NewFixedTable(0, name, widths...)
	intervals := layout.NewFixedTable(0, name, 20, 20, 7, 7)
	intervals.Add("intervals", "accuracy", "pairs", "exact", "ECE")
	var rows []reliabilityRow
	table.Add("held out", append([]string{"examples", "accuracy", "pairs"}, baselines...)...)
	add := func(label string, m Scores) {
		of := func(n int, share float64) string {
			if n == 0 {
				return "-"
			}
			return layout.Number(share, 3)
		}
		row := []string{fmt.Sprint(m.Examples), of(m.Examples, m.Accuracy), of(m.Pairs, m.PairAccuracy)}
		for _, b := range baselines {
			row = append(row, of(m.Examples, m.Baselines[b]))
		}
		table.Add(label, row...)
		intervals.Add(label, withInterval(m.Accuracy, m.Intervals, "accuracy", 3), withInterval(m.PairAccuracy, m.Intervals, "pair_accuracy", 3), of(m.Examples, m.ExactMatch), of(m.Examples, m.Calibration.ECE))
		rows = append(rows, reliabilityRow{label, m.Calibration})
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
	r.writeTrainedOn(p)
	p.Blank()
	p.Wrap(layout.Plain, about, 0, 0)
	for _, set := range r.sets {
		if set.About != "" {
			p.Line("  " + layout.PadRight(set.Name, name) + " " + set.About)
		}
	}
	if !r.Brief {
		p.Blank()
		p.Table(intervals)
		p.Blank()
		p.Wrap(layout.Plain, "intervals: 95 %, by a bootstrap over the texts. ECE: expected calibration error, how far the probabilities of the answers are from how often they are right. exact: answers with exactly the words of a gold mention, determiners included.", 0, 0)
	}
	if r.Reliability {
		writeReliability(p, rows)
	}
	r.writePronouns(p)
	r.writeGAP(p)
	WriteWinoBias(p, r.WinoBias)
	r.Against.write(p)
	return p.Err()
}

// writeTrainedOn marks the sets with examples that the model was trained on.
func (r *Report) writeTrainedOn(p *layout.Printer) {
	if r.TrainedOn > 0 {
		p.Blank()
	}
	for _, set := range r.sets {
		if set.TrainedOn == 0 {
			continue
		}
		m, ok := r.Splits[set.Name]
		if !ok {
			m = r.Scores
		}
		p.Wrap(layout.Plain, fmt.Sprintf("%s: %d of %d examples were trained on: that is learned by heart.", set.Name, set.TrainedOn, m.Examples), 0, 2)
	}
}

// withInterval is a figure with its interval, "0.852 [0.837 0.866]", or "-" where it
// has none.
func withInterval(x float64, intervals map[string][2]float64, name string, decimals int) string {
	i, ok := intervals[name]
	if !ok {
		return "-"
	}
	return layout.Number(x, decimals) + " " + bounds(i, decimals)
}

// bounds is an interval in brackets.
func bounds(i [2]float64, decimals int) string {
	return "[" + layout.Number(i[0], decimals) + " " + layout.Number(i[1], decimals) + "]"
}

// writeGAP prints GAP's own score and its intervals.
func (r *Report) writeGAP(p *layout.Printer) {
	if r.GAP == nil {
		return
	}
	p.Blank()
	about := "GAP, both names given"
	if r.GAPSetting == Snippet {
		about = "GAP, mentions found by the model"
	}
	p.Line(fmt.Sprintf("%s (%s):", about, r.GAPSetting))
	p.Line("  " + r.GAP.String())
	var list []string
	for _, name := range []string{"overall", "masculine", "feminine", "bias", "three_way"} {
		decimals := 1
		if name == "bias" {
			decimals = 2
		}
		if i, ok := r.Intervals["gap_"+name]; ok {
			list = append(list, strings.ReplaceAll(name, "_", "-")+" "+bounds(i, decimals))
		}
	}
	if len(list) > 0 {
		p.Wrap(layout.Plain, "intervals: "+strings.Join(list, ", "), 2, 4)
	}
}
