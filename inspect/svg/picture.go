package svg

import (
	"fmt"
	"io"
	"math"
	"strings"

	"antecedent/inspect/layout"
	"antecedent/resolve"
)

// margin is the free space around every picture.
const margin = 24

// least is the least width of the content: headings and captions need it.
const least = 520

// The fonts of a picture.
var (
	headingFont = font{size: 17, bold: true, fill: ink}
	besideFont  = font{size: 13, fill: quiet}
	captionFont = font{size: 12.5, fill: quiet}
	noteFont    = font{size: 11, fill: quiet}
)

// A picture is a canvas that is filled from top to bottom.
type picture struct {
	canvas
	width float64 // of the content, between the margins
	y     float64 // where the next thing begins
	about []string
}

func newPicture(width float64) *picture { return &picture{width: max(least, width), y: margin} }

func (p *picture) right() float64 { return margin + p.width }

// heading writes a title, a note beside it where there is room, and a wrapped
// caption. Title and caption also go into the description of the picture.
func (p *picture) heading(title, beside, caption string) {
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
func (p *picture) lines(s string, f font, pitch float64) {
	for _, line := range wrap(s, p.width, f) {
		p.y += pitch
		p.text(margin, p.y, start, f, line)
	}
}

// note writes a remark below the picture.
func (p *picture) note(s string) { p.lines(s, noteFont, 15) }

// scale draws the colours of the weights from 0 to 1.
func (p *picture) scale() {
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
	p.rect(x, p.y, steps*width, height, 0, "none", ` stroke="`+frame+`" stroke-width="0.5"`)
	p.text(x+steps*width+6, p.y+8.5, start, noteFont, "100 % of the mixture")
	p.y += height
}

// A sample is a symbol of a picture with its meaning.
type sample struct {
	means string
	draw  func(x, y float64) // draws the symbol from x to the right, around y
}

// legend explains symbols of a width, from left to right with a gap between them, as
// many on a line as fit.
func (p *picture) legend(left, symbol, gap float64, list []sample) {
	p.y += 18
	x := left
	for _, s := range list {
		width := symbol + widthOf(s.means, noteFont)
		if x > left && x+width > p.right() {
			x = left
			p.y += 16
		}
		s.draw(x, p.y-4)
		p.text(x+symbol, p.y, start, noteFont, s.means)
		x += width + gap
	}
}

// write writes the picture on a background with a frame.
func (p *picture) write(w io.Writer, title string) error {
	width, height := math.Ceil(p.width+2*margin), math.Ceil(p.y+margin)
	var head canvas
	head.add(`<svg xmlns="http://www.w3.org/2000/svg" width="%v" height="%v" viewBox="0 0 %v %v" role="graphics-document" font-family="%s">`,
		width, height, width, height, fonts)
	head.add("<title>%s</title>\n<desc>%s</desc>", escape(title), escape(strings.Join(p.about, " ")))
	head.rect(0.5, 0.5, width-1, height-1, 10, background, ` stroke="`+frame+`"`)
	p.add("</svg>")
	for _, part := range []*canvas{&head, &p.canvas} {
		if _, err := io.WriteString(w, part.b.String()); err != nil {
			return err
		}
	}
	return nil
}

// fonts are font families that are alike in shape and width.
const fonts = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"

// A mark is a small shape beside a word or a head.
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
	case evidenceMark: // a diamond
		c.path(fmt.Sprintf("M%s %sl5 5l-5 5l-5 -5z", num(x), num(y-5)), green, "")
	case pronounMark: // a ring
		c.add(`<circle cx="%v" cy="%v" r="3.5" fill="none" stroke="%s" stroke-width="2"/>`, x, y, ink)
	}
}

// marksOf returns the mark of every token for one word that looks, and of NONE, the
// last.
func marksOf(r *resolve.Reading, a *resolve.Answer, looks resolve.Looks) []mark {
	marks := make([]mark, len(r.Tokens)+1)
	if evidence := looks.Evidence; evidence != nil {
		marks[evidence.Span.Start] = evidenceMark
	}
	for i := a.Pronoun.Start; i < a.Pronoun.End; i++ {
		marks[i] = pronounMark
	}
	for i := range r.Tokens {
		if a.Contains(i) {
			marks[i] = answerMark
		}
	}
	if a.Resolved() && a.Antecedent == nil {
		marks[len(r.Tokens)] = answerMark
	}
	return marks
}

// answerOf is an answer in words, such as "it → cat", and its probability. Of a word
// that is no pronoun it says only that the word looks.
func answerOf(r *resolve.Reading, a *resolve.Answer) (answer, probability string) {
	if !a.Resolved() {
		return fmt.Sprintf("What %q looks at", r.Words(a.Pronoun)), ""
	}
	answer, p := r.Words(a.Pronoun)+" → nothing in the text", a.None
	if m := a.Antecedent; m != nil {
		answer, p = r.Words(a.Pronoun)+" → "+r.Words(m.Span()), m.Probability
	}
	return answer, fmt.Sprintf("probability %.2f", p)
}

// besideHead is what stands beside the name of a head: the answer of the word that
// looks, or the word.
func besideHead(r *resolve.Reading, a *resolve.Answer) string {
	if !a.Resolved() {
		return fmt.Sprintf("here %q looks", r.Words(a.Pronoun))
	}
	title, beside := answerOf(r, a)
	return "here " + title + ", " + beside
}

// labelWidth is the room that the tokens need in bold letters, at most widest.
func labelWidth(r *resolve.Reading, widest float64, f font) float64 {
	width := 0.0
	for _, token := range r.Tokens {
		width = max(width, min(widest, widthOf(layout.Printable(token.Text), f.strong(true))))
	}
	return width
}
