package draw

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"antecedent/inspect/layout"
)

// A canvas collects the elements of one picture. All coordinates are absolute
// and in pixels, y downwards; the only transformation is the turn of a text
// around its own beginning.
type canvas struct {
	b strings.Builder
}

// anchors of text.
const (
	start  = "start"
	middle = "middle"
	end    = "end"
)

// A font is how a text looks.
type font struct {
	size float64
	bold bool
	fill string
}

func (c *canvas) rect(x, y, w, h, radius float64, fill, more string) {
	fmt.Fprintf(&c.b, `<rect x="%s" y="%s" width="%s" height="%s"`, num(x), num(y), num(w), num(h))
	if radius > 0 {
		fmt.Fprintf(&c.b, ` rx="%s"`, num(radius))
	}
	fmt.Fprintf(&c.b, ` fill="%s"`, fill)
	c.end(more)
}

func (c *canvas) line(x1, y1, x2, y2 float64, stroke string, width float64, more string) {
	fmt.Fprintf(&c.b, `<line x1="%s" y1="%s" x2="%s" y2="%s" stroke="%s" stroke-width="%s"`,
		num(x1), num(y1), num(x2), num(y2), stroke, num(width))
	c.end(more)
}

func (c *canvas) path(d, fill, more string) {
	fmt.Fprintf(&c.b, `<path d="%s" fill="%s"`, d, fill)
	c.end(more)
}

func (c *canvas) end(more string) {
	if more != "" {
		c.b.WriteString(" " + more)
	}
	c.b.WriteString("/>\n")
}

// text writes on the baseline y.
func (c *canvas) text(x, y float64, anchor string, f font, s string) {
	c.turned(x, y, 0, anchor, f, s)
}

// turned writes text that is turned clockwise by degrees around its anchor.
func (c *canvas) turned(x, y, degrees float64, anchor string, f font, s string) {
	fmt.Fprintf(&c.b, `<text x="%s" y="%s" font-size="%s" fill="%s"`, num(x), num(y), num(f.size), f.fill)
	if anchor != start {
		fmt.Fprintf(&c.b, ` text-anchor="%s"`, anchor)
	}
	if f.bold {
		c.b.WriteString(` font-weight="bold"`)
	}
	if degrees != 0 {
		fmt.Fprintf(&c.b, ` transform="rotate(%s %s %s)"`, num(degrees), num(x), num(y))
	}
	c.b.WriteString(">" + escape(s) + "</text>\n")
}

// two writes two texts after one another, wherever the first ends. The second
// may be empty.
func (c *canvas) two(x, y float64, f font, s string, space float64, f2 font, s2 string) {
	if s2 == "" {
		c.text(x, y, start, f, s)
		return
	}
	fmt.Fprintf(&c.b, `<text x="%s" y="%s">`, num(x), num(y))
	c.span(0, f, s)
	c.span(space, f2, s2)
	c.b.WriteString("</text>\n")
}

func (c *canvas) span(space float64, f font, s string) {
	c.b.WriteString("<tspan")
	if space > 0 {
		fmt.Fprintf(&c.b, ` dx="%s"`, num(space))
	}
	if f.bold {
		c.b.WriteString(` font-weight="bold"`)
	}
	fmt.Fprintf(&c.b, ` font-size="%s" fill="%s">%s</tspan>`, num(f.size), f.fill, escape(s))
}

// group puts what follows until ungroup under a title, which shows when the
// mouse rests on it.
func (c *canvas) group(title string) {
	c.b.WriteString("<g><title>" + escape(title) + "</title>\n")
}

func (c *canvas) ungroup() { c.b.WriteString("</g>\n") }

// write writes the picture with a background and a frame around it.
func (c *canvas) write(w io.Writer, width, height float64, title, about string) error {
	width, height = math.Ceil(width), math.Ceil(height)
	head := &canvas{}
	fmt.Fprintf(&head.b, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" role="graphics-document" font-family="%s">`+"\n",
		num(width), num(height), num(width), num(height), fonts)
	fmt.Fprintf(&head.b, "<title>%s</title>\n<desc>%s</desc>\n", escape(title), escape(about))
	head.rect(0.5, 0.5, width-1, height-1, 10, background, `stroke="`+frame+`"`)
	if _, err := io.WriteString(w, head.b.String()); err != nil {
		return err
	}
	_, err := io.WriteString(w, c.b.String()+"</svg>\n")
	return err
}

// fonts that look alike on every system.
const fonts = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"

// num writes a coordinate with at most two decimals, the shortest way.
func num(x float64) string {
	x = math.Round(100*x) / 100
	if x == 0 { // no -0
		return "0"
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// escape makes any text fit to stand between tags or in an attribute.
func escape(s string) string { return escaper.Replace(layout.Printable(s)) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
