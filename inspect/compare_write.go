package inspect

import (
	"fmt"
	"io"
	"strings"

	"antecedent/inspect/layout"
)

// Limits of what is printed; the JSON has everything.
const (
	mostChanges = 8 // answers that changed
	fewTexts    = 3 // up to so many, every text has its table
)

// Write prints the comparison: the sentence, both models, the answers that
// changed, which heads were matched, and for some texts what the pronoun looks
// at more (+) and less (−) in B.
func (c *Comparison) Write(w io.Writer, s layout.Style) error {
	p := layout.NewPrinter(w, s)
	p.Wrap(layout.Bold, c.Sentence, 0, 0)
	p.Blank()
	c.A.write(p, "A")
	c.B.write(p, "B")
	p.Blank()
	if c.Changed > 0 {
		c.writeChanges(p)
		p.Blank()
	}
	if len(c.Heads) > 0 {
		c.writePairs(p)
		p.Blank()
	}
	for _, i := range c.telling() {
		c.Resolutions[i].write(p)
		p.Blank()
	}
	p.Wrap(layout.Faint, p.Symbols("Hundredths: + is more weight in B, − less, · less than half of one. Rows: the pointer, then heads of A/B. Columns: ? the pronoun, A and B the answers."), 0, 2)
	return p.Err()
}

// write prints one model: "A  run-1  2 layers of 4 heads, accuracy 0.98 (100
// sentences), pairs 0.96".
func (o *SideObject) write(p *layout.Printer, letter string) {
	text := fmt.Sprintf("%s"+layout.NBSP+" %s: no attention layers", letter, layout.Visible(o.Name))
	if o.Layers > 0 {
		text = fmt.Sprintf("%s"+layout.NBSP+" %s: %s of %s", letter, layout.Visible(o.Name), layout.Plural(o.Layers, "layer"), layout.Plural(o.Heads, "head"))
	}
	if o.Score != nil {
		text += fmt.Sprintf(", accuracy %.3f (%d labelled)", o.Score.Accuracy, o.Score.Examples)
		if o.Score.Pairs > 0 {
			text += fmt.Sprintf(", minimal pairs %.3f", o.Score.PairAccuracy)
		}
	}
	p.Wrap(layout.Plain, text, 0, 3)
}

// writeChanges lists the answers that changed.
func (c *Comparison) writeChanges(p *layout.Printer) {
	title := "The answer changed"
	if n := len(c.Resolutions); n > 1 {
		title = fmt.Sprintf("%d of %d answers changed", c.Changed, n)
	}
	p.Wrap(layout.Bold, title, 0, 0)
	shown := 0
	for i := range c.Resolutions {
		r := &c.Resolutions[i]
		if !r.Changed {
			continue
		}
		if shown++; shown > mostChanges {
			p.Wrap(layout.Plain, fmt.Sprintf("%s and %d more, which --json has", p.Ellipsis(), c.Changed-mostChanges), 0, 2)
			return
		}
		p.Wrap(layout.Plain, "- "+oneLine(r.Text), 0, 2)
		p.Wrap(layout.Plain, fmt.Sprintf("%s %s A %s; B %s", r.word(), p.Symbols("→"), r.said(&r.A), r.said(&r.B)), 2, 4)
	}
}

// said is an answer in words, with whether it is right where that is known.
func (r *ResolutionChange) said(o *AnswerObject) string {
	text := fmt.Sprintf("none%s%.2f", layout.NBSP, o.None)
	if m := o.Antecedent; m != nil {
		text = fmt.Sprintf("%s%s%.2f", oneLine(m.Text), layout.NBSP, m.Probability)
	}
	if o.Right != nil && *o.Right {
		text += " (right)"
	}
	return text
}

// word is the pronoun.
func (r *ResolutionChange) word() string { return layout.Visible(r.Tokens[r.Pronoun].Text) }

func oneLine(text string) string { return strings.Join(strings.Fields(layout.Visible(text)), " ") }

// writePairs lists the heads of A with their partners in B.
func (c *Comparison) writePairs(p *layout.Printer) {
	p.Wrap(layout.Bold, "Heads of A with those of B that look most alike", 0, 0)
	p.Wrap(layout.Faint, "(in brackets: the divergence of their patterns, 0 the same, 1 nothing in common)", 0, 1)
	var parts []string
	for _, h := range c.Heads {
		parts = append(parts, fmt.Sprintf("%s/%s%s(%.2f)", h.A, h.B, layout.NBSP, h.Divergence))
	}
	p.Wrap(layout.Plain, strings.Join(parts, ", "), 1, 1)
	for _, left := range []struct {
		letter string
		heads  []string
	}{{"A", c.A.LeftOver}, {"B", c.B.LeftOver}} {
		if len(left.heads) > 0 {
			p.Wrap(layout.Plain, "only in "+left.letter+": "+strings.Join(left.heads, ", "), 1, 1)
		}
	}
}

// telling are the texts to show in full: all where they are few, else the
// first and the one whose pointer changed most.
func (c *Comparison) telling() []int {
	list := []int{0}
	if len(c.Resolutions) <= fewTexts {
		for i := 1; i < len(c.Resolutions); i++ {
			list = append(list, i)
		}
		return list
	}
	most := 0
	for i := range c.Resolutions {
		if moved(c.Resolutions[i].Rows[0].Difference) > moved(c.Resolutions[most].Rows[0].Difference) {
			most = i
		}
	}
	if most > 0 {
		list = append(list, most)
	}
	return list
}

// write draws what the pronoun looks at more and less in B.
func (r *ResolutionChange) write(p *layout.Printer) {
	p.Wrap(layout.Bold, fmt.Sprintf("%s in: %s", r.word(), oneLine(r.Text)), 0, 2)
	h := &layout.HeatMap{Signed: true}
	names := make([]string, 0, len(r.Tokens)+1)
	for _, token := range r.Tokens {
		names = append(names, token.Text)
	}
	for i, name := range append(names, "NONE") {
		column := layout.Column{Word: name, Apart: i == len(r.Tokens)}
		if i < len(r.Tokens) && i == r.Pronoun {
			column.Mark, column.Bold = layout.PronounMark, true
		}
		if r.A.has(i, len(r.Tokens)) {
			column.Mark, column.Bold = "A", true
		}
		if r.B.has(i, len(r.Tokens)) {
			column.Mark, column.Bold = column.Mark+"B", true
		}
		h.Columns = append(h.Columns, column)
	}
	for _, row := range r.Rows {
		label := row.HeadA
		if row.HeadB != row.HeadA || label != "pointer" {
			label += "/" + row.HeadB
		}
		h.Rows = append(h.Rows, layout.Row{Label: label, Weights: row.Difference})
	}
	p.HeatMap(h)
}

// has reports whether column i of n tokens and NONE belongs to the answer.
func (o *AnswerObject) has(i, n int) bool {
	if o.Antecedent == nil {
		return i == n
	}
	return i >= o.Antecedent.Start && i < o.Antecedent.End
}
