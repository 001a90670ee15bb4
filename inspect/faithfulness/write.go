package faithfulness

import (
	"fmt"
	"io"

	"antecedent/inspect/layout"
	"antecedent/model"
)

// Write prints the report in lines of at most 80 columns.
func (report *Report) Write(w io.Writer) error {
	p := layout.NewPrinter(w, layout.Style{})
	report.writeVerdict(p)
	report.writeFigures(p)
	report.writeHeadScores(p)
	if report.Layers > 0 {
		report.writeRows(p)
	}
	report.writeSplits(p)
	if len(report.Ablations) > 0 {
		report.writeAblations(p)
		report.writeEdgeCuts(p)
		report.writePatches(p)
		report.writeCorrelations(p)
	}
	return p.Err()
}

func (report *Report) writeVerdict(p *layout.Printer) {
	p.Line("VERDICT")
	for _, text := range report.Verdict {
		paragraph(p, text)
	}
}

// writeFigures prints the figures over all sets together.
func (report *Report) writeFigures(p *layout.Printer) {
	heading(p, "HELD-OUT FIGURES (95 % intervals)")
	figure := func(what string, s *Share, of string) {
		if s != nil && s.Of > 0 {
			p.Line(fmt.Sprintf("  %-56s %s", what, interval(*s)))
			p.Line(fmt.Sprintf("      %s of %s %s", layout.Grouped(s.Count), layout.Grouped(s.Of), of))
		}
	}
	figure(fmt.Sprintf("the predicate is what evidence head %s looks at most", report.Evidence), report.EvidenceFinds, "sentences that a predicate decides")
	figure("antecedent above wrong candidate in the pointer", &report.Order, "sentences of minimal pairs")
	figure(fmt.Sprintf("the antecedent is what antecedent head %s looks at most", report.Antecedent), report.AntecedentGets, "sentences with an antecedent")
	switch {
	case report.Layers == 0:
	case report.ChosenOn > 0:
		paragraph(p, fmt.Sprintf("Both heads were chosen on %s other examples, none of which is counted here.", layout.Grouped(report.ChosenOn)))
	default:
		paragraph(p, "There are too few examples to choose a head on some and report it on others, so no head is singled out.")
	}
}

func (report *Report) writeHeadScores(p *layout.Printer) {
	heading(p, "WHERE THE PRONOUN LOOKS: how often its most-attended word is …, in %")
	table := layout.NewFixedTable(2, 16, 19, 19, 19)
	table.Add("", "the antecedent", "of candidates it", "the predicate")
	add := func(name string, s HeadScore) {
		table.Add(name, brackets(&s.Antecedent), brackets(s.Candidates), brackets(s.Predicate))
	}
	for i, s := range report.HeadScores {
		add(report.mark(report.Rows[i].Head), s)
	}
	for _, s := range report.Baselines {
		add(s.Name, s)
	}
	text := "nearest, first, random: of all other words, or of the candidates. uniform: all words alike, ties shared. offset: always the word so far from the pronoun, whatever it is, the distances chosen as the heads were. "
	if report.Untrained != nil {
		add("untrained, best", *report.Untrained)
		text += "untrained: the same model before training, for each column its best head, chosen likewise. "
	}
	if report.Evidence != nil {
		text += "E: the evidence head. "
	}
	if report.Antecedent != nil {
		text += "A: the antecedent head. "
	}
	p.Table(table)
	paragraph(p, text)
}

func (report *Report) writeRows(p *layout.Printer) {
	heading(p, "WHAT THE PRONOUN'S ROW IS MADE OF, on average")
	table := layout.NewFixedTable(2, 8, 12, 12, 11, 9, 10, 8)
	table.Add("", "entropy", "of log2 T", "  weight in % on")
	table.Add("", "bits", "%", "antecedent", "rivals", "predicate", "itself")
	for _, r := range report.Rows {
		predicate := "-"
		if r.Predicate != nil {
			predicate = hundred(r.Predicate.Mean)
		}
		table.Add(report.mark(r.Head), layout.Number(r.Entropy.Mean, 2), hundred(r.EntropyShare.Mean),
			hundred(r.Antecedent.Mean), hundred(r.Rival.Mean), predicate, hundred(r.Itself.Mean))
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
	add := func(name string, examples int, f Figures) {
		table.Add(name, layout.Grouped(examples), share(&f.Accuracy), share(&f.Pairs), share(&f.Order), share(f.EvidenceFinds), share(f.AntecedentGets))
	}
	apart := false
	for _, s := range report.Splits {
		name := s.Name
		if s.Apart {
			apart, name = true, name+" *"
		}
		add(name, s.Examples, s.Figures)
	}
	add("together", report.Examples, report.Figures)
	p.Table(table)
	if apart {
		paragraph(p, "* not counted with the others: nothing in these sentences tells the answer, and more than chance would be a leak.")
	}
}

// heading begins a section.
func heading(p *layout.Printer, lines ...string) {
	p.Blank()
	for _, line := range lines {
		p.Line(line)
	}
}

// paragraph prints a text with a hanging indent.
func paragraph(p *layout.Printer, text string) { p.Wrap(layout.Plain, text, 2, 4) }

// mark is a head's name with E for the evidence head and A for the antecedent head.
func (report *Report) mark(h model.Head) string {
	name := h.String()
	if report.Evidence != nil && *report.Evidence == h {
		name += " E"
	}
	if report.Antecedent != nil && *report.Antecedent == h {
		name += " A"
	}
	return name
}

// percent and interval are a share in a sentence.
func percent(share float64) string { return layout.Percent(share, 1) }

func interval(s Share) string {
	return percent(s.Share) + fmt.Sprintf(layout.NBSP+"[%.1f"+layout.NBSP+"%.1f]", 100*s.Low, 100*s.High)
}

// hundred, share and brackets are a share in a table, in percent; brackets adds
// the interval.
func hundred(share float64) string { return layout.Number(100*share, 1) }

func share(s *Share) string {
	if s == nil || s.Of == 0 {
		return "-"
	}
	return hundred(s.Share)
}

func brackets(s *Share) string {
	if s == nil || s.Of == 0 {
		return "-"
	}
	return fmt.Sprintf("%s [%4.1f %5.1f]", hundred(s.Share), 100*s.Low, 100*s.High)
}
