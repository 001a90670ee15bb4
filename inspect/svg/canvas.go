package svg

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"antecedent/inspect/layout"
)

// A canvas collects the elements of one picture. All coordinates are absolute
// and in pixels, y downwards; the only transformation is the turn of a text
// around its anchor.
type canvas struct {
	b strings.Builder
}

// Which part of a text stands at its coordinates.
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
	turn float64 // clockwise, in degrees
}

// strong returns the font in bold letters or not.
func (f font) strong(on bool) font {
	f.bold = on
	return f
}

// add writes an element on a line of its own. A float64 among the values is
// written as a coordinate.
func (c *canvas) add(format string, values ...any) {
	for i, v := range values {
		if x, ok := v.(float64); ok {
			values[i] = num(x)
		}
	}
	fmt.Fprintf(&c.b, format+"\n", values...)
}

// In rect, line and path, more is further attributes, each after a space.

func (c *canvas) rect(x, y, w, h, radius float64, fill, more string) {
	rounded := ""
	if radius > 0 {
		rounded = ` rx="` + num(radius) + `"`
	}
	c.add(`<rect x="%v" y="%v" width="%v" height="%v"%s fill="%s"%s/>`, x, y, w, h, rounded, fill, more)
}

func (c *canvas) line(x1, y1, x2, y2 float64, stroke string, width float64, more string) {
	c.add(`<line x1="%v" y1="%v" x2="%v" y2="%v" stroke="%s" stroke-width="%v"%s/>`, x1, y1, x2, y2, stroke, width, more)
}

func (c *canvas) path(d, fill, more string) {
	c.add(`<path d="%s" fill="%s"%s/>`, d, fill, more)
}

// text writes on the baseline y.
func (c *canvas) text(x, y float64, anchor string, f font, s string) {
	more := ""
	if anchor != start {
		more += ` text-anchor="` + anchor + `"`
	}
	if f.bold {
		more += ` font-weight="bold"`
	}
	if f.turn != 0 {
		more += fmt.Sprintf(` transform="rotate(%s %s %s)"`, num(f.turn), num(x), num(y))
	}
	c.add(`<text x="%v" y="%v" font-size="%v" fill="%s"%s>%s</text>`, x, y, f.size, f.fill, more, escape(s))
}

// two writes two texts with a space between them, in pixels. The second may be
// empty.
func (c *canvas) two(x, y float64, f font, s string, space float64, f2 font, s2 string) {
	if s2 == "" {
		c.text(x, y, start, f, s)
		return
	}
	span := func(more string, f font, s string) string {
		if f.bold {
			more += ` font-weight="bold"`
		}
		return fmt.Sprintf(`<tspan%s font-size="%s" fill="%s">%s</tspan>`, more, num(f.size), f.fill, escape(s))
	}
	c.add(`<text x="%v" y="%v">%s%s</text>`, x, y, span("", f, s), span(` dx="`+num(space)+`"`, f2, s2))
}

// word writes a word cut to a width, with the whole word as its title where
// something was cut off.
func (c *canvas) word(x, y float64, anchor string, f font, word string, width float64) {
	short := clip(word, width, f)
	if short == layout.Printable(word) {
		c.text(x, y, anchor, f, short)
		return
	}
	c.group(word)
	c.text(x, y, anchor, f, short)
	c.ungroup()
}

// group begins a group of elements, which ends with ungroup, and gives it a title:
// viewers show it when the mouse rests on the group.
func (c *canvas) group(title string) { c.add("<g><title>%s</title>", escape(short(title, mostTitle))) }

func (c *canvas) ungroup() { c.add("</g>") }

// num writes a coordinate with at most two decimals, as short as possible.
func num(x float64) string {
	x = math.Round(100*x) / 100
	if x == 0 { // no -0
		return "0"
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// escape makes any text fit for XML, between tags or in an attribute.
func escape(s string) string { return escaper.Replace(layout.Printable(s)) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
