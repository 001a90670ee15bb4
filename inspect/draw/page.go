package draw

import (
	"fmt"
	"io"
	"math"
	"strings"

	"antecedent/data"
	"antecedent/inspect"
	"antecedent/model/resolver"
)

// margin is the free space around every picture.
const margin = 24

// least is the width that headings and captions need to be readable.
const least = 520

// The fonts of a page.
var (
	headingFont = font{size: 17, bold: true, fill: ink}
	besideFont  = font{size: 13, fill: quiet}
	captionFont = font{size: 12.5, fill: quiet}
	noteFont    = font{size: 11, fill: quiet}
)

// A page is a picture that is filled from top to bottom.
type page struct {
	canvas
	width float64 // of the content, between the margins
	y     float64 // where the next thing begins
	about []string
}

func newPage(width float64) *page { return &page{width: max(least, width), y: margin} }

func (p *page) right() float64 { return margin + p.width }

// heading writes a large line, what stands beside it where there is room, and
// a caption of as many lines as it takes. All of it is the description of the
// picture too.
func (p *page) heading(title, beside, caption string) {
	title = clip(title, p.width, headingFont)
	p.y += 15
	if widthOf(title, headingFont)+14+widthOf(beside, besideFont) > p.width {
		beside = ""
	}
	p.two(margin, p.y, headingFont, title, 14, besideFont, beside)
	p.y += 7
	p.about = append(p.about, title+".", caption)
	p.lines(caption, captionFont, 17)
	p.y += 10
}

// lines writes wrapped text.
func (p *page) lines(s string, f font, pitch float64) {
	for _, line := range wrap(s, p.width, f) {
		p.y += pitch
		p.text(margin, p.y, start, f, line)
	}
}

// scale draws what shade means what weight.
func (p *page) scale() {
	const steps, width, height = 20, 9.0, 9.0
	p.y += 10
	x := float64(margin)
	p.text(x, p.y+8.5, start, noteFont, "0")
	x += 12
	p.group("the colour of a weight")
	for i := range steps {
		fill, _ := shade((float32(i) + 0.5) / steps)
		p.rect(x+float64(i)*width, p.y, width, height, 0, fill, "")
	}
	p.ungroup()
	p.rect(x, p.y, steps*width, height, 0, "none", `stroke="`+frame+`" stroke-width="0.5"`)
	p.text(x+steps*width+6, p.y+8.5, start, noteFont, "100 % of the mixture")
	p.y += height
}

// A key is a mark with what it means.
type key struct {
	mark  mark
	means string
}

// keys explains marks, as many on a line as fit.
func (p *page) keys(list []key) {
	p.y += 18
	x := float64(margin)
	for _, k := range list {
		width := 14 + widthOf(k.means, noteFont) + 18
		if x > margin && x+width-18 > p.right() {
			x = margin
			p.y += 16
		}
		p.mark(k.mark, x+5, p.y-4)
		p.text(x+14, p.y, start, noteFont, k.means)
		x += width
	}
}

func (p *page) write(w io.Writer, title string) error {
	return p.canvas.write(w, p.width+2*margin, p.y+margin, title, strings.Join(p.about, " "))
}

// A mark is a small shape that singles out a word or a head.
type mark int

const (
	noMark mark = iota
	answerMark
	evidenceMark
	pronounMark
)

// mark draws a mark around its middle, 10 pixels wide and high.
func (c *canvas) mark(m mark, x, y float64) {
	switch m {
	case answerMark: // a triangle
		c.path(fmt.Sprintf("M%s %sl5 9h-10z", num(x), num(y-4.5)), vermilion, "")
	case evidenceMark: // a rhomb
		c.path(fmt.Sprintf("M%s %sl5 5l-5 5l-5 -5z", num(x), num(y-5)), green, "")
	case pronounMark: // a ring
		fmt.Fprintf(&c.b, `<circle cx="%s" cy="%s" r="3.5" fill="none" stroke="%s" stroke-width="2"/>`+"\n", num(x), num(y), ink)
	}
}

// marksOf finds the mark of every token, NONE the last, for one pronoun.
func marksOf(a *resolver.Answer) []mark {
	marks := make([]mark, len(a.Example.Tokens)+1)
	_, evidence := inspect.Looks(a)
	if evidence != nil {
		marks[evidence.Span.Start] = evidenceMark
	}
	for i := a.Example.Pronoun.Start; i < a.Example.Pronoun.End; i++ {
		marks[i] = pronounMark
	}
	if m := a.Antecedent; m != nil {
		for i := m.Start; i < m.End; i++ {
			marks[i] = answerMark
		}
	} else {
		marks[len(marks)-1] = answerMark
	}
	return marks
}

// answerOf is "it → cat" and how sure the model is.
func answerOf(a *resolver.Answer) (answer, beside string) {
	sure := func(p float64) string { return fmt.Sprintf("probability %.2f", p) }
	pronoun := words(a, a.Example.Pronoun)
	if a.Antecedent == nil {
		return pronoun + " → nothing in the text", sure(a.None)
	}
	return pronoun + " → " + strings.Join(strings.Fields(a.Antecedent.Text), " "), sure(a.Antecedent.Probability)
}

// words are the tokens of a span with single spaces between them.
func words(a *resolver.Answer, s data.Span) string {
	var list []string
	for _, token := range a.Example.Tokens[s.Start:s.End] {
		list = append(list, token.Text)
	}
	return strings.Join(list, " ")
}

// headName is how a head is called everywhere: layer.head, both from 0.
func headName(layer, head int) string { return fmt.Sprintf("%d.%d", layer, head) }

// check refuses what cannot be drawn.
func check(answers []resolver.Answer) error {
	if len(answers) == 0 {
		return resolver.ErrNoPronoun
	}
	for i := range answers {
		if err := inspect.Check(&answers[i]); err != nil {
			return err
		}
	}
	return nil
}

// checkHead refuses a head that the model does not have.
func checkHead(a *resolver.Answer, layer, head int) error {
	layers := len(a.Resolution.Patterns)
	if layers == 0 {
		return fmt.Errorf("this model has no attention layers, so there is no head to draw")
	}
	if heads := len(a.Resolution.Patterns[0]); layer < 0 || layer >= layers || head < 0 || head >= heads {
		return fmt.Errorf("there is no head %s: this model has 0.0 to %s", headName(layer, head), headName(layers-1, heads-1))
	}
	return nil
}

// breaks cuts columns of given widths into as few blocks as the room allows,
// and these as even as can be. It returns where each block ends.
func breaks(widths []float64, room float64) []int {
	fill := func(room float64) (ends []int) {
		used := 0.0
		for i, w := range widths {
			if used+w > room && used > 0 {
				ends, used = append(ends, i), 0
			}
			used += w
		}
		return append(ends, len(widths))
	}
	ends := fill(room)
	for ; room > 0; room -= 4 {
		narrower := fill(room)
		if len(narrower) > len(ends) {
			break
		}
		ends = narrower
	}
	return ends
}

func sum(list []float64) (s float64) {
	for _, x := range list {
		s += x
	}
	return s
}

func isNaN(w float32) bool { return math.IsNaN(float64(w)) }
