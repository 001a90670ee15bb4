package faithfulness

import (
	"fmt"

	"antecedent/inspect/layout"
)

func (report *Report) writeAblations(p *layout.Printer) {
	sentences := fmt.Sprintf("%d sentences", report.Sample.Examples)
	if n := report.Sample.Twins; n > 0 {
		sentences += fmt.Sprintf(" (%d minimal pairs)", n)
	}
	heading(p, "WITHOUT IT: accuracy in % on "+sentences+", and below it the", "fall of the gold antecedent's probability, in hundredths")
	table := layout.NewFixedTable(2, 12, 15, 15, 15, 15)
	table.Add("", "zero", "mean", "uniform", "permuted")
	table.Add("as it is", share(&report.Sample.Accuracy))
	table.Add("", "p = "+layout.Number(report.Sample.Gold.Mean, 3))
	add := func(name string, a *Ablation) {
		var accuracy, fall []string
		for _, f := range []*Effect{&a.Zero, &a.Mean, &a.Uniform, &a.Permuted} {
			accuracy = append(accuracy, share(&f.Accuracy))
			fall = append(fall, hundred(f.Drop.Mean)+" ±"+hundred((f.Drop.High-f.Drop.Low)/2))
		}
		table.Add(name, accuracy...)
		table.Add("", fall...)
	}
	for i := range report.Ablations {
		add(report.label(&report.Ablations[i]), &report.Ablations[i])
	}
	text := "zero: the head adds nothing. mean: its output is its mean over the sample, the same for every sentence. uniform: it looks at all words alike. permuted: the weights of each row dealt out at random."
	if report.Together != nil {
		add("decoration", report.Together)
		text += " decoration: all heads at once that the verdict calls so."
	}
	p.Table(table)
	paragraph(p, text)
}

func (report *Report) writeEdgeCuts(p *layout.Printer) {
	if report.Ablations[0].Edges == nil {
		return
	}
	heading(p, "WHO READS THE PREDICATE: answers that change, in %, when these words give it no", "weight any more")
	table := layout.NewFixedTable(2, 12, 19, 19, 19)
	table.Add("", "the pronoun", "the candidates", "every word")
	for i := range report.Ablations {
		a := &report.Ablations[i]
		table.Add(report.label(a), brackets(&a.Edges.Pronoun.Changed), brackets(&a.Edges.Candidates.Changed), brackets(&a.Edges.All.Changed))
	}
	p.Table(table)
}

func (report *Report) writePatches(p *layout.Printer) {
	if report.Ablations[0].Twin == nil {
		return
	}
	heading(p, "WITH THE TWIN'S OUTPUT at these words: answers that become the twin's, in %, and", "how much of the logit difference is carried over, in %")
	table := layout.NewFixedTable(2, 9, 22, 22, 22)
	table.Add("", "the pronoun", "the candidates", "all the twins share")
	for i := range report.Ablations {
		a := &report.Ablations[i]
		var cells []string
		for _, f := range []PatchEffect{a.Twin.Pronoun, a.Twin.Candidates, a.Twin.Shared} {
			flipped, restored := "-", "-"
			if s := f.Flipped; s.Of > 0 {
				flipped = fmt.Sprintf("%s [%2.0f %3.0f]", hundred(s.Share), 100*s.Low, 100*s.High)
			}
			if f.Restored != nil {
				restored = hundred(*f.Restored)
			}
			cells = append(cells, fmt.Sprintf("%15s %6s", flipped, restored))
		}
		table.Add(report.label(a), cells...)
	}
	p.Table(table)
}

func (report *Report) writeCorrelations(p *layout.Printer) {
	heading(p, "WEIGHT AGAINST WORTH: does the order of the pronoun's weights follow what each", "other word is worth, the fall in probability when it is made <unknown>?")
	table := layout.NewFixedTable(2, 12, 20, 20, 21)
	table.Add("", "Kendall's τ", "Spearman's ρ", "top is worth most, %")
	mean := func(m Mean) string {
		if m.N == 0 {
			return "-"
		}
		return fmt.Sprintf("%5.2f [%5.2f %5.2f]", m.Mean, m.Low, m.High)
	}
	for i, c := range report.Correlations {
		name := c.Name
		if i < len(report.Ablations) { // the same groups, then the pointer
			name = report.label(&report.Ablations[i])
		}
		table.Add(name, mean(c.Kendall), mean(c.Spearman), brackets(&c.Top))
	}
	p.Table(table)
}

// label is the name of the ablation's heads, marked where it is one head.
func (report *Report) label(a *Ablation) string {
	if len(a.Heads) == 1 {
		return report.mark(a.Heads[0])
	}
	return a.Name
}
