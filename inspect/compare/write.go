package compare

import (
	"fmt"
	"io"
	"strings"

	"antecedent/inspect/layout"
	"antecedent/model"
)

// Limits of what is printed; the JSON has everything.
const (
	mostChanges = 8 // answers that changed
	fewTexts    = 3 // up to so many resolutions each have their table
)

// Write prints the comparison: the sentence, both models, the answers that changed,
// the pairs of heads, and for some pronouns what they attend to more (+) and less
// (−) in B.
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
	for _, i := range c.detailed() {
		c.Resolutions[i].write(p)
		p.Blank()
	}
	p.Wrap(layout.Faint, p.Symbols("Hundredths: + is more weight in B, − less, · less than half of one. Rows: the pointer, then heads of A/B. Columns: ? the pronoun, A and B the answers."), 0, 2)
	return p.Err()
}

// write prints one model: "A  run-1: 2 layers of 4 heads, accuracy 0.980 (100
// labelled), minimal pairs 0.960".
func (s *Side) write(p *layout.Printer, letter string) {
	text := letter + layout.NBSP + " " + layout.Visible(s.Name) + ": "
	if s.Layers == 0 {
		text += "no attention layers"
	} else {
		text += layout.Plural(s.Layers, "layer") + " of " + layout.Plural(s.Heads, "head")
	}
	if s.Score != nil {
		text += fmt.Sprintf(", accuracy %.3f (%d labelled)", s.Score.Accuracy, s.Score.Examples)
		if s.Score.Pairs > 0 {
			text += fmt.Sprintf(", minimal pairs %.3f", s.Score.PairAccuracy)
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
			p.Wrap(layout.Plain, fmt.Sprintf("%s and %d more, which the JSON has", p.Ellipsis(), c.Changed-mostChanges), 0, 2)
			return
		}
		p.Wrap(layout.Plain, "- "+oneLine(r.Text), 0, 2)
		p.Wrap(layout.Plain, fmt.Sprintf("%s %s A %s; B %s", r.word(), p.Symbols("→"), r.A.words(), r.B.words()), 2, 4)
	}
}

// words is the answer and its probability, and whether it is right where that is
// known.
func (a *Answer) words() string {
	text := "none"
	if a.Antecedent != nil {
		text = oneLine(a.Antecedent.Text) + a.place
	}
	text += fmt.Sprintf("%s%.2f", layout.NBSP, a.probability())
	if a.Right != nil && *a.Right {
		text += " (right)"
	}
	return text
}

// word is the pronoun.
func (r *Resolution) word() string { return layout.Visible(r.Tokens[r.Pronoun].Text) }

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
	leftOver := func(letter string, heads []model.Head) {
		var names []string
		for _, h := range heads {
			names = append(names, h.String())
		}
		if len(names) > 0 {
			p.Wrap(layout.Plain, "only in "+letter+": "+strings.Join(names, ", "), 1, 1)
		}
	}
	leftOver("A", c.A.LeftOver)
	leftOver("B", c.B.LeftOver)
}

// detailed are the resolutions that have a table: all where they are few, else the
// first and the one whose pointer changed most.
func (c *Comparison) detailed() []int {
	all, most := []int{}, 0
	for i := range c.Resolutions {
		all = append(all, i)
		if c.Resolutions[i].Rows[0].moved() > c.Resolutions[most].Rows[0].moved() {
			most = i
		}
	}
	switch {
	case len(all) <= fewTexts:
		return all
	case most == 0:
		return []int{0}
	}
	return []int{0, most}
}

// write prints what the pronoun attends to more and less in B.
func (r *Resolution) write(p *layout.Printer) {
	p.Wrap(layout.Bold, fmt.Sprintf("%s in: %s", r.word(), oneLine(r.Text)), 0, 2)
	h := &layout.HeatMap{Signed: true}
	n := len(r.Tokens)
	for i := range n + 1 {
		column := layout.Column{Word: "NONE", Apart: true}
		if i < n {
			column = layout.Column{Word: r.Tokens[i].Text}
		}
		if i == r.Pronoun {
			column.Mark = layout.PronounMark
		}
		if r.A.has(i, n) {
			column.Mark = "A"
		}
		if r.B.has(i, n) {
			column.Mark += "B"
		}
		column.Bold = column.Mark != ""
		h.Columns = append(h.Columns, column)
	}
	for _, row := range r.Rows {
		label := row.HeadA
		if row.HeadB != row.HeadA || label != "pointer" {
			label += "/" + row.HeadB
		}
		h.Rows = append(h.Rows, layout.Row{Label: label, Weights: row.Difference()})
	}
	p.HeatMap(h)
}

// has reports whether column i, of n tokens and NONE, belongs to the answer.
func (a *Answer) has(i, n int) bool {
	if a.Antecedent == nil {
		return i == n
	}
	return i >= a.Antecedent.Start && i < a.Antecedent.End
}
