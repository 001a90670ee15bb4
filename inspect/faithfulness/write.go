package faithfulness

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"antecedent/inspect/layout"
)

// Write prints the report in lines of at most 80 columns.
func (report *Report) Write(w io.Writer) error {
	p := layout.NewPrinter(w, layout.Style{})
	p.Line("VERDICT")
	for _, text := range report.Verdict {
		paragraph(p, text)
	}
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

// writeFigures prints the figures over all sets together.
func (report *Report) writeFigures(p *layout.Printer) {
	p.Blank()
	p.Line("HELD-OUT FIGURES (95 % intervals)")
	figure := func(what string, s *Share, of string) {
		if s != nil && s.Of > 0 {
			p.Line(fmt.Sprintf("  %-56s %s", what, interval(*s)))
			p.Line(fmt.Sprintf("      %s of %s %s", layout.Grouped(s.Count), layout.Grouped(s.Of), of))
		}
	}
	figure(fmt.Sprintf("the predicate is what evidence head %s looks at most", report.Evidence), report.EvidenceFinds, "sentences that a predicate decides")
	compared := "sentences of minimal pairs"
	if report.Pairs.Of == 0 {
		compared = "sentences with a wrong candidate"
	}
	figure("antecedent above wrong candidate in the pointer", &report.Order, compared)
	figure(fmt.Sprintf("the antecedent is what antecedent head %s looks at most", report.Antecedent), report.AntecedentGets, "sentences with an antecedent")
	for _, text := range report.Unnamed {
		paragraph(p, text)
	}
	switch {
	case report.Layers == 0:
	case report.Evidence != nil && report.Antecedent != nil:
		paragraph(p, fmt.Sprintf("Both heads were chosen on %s other examples, none of which is counted here.", layout.Grouped(report.ChosenOn)))
	case report.Evidence != nil || report.Antecedent != nil:
		paragraph(p, fmt.Sprintf("The head was chosen on %s other examples, none of which is counted here.", layout.Grouped(report.ChosenOn)))
	case len(report.Unnamed) == 0:
		paragraph(p, "There are too few examples to choose a head on some and report it on others, so no head is singled out.")
	}
}

func (report *Report) writeHeadScores(p *layout.Printer) {
	table := layout.NewFixedTable(2, 16, 19, 19, 19)
	table.Add("", "the antecedent", "of candidates it", "the predicate")
	add := func(name string, s HeadScore) {
		table.Add(name, brackets(&s.Antecedent), brackets(s.Candidates), brackets(s.Predicate))
	}
	for _, s := range slices.Concat(report.HeadScores, report.Baselines) {
		add(report.mark(s.Name), s)
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
	section(p, "WHERE THE PRONOUN LOOKS: how often its most-attended word is …, in %", table, text)
}

func (report *Report) writeRows(p *layout.Printer) {
	table := layout.NewFixedTable(2, 8, 12, 12, 11, 9, 10, 8)
	table.Add("", "entropy", "of log2 T", "  weight in % on")
	table.Add("", "bits", "%", "antecedent", "rivals", "predicate", "itself")
	for _, r := range report.Rows {
		predicate := "-"
		if r.Predicate != nil {
			predicate = hundred(r.Predicate.Mean)
		}
		table.Add(report.mark(r.Head.String()), layout.Number(r.Entropy.Mean, 2), hundred(r.EntropyShare.Mean),
			hundred(r.Antecedent.Mean), hundred(r.Rival.Mean), predicate, hundred(r.Itself.Mean))
	}
	section(p, "WHAT THE PRONOUN'S ROW IS MADE OF, on average", table, "")
}

func (report *Report) writeSplits(p *layout.Printer) {
	if len(report.Splits) < 2 {
		return
	}
	table := layout.NewFixedTable(2, 12, 9, 9, 8, 9, 12, 12)
	table.Add("", "examples", "accuracy", "pairs", "pointer", "evidence", "antecedent")
	table.Add("", "", "", "", "order", "head", "head")
	about := ""
	together := Split{Name: "together", Examples: report.Examples, Figures: report.Figures}
	for _, s := range slices.Concat(report.Splits, []Split{together}) {
		if s.Apart {
			s.Name += " *"
			about = "* not counted with the others: nothing in these sentences tells the answer, and more than chance would be a leak."
		}
		table.Add(s.Name, layout.Grouped(s.Examples), share(&s.Accuracy), share(&s.Pairs), share(&s.Order), share(s.EvidenceFinds), share(s.AntecedentGets))
	}
	section(p, "BY SPLIT, in %", table, about)
}

func (report *Report) writeAblations(p *layout.Printer) {
	sentences := fmt.Sprintf("%d sentences", report.Sample.Examples)
	if n := report.Sample.Twins; n > 0 {
		sentences += fmt.Sprintf(" (%d minimal pairs)", n)
	}
	table := layout.NewFixedTable(2, 12, 15, 15, 15, 15)
	table.Add("", "zero", "mean", "uniform", "permuted")
	table.Add("as it is", share(&report.Sample.Accuracy))
	table.Add("", "p = "+layout.Number(report.Sample.Gold.Mean, 3))
	add := func(a Ablation) {
		var accuracy, fall []string
		for _, f := range []Effect{a.Zero, a.Mean, a.Uniform, a.Permuted} {
			accuracy = append(accuracy, share(&f.Accuracy))
			fall = append(fall, hundred(f.Drop.Mean)+" ±"+hundred((f.Drop.High-f.Drop.Low)/2))
		}
		table.Add(report.mark(a.Name), accuracy...)
		table.Add("", fall...)
	}
	for _, a := range report.Ablations {
		add(a)
	}
	text := "zero: the head adds nothing. mean: its output is its mean over the sample, the same for every sentence. uniform: it looks at all words alike. permuted: the weights of each row dealt out at random."
	if report.Together != nil {
		add(*report.Together)
		text += " decoration: all heads at once that the verdict calls so."
	}
	section(p, "WITHOUT IT: accuracy in % on "+sentences+", and below it the\nfall of the gold antecedent's probability, in hundredths", table, text)
}

func (report *Report) writeEdgeCuts(p *layout.Printer) {
	if report.Ablations[0].Edges == nil {
		return
	}
	table := layout.NewFixedTable(2, 12, 19, 19, 19)
	table.Add("", "the pronoun", "the candidates", "every word")
	for _, a := range report.Ablations {
		table.Add(report.mark(a.Name), brackets(&a.Edges.Pronoun.Changed), brackets(&a.Edges.Candidates.Changed), brackets(&a.Edges.All.Changed))
	}
	section(p, "WHO READS THE PREDICATE: answers that change, in %, when these words give it no\nweight any more", table, "")
}

func (report *Report) writePatches(p *layout.Printer) {
	if report.Ablations[0].Twin == nil {
		return
	}
	table := layout.NewFixedTable(2, 9, 22, 22, 22)
	table.Add("", "the pronoun", "the candidates", "all the twins share")
	for _, a := range report.Ablations {
		var cells []string
		for _, f := range []PatchEffect{a.Twin.Pronoun, a.Twin.Candidates, a.Twin.Shared} {
			flipped, restored := "-", "-"
			if low, high := f.Flipped.Interval(); f.Flipped.Of > 0 {
				flipped = fmt.Sprintf("%s [%2.0f %3.0f]", share(&f.Flipped), 100*low, 100*high)
			}
			if f.Restored != nil {
				restored = hundred(*f.Restored)
			}
			cells = append(cells, fmt.Sprintf("%15s %6s", flipped, restored))
		}
		table.Add(report.mark(a.Name), cells...)
	}
	section(p, "WITH THE TWIN'S OUTPUT at these words: answers that become the twin's, in %, and\nhow much of the logit difference is carried over, in %", table, "")
}

func (report *Report) writeCorrelations(p *layout.Printer) {
	table := layout.NewFixedTable(2, 12, 20, 20, 21)
	table.Add("", "Kendall's τ", "Spearman's ρ", "top is worth most, %")
	mean := func(m Mean) string {
		if m.N == 0 {
			return "-"
		}
		return fmt.Sprintf("%5.2f [%5.2f %5.2f]", m.Mean, m.Low, m.High)
	}
	for _, c := range report.Correlations {
		table.Add(report.mark(c.Name), mean(c.Kendall), mean(c.Spearman), brackets(&c.Top))
	}
	section(p, "WEIGHT AGAINST WORTH: does the order of the pronoun's weights follow what each\nother word is worth, the fall in probability when it is made <unknown>?", table, "")
}

// section prints a heading, of one line or more, a table and a paragraph about it.
func section(p *layout.Printer, heading string, t *layout.Table, about string) {
	p.Blank()
	for line := range strings.Lines(heading) {
		p.Line(strings.TrimSuffix(line, "\n"))
	}
	p.Table(t)
	paragraph(p, about)
}

// paragraph prints a text with a hanging indent.
func paragraph(p *layout.Printer, text string) { p.Wrap(layout.Plain, text, 2, 4) }

// mark adds E to the name of the evidence head and A to that of the antecedent head.
func (report *Report) mark(name string) string {
	marked := name
	if h := report.Evidence; h != nil && h.String() == name {
		marked += " E"
	}
	if h := report.Antecedent; h != nil && h.String() == name {
		marked += " A"
	}
	return marked
}

// percent and interval are a share in a sentence.
func percent(s Share) string { return layout.Share(s.Value(), 1) }

func interval(s Share) string {
	low, high := s.Interval()
	return percent(s) + fmt.Sprintf(layout.NBSP+"[%.1f"+layout.NBSP+"%.1f]", 100*low, 100*high)
}

// hundred is a mean of weights in a table, in percent; share and brackets are a share,
// brackets with its interval.
func hundred(share float64) string { return layout.Number(100*share, 1) }

func share(s *Share) string {
	if s == nil || s.Of == 0 {
		return "-"
	}
	return layout.ShareNumber(s.Value(), 1)
}

func brackets(s *Share) string {
	if s == nil || s.Of == 0 {
		return "-"
	}
	low, high := s.Interval()
	return fmt.Sprintf("%s [%4.1f %5.1f]", share(s), 100*low, 100*high)
}
