package faith

import (
	"fmt"
	"io"
	"strings"
)

const (
	columns = 80
	// tie stands where a line must not break, and is written as a space.
	tie = "\u00a0"
)

// Write prints the report in lines of at most 80 columns.
func (report *Report) Write(w io.Writer) error {
	var b strings.Builder
	report.writeVerdict(&b)
	report.writeClaims(&b)
	report.writeLooks(&b)
	if report.Layers > 0 {
		report.writeRows(&b)
	}
	report.writeSplits(&b)
	if len(report.Knocks) > 0 {
		report.writeKnocks(&b)
		report.writeEdges(&b)
		report.writePatches(&b)
		report.writeCorrelations(&b)
	}
	_, err := io.WriteString(w, strings.ReplaceAll(b.String(), tie, " "))
	return err
}

func (report *Report) writeVerdict(b *strings.Builder) {
	b.WriteString("VERDICT\n")
	for _, paragraph := range report.Verdict {
		wrap(b, "  ", paragraph)
	}
}

// writeClaims prints the figures that are asked of the default model.
func (report *Report) writeClaims(b *strings.Builder) {
	b.WriteString("\nHELD-OUT FIGURES (95 % intervals)\n")
	line := func(what string, s Share, of string) {
		fmt.Fprintf(b, "  %-56s %s\n", what, interval(s))
		fmt.Fprintf(b, "      %s of %s %s\n", thousands(s.Count), thousands(s.Of), of)
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
		wrap(b, "  ", fmt.Sprintf("Both heads were chosen on %s other examples, none of which is counted here.", thousands(report.ChosenOn)))
	default:
		wrap(b, "  ", "There are too few examples to choose a head on some and report it on others, so no head is singled out.")
	}
}

func (report *Report) writeLooks(b *strings.Builder) {
	b.WriteString("\nWHERE THE PRONOUN LOOKS: how often its most-attended word is …, in %\n")
	fmt.Fprintf(b, "  %-16s %19s %19s %19s\n", "", "the antecedent", "of candidates it", "the predicate")
	row := func(name string, l Look) {
		fmt.Fprintf(b, "  %-16s %19s %19s %19s\n", name, brackets(&l.Antecedent), brackets(l.Candidates), brackets(l.Predicate))
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
	wrap(b, "  ", text)
}

func (report *Report) writeRows(b *strings.Builder) {
	b.WriteString("\nWHAT THE PRONOUN'S ROW IS MADE OF, on average\n")
	fmt.Fprintf(b, "  %-8s %12s %12s   %s\n", "", "entropy", "of log2 T", "weight in % on")
	fmt.Fprintf(b, "  %-8s %12s %12s %11s %9s %10s %8s\n", "", "bits", "%", "antecedent", "rivals", "predicate", "itself")
	for _, r := range report.Rows {
		predicate := "-"
		if r.Predicate != nil {
			predicate = fmt.Sprintf("%.1f", 100*r.Predicate.Mean)
		}
		fmt.Fprintf(b, "  %-8s %12.2f %12.1f %11.1f %9.1f %10s %8.1f\n", report.mark(r.Head), r.Entropy.Mean, 100*r.OfMost.Mean,
			100*r.Antecedent.Mean, 100*r.Rival.Mean, predicate, 100*r.Itself.Mean)
	}
}

func (report *Report) writeSplits(b *strings.Builder) {
	if len(report.Splits) < 2 {
		return
	}
	b.WriteString("\nBY SPLIT, in %\n")
	fmt.Fprintf(b, "  %-12s %9s %9s %8s %9s %12s %12s\n", "", "examples", "accuracy", "pairs", "pointer", "evidence", "antecedent")
	fmt.Fprintf(b, "  %-12s %9s %9s %8s %9s %12s %12s\n", "", "", "", "", "order", "head", "head")
	apart := false
	row := func(name string, examples int, m Marks) {
		fmt.Fprintf(b, "  %-12s %9s %9s %8s %9s %12s %12s\n", name, thousands(examples), bare(&m.Accuracy), bare(&m.Pairs), bare(&m.Order), bare(m.EvidenceFinds), bare(m.AntecedentGets))
	}
	for _, s := range report.Splits {
		name := s.Name
		if s.Apart {
			apart, name = true, name+" *"
		}
		row(name, s.Examples, s.Marks)
	}
	row("together", report.Examples, report.Marks)
	if apart {
		wrap(b, "  ", "* not counted with the others: nothing in these sentences tells the answer, and more than chance would be a leak.")
	}
}

func (report *Report) writeKnocks(b *strings.Builder) {
	fmt.Fprintf(b, "\nWITHOUT IT: accuracy in %% on %d sentences", report.Sample.Examples)
	if n := report.Sample.Twins; n > 0 {
		fmt.Fprintf(b, " (%d minimal pairs)", n)
	}
	b.WriteString(", and below it the\nfall of the gold antecedent's probability, in hundredths\n")
	names := []string{"zero", "mean", "uniform", "permuted"}
	fmt.Fprintf(b, "  %-12s", "")
	for _, n := range names {
		fmt.Fprintf(b, " %15s", n)
	}
	fmt.Fprintf(b, "\n  %-12s %15s\n", "as it is", bare(&report.Sample.Accuracy))
	fmt.Fprintf(b, "  %-12s %15s\n", "", fmt.Sprintf("p = %.3f", report.Sample.Gold.Mean))
	row := func(name string, k *Knock) {
		effects := []*Effect{&k.Zero, &k.Mean, &k.Uniform, &k.Permuted}
		fmt.Fprintf(b, "  %-12s", name)
		for _, f := range effects {
			fmt.Fprintf(b, " %15s", bare(&f.Accuracy))
		}
		fmt.Fprintf(b, "\n  %-12s", "")
		for _, f := range effects {
			fmt.Fprintf(b, " %15s", fmt.Sprintf("%s ±%.1f", signed(100*f.Drop.Mean), 50*(f.Drop.High-f.Drop.Low)))
		}
		b.WriteByte('\n')
	}
	for i := range report.Knocks {
		row(report.label(&report.Knocks[i]), &report.Knocks[i])
	}
	if report.Together != nil {
		row("decoration", report.Together)
	}
	text := "zero: the head adds nothing. mean: its output is its mean over the sample, the same for every sentence. uniform: it looks at all words alike. permuted: the weights of each row dealt out at random."
	if report.Together != nil {
		text += " decoration: all heads at once that the verdict calls so."
	}
	wrap(b, "  ", text)
}

func (report *Report) writeEdges(b *strings.Builder) {
	if report.Knocks[0].Edges == nil {
		return
	}
	b.WriteString("\nWHO READS THE PREDICATE: answers that change, in %, when these words give it no\nweight any more\n")
	fmt.Fprintf(b, "  %-12s %19s %19s %19s\n", "", "the pronoun", "the candidates", "every word")
	for i := range report.Knocks {
		k := &report.Knocks[i]
		fmt.Fprintf(b, "  %-12s %19s %19s %19s\n", report.label(k), brackets(&k.Edges.Pronoun.Changed), brackets(&k.Edges.Candidates.Changed), brackets(&k.Edges.All.Changed))
	}
}

func (report *Report) writePatches(b *strings.Builder) {
	if report.Knocks[0].Twin == nil {
		return
	}
	b.WriteString("\nWITH THE TWIN'S OUTPUT at these words: answers that become the twin's, in %, and\nhow much of the logit difference is carried over, in %\n")
	fmt.Fprintf(b, "  %-9s %22s %22s %22s\n", "", "the pronoun", "the candidates", "all the twins share")
	for i := range report.Knocks {
		k := &report.Knocks[i]
		fmt.Fprintf(b, "  %-9s", report.label(k))
		for _, p := range []Patch{k.Twin.Pronoun, k.Twin.Candidates, k.Twin.Shared} {
			carried := "-"
			if p.Restored != nil {
				carried = signed(100 * *p.Restored)
			}
			flipped := "-"
			if f := p.Flipped; f.Of > 0 {
				flipped = fmt.Sprintf("%.1f [%2.0f %3.0f]", 100*f.Share, 100*f.Low, 100*f.High)
			}
			fmt.Fprintf(b, " %15s %6s", flipped, carried)
		}
		b.WriteByte('\n')
	}
}

func (report *Report) writeCorrelations(b *strings.Builder) {
	b.WriteString("\nWEIGHT AGAINST WORTH: does the order of the pronoun's weights follow what each\nother word is worth, the fall in probability when it is made <unknown>?\n")
	fmt.Fprintf(b, "  %-12s %20s %20s %21s\n", "", "Kendall's τ", "Spearman's ρ", "top is worth most, %")
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
		fmt.Fprintf(b, "  %-12s %20s %20s %21s\n", name, mean(c.Kendall), mean(c.Spearman), brackets(&c.Top))
	}
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

func percent(share float64) string { return fmt.Sprintf("%.1f"+tie+"%%", 100*share) }

// interval is a share in a sentence.
func interval(s Share) string {
	return fmt.Sprintf("%.1f"+tie+"%%"+tie+"[%.1f"+tie+"%.1f]", 100*s.Share, 100*s.Low, 100*s.High)
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
	return fmt.Sprintf("%.1f", 100*s.Share)
}

// signed avoids a zero with a sign.
func signed(v float64) string {
	text := fmt.Sprintf("%.1f", v)
	if text == "-0.0" {
		return "0.0"
	}
	return text
}

func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}

// wrap writes a paragraph with a hanging indent.
func wrap(b *strings.Builder, indent, text string) {
	line := indent
	for _, word := range strings.Split(strings.TrimSpace(text), " ") {
		if len([]rune(line))+1+len([]rune(word)) > columns && strings.TrimSpace(line) != "" {
			b.WriteString(line + "\n")
			line = indent + "  "
		}
		if strings.TrimSpace(line) != "" {
			line += " "
		}
		line += word
	}
	b.WriteString(line + "\n")
}
