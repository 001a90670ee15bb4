package inspect

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// Limits of what is printed; the JSON has everything.
const (
	mostChanges = 8 // answers that changed
	fewTexts    = 3 // up to so many, every text has its table
)

// Write prints the comparison: the sentence, both models, the answers that
// changed, which heads were matched, and for some texts what the pronoun looks
// at more (+) and less (−) in B.
func (c *Comparison) Write(w io.Writer, s Style) error {
	out := &printer{w: w, style: s}
	out.lines(bold, c.Sentence, "")
	out.blank()
	out.side("A", &c.A)
	out.side("B", &c.B)
	out.blank()
	if c.Changed > 0 {
		out.changes(c)
		out.blank()
	}
	if len(c.Heads) > 0 {
		out.pairs(c)
		out.blank()
	}
	for _, i := range c.telling() {
		out.difference(&c.Resolutions[i])
		out.blank()
	}
	less := s.minus()
	out.lines(faint, fmt.Sprintf("Hundredths: + is more weight in B, %s less, %s less than half of one. Rows: the pointer, then heads of A/B. Columns: ? the pronoun, A and B the answers.", less, s.glyphs().zero), "  ")
	return out.err
}

// side prints one model: "A  run-1  2 layers of 4 heads, accuracy 0.98 (100
// sentences), pairs 0.96".
func (p *printer) side(letter string, o *SideObject) {
	text := fmt.Sprintf("%s"+tie+" %s: no attention layers", letter, visible(o.Name))
	if o.Layers > 0 {
		text = fmt.Sprintf("%s"+tie+" %s: %s of %s", letter, visible(o.Name), plural(o.Layers, "layer"), plural(o.Heads, "head"))
	}
	if o.Score != nil {
		text += fmt.Sprintf(", accuracy %.3f (%d labelled)", o.Score.Accuracy, o.Score.Examples)
		if o.Score.Pairs > 0 {
			text += fmt.Sprintf(", minimal pairs %.3f", o.Score.PairAccuracy)
		}
	}
	p.lines("", text, "   ")
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// changes lists the answers that changed.
func (p *printer) changes(c *Comparison) {
	title := "The answer changed"
	if n := len(c.Resolutions); n > 1 {
		title = fmt.Sprintf("%d of %d answers changed", c.Changed, n)
	}
	p.lines(bold, title, "")
	shown := 0
	for i := range c.Resolutions {
		r := &c.Resolutions[i]
		if !r.Changed {
			continue
		}
		if shown++; shown > mostChanges {
			p.lines("", fmt.Sprintf("%s and %d more, which --json has", p.style.glyphs().ellipsis, c.Changed-mostChanges), "  ")
			return
		}
		p.lines("", "- "+oneLine(r.Text), "  ")
		p.lines("", fmt.Sprintf("%s%s %s A %s; B %s", tie+tie, r.word(), p.style.glyphs().arrow, r.said(&r.A), r.said(&r.B)), "    ")
	}
}

// said is an answer in words, with whether it is right where that is known.
func (r *ResolutionChange) said(o *AnswerObject) string {
	text := fmt.Sprintf("none%s%.2f", tie, o.None)
	if m := o.Antecedent; m != nil {
		text = fmt.Sprintf("%s%s%.2f", oneLine(m.Text), tie, m.Probability)
	}
	if o.Right != nil && *o.Right {
		text += " (right)"
	}
	return text
}

// word is the pronoun.
func (r *ResolutionChange) word() string { return visible(r.Tokens[r.Pronoun].Text) }

func oneLine(text string) string { return strings.Join(strings.Fields(visible(text)), " ") }

// pairs lists the heads of A with their partners in B.
func (p *printer) pairs(c *Comparison) {
	p.lines(bold, "Heads of A with those of B that look most alike", "")
	p.lines(faint, "(in brackets: the divergence of their patterns, 0 the same, 1 nothing in common)", " ")
	var parts []string
	for _, h := range c.Heads {
		parts = append(parts, fmt.Sprintf("%s/%s%s(%.2f)", h.A, h.B, tie, h.Divergence))
	}
	p.lines("", tie+strings.Join(parts, ", "), " ")
	for _, left := range []struct {
		letter string
		heads  []string
	}{{"A", c.A.LeftOver}, {"B", c.B.LeftOver}} {
		if len(left.heads) > 0 {
			p.lines("", tie+"only in "+left.letter+": "+strings.Join(left.heads, ", "), " ")
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

// difference draws what the pronoun looks at more and less in B.
func (p *printer) difference(r *ResolutionChange) {
	p.lines(bold, fmt.Sprintf("%s in: %s", r.word(), oneLine(r.Text)), "  ")
	h := &heatMap{signed: true}
	names := make([]string, 0, len(r.Tokens)+1)
	for _, token := range r.Tokens {
		names = append(names, token.Text)
	}
	for i, name := range append(names, "NONE") {
		column := newColumn(name, p.style)
		column.width = max(signedDigits+1, column.width)
		if i < len(r.Tokens) && i == r.Pronoun {
			column.mark, column.strong = p.style.glyphs().pronoun, true
		}
		if r.A.has(i, len(r.Tokens)) {
			column.mark, column.strong = "A", true
		}
		if r.B.has(i, len(r.Tokens)) {
			column.mark, column.strong = column.mark+"B", true
		}
		if i == len(r.Tokens) {
			column.gap = " "
		}
		h.columns = append(h.columns, column)
	}
	for _, row := range r.Rows {
		label := row.HeadA
		if row.HeadB != row.HeadA || label != "pointer" {
			label += "/" + row.HeadB
		}
		h.rows = append(h.rows, heatRow{label: label, weights: row.Difference})
	}
	p.heat(h)
}

// has reports whether column i of n tokens and NONE belongs to the answer.
func (o *AnswerObject) has(i, n int) bool {
	if o.Antecedent == nil {
		return i == n
	}
	return i >= o.Antecedent.Start && i < o.Antecedent.End
}

// signedDigits is the width of "+100".
const signedDigits = 4

// signedCell draws a difference of weights with its sign, on a blue shade where
// it is more and an orange one, which no kind of colour vision takes for blue,
// where it is less.
func (s Style) signedCell(difference float32, width int) string {
	number := s.signedHundredths(difference)
	text := center(padLeft(number, digits+1), width)
	if s.Colors == None {
		return text
	}
	if difference >= 0 || math.IsNaN(float64(difference)) {
		return s.paint(s.shade(difference), text)
	}
	return s.paint(s.lessShade(-difference), text)
}

func (s Style) signedHundredths(difference float32) string {
	d := float64(difference)
	if math.IsNaN(d) || math.IsInf(d, 0) {
		return "NaN"
	}
	switch n := int(math.Round(100 * d)); {
	case n > 0:
		return fmt.Sprintf("+%d", n)
	case n < 0:
		return fmt.Sprintf("%s%d", s.minus(), -n)
	}
	return s.glyphs().zero
}

func (s Style) minus() string {
	if s.Unicode {
		return "−"
	}
	return "-"
}

// lessShade is the SGR code of a cell that lost this much weight: shade in an
// orange, hue 60°.
func (s Style) lessShade(weight float32) string {
	if isDot(weight) {
		return faint
	}
	w := min(1, max(0, float64(weight)))
	switch s.Colors {
	case TrueColor:
		r, g, b := rampOf(60, w, s.Light)
		return fmt.Sprintf("48;2;%d;%d;%d;%s", r, g, b, textOn(r, g, b, "38;2;255;255;255", "38;2;0;0;0"))
	case ANSI256:
		index := oranges256[step(w, len(oranges256), s.Light)]
		r, g, b := cube(index)
		return fmt.Sprintf("48;5;%d;%s", index, textOn(r, g, b, "38;5;231", "38;5;16"))
	case ANSI16:
		if quarters(weight) > 0 {
			return "43;30"
		}
	}
	return ""
}

// oranges256 is a ramp of rising luminance through the oranges of the 6×6×6
// cube.
var oranges256 = []uint8{58, 94, 130, 172, 208, 214, 215, 223}
