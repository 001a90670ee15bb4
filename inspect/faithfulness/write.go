package faith

import (
	"fmt"
	"io"

	"antecedent/inspect/layout"
)

// Write prints the report in lines of at most 80 columns.
func (report *Report) Write(w io.Writer) error {
	p := layout.NewPrinter(w, layout.Style{})
	report.writeVerdict(p)
	report.writeClaims(p)
	report.writeLooks(p)
	if report.Layers > 0 {
		report.writeRows(p)
	}
	report.writeSplits(p)
	if len(report.Knocks) > 0 {
		report.writeKnocks(p)
		report.writeEdges(p)
		report.writePatches(p)
		report.writeCorrelations(p)
	}
	return p.Err()
}

// heading begins a section.
func heading(p *layout.Printer, lines ...string) {
	p.Blank()
	for _, line := range lines {
		p.Line(line)
	}
}

// paragraph writes a text with a hanging indent.
func paragraph(p *layout.Printer, text string) { p.Wrap(layout.Plain, text, 2, 4) }

func (report *Report) writeVerdict(p *layout.Printer) {
	p.Line("VERDICT")
	for _, text := range report.Verdict {
		paragraph(p, text)
	}
}

// writeClaims prints the figures that are asked of the default model.
func (report *Report) writeClaims(p *layout.Printer) {
	heading(p, "HELD-OUT FIGURES (95 % intervals)")
	line := func(what string, s Share, of string) {
		p.Line(fmt.Sprintf("  %-56s %s", what, interval(s)))
		p.Line(fmt.Sprintf("      %s of %s %s", layout.Grouped(s.Count), layout.Grouped(s.Of), of))
	}
	if s := report.EvidenceFinds; s != nil {
		line(fmt.Sprintf("the predicate is what evidence head %s looks at most", report.Evidence), *s, "sentences that a predicate decides")
	}
	if report.Order.Of > 0 {
		line("antecedent above wrong candidate in the pointer", report.Order, "sentences of minimal pairs")
	}
	if s := report.AntecedentGets; s != nil {
		line(fmt.Sprintf("the antecedent is what antecedent head %s looks at most", report.Antecedent), *s, "sentences with an antecedent")
	}
	switch {
	case report.Layers == 0:
	case report.ChosenOn > 0:
		paragraph(p, fmt.Sprintf("Both heads were chosen on %s other examples, none of which is counted here.", layout.Grouped(report.ChosenOn)))
	default:
		paragraph(p, "There are too few examples to choose a head on some and report it on others, so no head is singled out.")
	}
}

func (report *Report) writeLooks(p *layout.Printer) {
	heading(p, "WHERE THE PRONOUN LOOKS: how often its most-attended word is …, in %")
	table := layout.NewFixedTable(2, 16, 19, 19, 19)
	table.Add("", "the antecedent", "of candidates it", "the predicate")
	row := func(name string, l Look) {
		table.Add(name, brackets(&l.Antecedent), brackets(l.Candidates), brackets(l.Predicate))
	}
	for i, l := range report.Looks {
		row(report.mark(report.Rows[i].Head), l)
	}
	for _, l := range report.Baselines {
		row(l.Name, l)
	}
	if report.Untrained != nil {
		row("untrained, best", *report.Untrained)
	}
	p.Table(table)
	text := "nearest, first, random: of all other words, or of the candidates. uniform: all words alike, ties shared. offset: always the word so far from the pronoun, whatever it is, the distances chosen as the heads were. "
	if report.Untrained != nil {
		text += "untrained: the same model before training, for each column its best head, chosen likewise. "
	}
	if report.Evidence != nil {
		text += "E: the evidence head. "
	}
	if report.Antecedent != nil {
		text += "A: the antecedent head. "
	}
	paragraph(p, text)
}

func (report *Report) writeRows(p *layout.Printer) {
	heading(p, "WHAT THE PRONOUN'S ROW IS MADE OF, on average")
	table := layout.NewFixedTable(2, 8, 12, 12, 11, 9, 10, 8)
	table.Add("", "entropy", "of log2 T", "  weight in % on")
	table.Add("", "bits", "%", "antecedent", "rivals", "predicate", "itself")
	percent := func(share float64) string { return layout.Number(100*share, 1) }
	for _, r := range report.Rows {
		predicate := "-"
		if r.Predicate != nil {
			predicate = percent(r.Predicate.Mean)
		}
		table.Add(report.mark(r.Head), layout.Number(r.Entropy.Mean, 2), percent(r.OfMost.Mean),
			percent(r.Antecedent.Mean), percent(r.Rival.Mean), predicate, percent(r.Itself.Mean))
	}
	p.Table(table)
}

func (report *Report) writeSplits(p *layout.Printer) {
	if len(report.Splits) < 2 {
		return
	}
	heading(p, "BY SPLIT, in %")
	table := layout.NewFixedTable(2, 12, 9, 9, 8, 9, 12, 12)
	table.Add("", "examples", "accuracy", "pairs", "pointer", "evidence", "antecedent")
	table.Add("", "", "", "", "order", "head", "head")
	row := func(name string, examples int, m Marks) {
		table.Add(name, layout.Grouped(examples), bare(&m.Accuracy), bare(&m.Pairs), bare(&m.Order), bare(m.EvidenceFinds), bare(m.AntecedentGets))
	}
	apart := false
	for _, s := range report.Splits {
		name := s.Name
		if s.Apart {
			apart, name = true, name+" *"
		}
		row(name, s.Examples, s.Marks)
	}
	row("together", report.Examples, report.Marks)
	p.Table(table)
	if apart {
		paragraph(p, "* not counted with the others: nothing in these sentences tells the answer, and more than chance would be a leak.")
	}
}

func (report *Report) writeKnocks(p *layout.Printer) {
	sentences := fmt.Sprintf("%d sentences", report.Sample.Examples)
	if n := report.Sample.Twins; n > 0 {
		sentences += fmt.Sprintf(" (%d minimal pairs)", n)
	}
	heading(p, "WITHOUT IT: accuracy in % on "+sentences+", and below it the", "fall of the gold antecedent's probability, in hundredths")
	table := layout.NewFixedTable(2, 12, 15, 15, 15, 15)
	table.Add("", "zero", "mean", "uniform", "permuted")
	table.Add("as it is", bare(&report.Sample.Accuracy))
	table.Add("", "p = "+layout.Number(report.Sample.Gold.Mean, 3))
	row := func(name string, k *Knock) {
		var accuracy, fall []string
		for _, f := range []*Effect{&k.Zero, &k.Mean, &k.Uniform, &k.Permuted} {
			accuracy = append(accuracy, bare(&f.Accuracy))
			fall = append(fall, layout.Number(100*f.Drop.Mean, 1)+" ±"+layout.Number(50*(f.Drop.High-f.Drop.Low), 1))
		}
		table.Add(name, accuracy...)
		table.Add("", fall...)
	}
	for i := range report.Knocks {
		row(report.label(&report.Knocks[i]), &report.Knocks[i])
	}
	text := "zero: the head adds nothing. mean: its output is its mean over the sample, the same for every sentence. uniform: it looks at all words alike. permuted: the weights of each row dealt out at random."
	if report.Together != nil {
		row("decoration", report.Together)
		text += " decoration: all heads at once that the verdict calls so."
	}
	p.Table(table)
	paragraph(p, text)
}

func (report *Report) writeEdges(p *layout.Printer) {
	if report.Knocks[0].Edges == nil {
		return
	}
	heading(p, "WHO READS THE PREDICATE: answers that change, in %, when these words give it no", "weight any more")
	table := layout.NewFixedTable(2, 12, 19, 19, 19)
	table.Add("", "the pronoun", "the candidates", "every word")
	for i := range report.Knocks {
		k := &report.Knocks[i]
		table.Add(report.label(k), brackets(&k.Edges.Pronoun.Changed), brackets(&k.Edges.Candidates.Changed), brackets(&k.Edges.All.Changed))
	}
	p.Table(table)
}

func (report *Report) writePatches(p *layout.Printer) {
	if report.Knocks[0].Twin == nil {
		return
	}
	heading(p, "WITH THE TWIN'S OUTPUT at these words: answers that become the twin's, in %, and", "how much of the logit difference is carried over, in %")
	table := layout.NewFixedTable(2, 9, 22, 22, 22)
	table.Add("", "the pronoun", "the candidates", "all the twins share")
	for i := range report.Knocks {
		k := &report.Knocks[i]
		var cells []string
		for _, patch := range []Patch{k.Twin.Pronoun, k.Twin.Candidates, k.Twin.Shared} {
			carried := "-"
			if patch.Restored != nil {
				carried = layout.Number(100**patch.Restored, 1)
			}
			flipped := "-"
			if f := patch.Flipped; f.Of > 0 {
				flipped = fmt.Sprintf("%.1f [%2.0f %3.0f]", 100*f.Share, 100*f.Low, 100*f.High)
			}
			cells = append(cells, fmt.Sprintf("%15s %6s", flipped, carried))
		}
		table.Add(report.label(k), cells...)
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
	for _, c := range report.Correlations {
		name := c.Name
		for _, r := range report.Rows {
			if r.Head.String() == name {
				name = report.mark(r.Head)
			}
		}
		table.Add(name, mean(c.Kendall), mean(c.Spearman), brackets(&c.Top))
	}
	p.Table(table)
}

// mark is a head's name with what it was chosen as.
func (report *Report) mark(h Head) string {
	name := h.String()
	if report.Evidence != nil && *report.Evidence == h {
		name += " E"
	}
	if report.Antecedent != nil && *report.Antecedent == h {
		name += " A"
	}
	return name
}

func (report *Report) label(k *Knock) string {
	if len(k.Heads) == 1 {
		return report.mark(k.Heads[0])
	}
	return k.Name
}

// interval is a share in a sentence.
func interval(s Share) string {
	return layout.Percent(s.Share, 1) + fmt.Sprintf(layout.NBSP+"[%.1f"+layout.NBSP+"%.1f]", 100*s.Low, 100*s.High)
}

// brackets is a share in a table.
func brackets(s *Share) string {
	if s == nil || s.Of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f [%4.1f %5.1f]", 100*s.Share, 100*s.Low, 100*s.High)
}

func bare(s *Share) string {
	if s == nil || s.Of == 0 {
		return "-"
	}
	return layout.Number(100*s.Share, 1)
}
