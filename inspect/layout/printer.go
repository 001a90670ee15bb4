package layout

import (
	"io"
	"regexp"
	"strings"

	"github.com/rivo/uniseg"
)

// NBSP is the no-break space. A [Printer] does not break a line at it and writes
// it as a plain space.
const NBSP = "\u00a0"

// A Printer writes lines in a style. After an error of its writer it writes
// nothing more; [Printer.Err] has the first.
type Printer struct {
	Style // its Width is that of the lines
	w     io.Writer
	err   error
}

// NewPrinter returns a printer that writes to w.
func NewPrinter(w io.Writer, s Style) *Printer {
	s.Width = s.lineWidth()
	return &Printer{Style: s, w: w}
}

// Err is the first error of the writer.
func (p *Printer) Err() error { return p.err }

// Line writes text as one line, whatever its width. Of escape sequences it leaves those
// of [Style.Paint]; all else is made [Printable].
func (p *Printer) Line(text string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, p.printable(text)+"\n")
	}
}

// printable is [Printable] but for the sequences that paint.
func (s Style) printable(text string) string {
	if s.Colors == NoColors {
		return Printable(text)
	}
	var b strings.Builder
	end := 0 // of what is written
	for _, at := range painted.FindAllStringIndex(text, -1) {
		b.WriteString(Printable(text[end:at[0]]))
		b.WriteString(text[at[0]:at[1]])
		end = at[1]
	}
	b.WriteString(Printable(text[end:]))
	return b.String()
}

// painted matches the sequences of [Style.Paint].
var painted = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// Blank writes an empty line.
func (p *Printer) Blank() { p.Line("") }

// Wrap writes a paragraph, broken at spaces so that no line is too wide, and
// within a word where the word alone is. The first line is indented by first
// spaces, the others by rest. An empty text writes nothing.
func (p *Printer) Wrap(sgr SGR, text string, first, rest int) {
	for _, line := range wrap(text, p.Width, first, rest) {
		p.Line(p.Paint(sgr, line))
	}
}

// Headline writes a title in bold and a remark in brackets, behind the title where
// the line has room for both and below it otherwise. An empty remark is left out.
func (p *Printer) Headline(title, remark string) {
	if remark != "" {
		remark = "(" + remark + ")"
	}
	const gap = "    "
	if Cells(title+gap+remark) > p.Width {
		p.Wrap(Bold, title, 0, 2)
		p.Wrap(Plain, remark, 0, 1)
		return
	}
	p.Line(strings.TrimRight(p.Paint(Bold, title)+gap+remark, " "))
}

func wrap(text string, width, first, rest int) []string {
	var lines []string
	line, empty := spaces(first), true
	flush := func() {
		lines = append(lines, line)
		line, empty = spaces(rest), true
	}
	for _, word := range strings.Split(text, " ") {
		if word == "" {
			continue
		}
		if !empty && Cells(line+" "+word) > width {
			flush()
		}
		if !empty {
			line += " "
		}
		for g := uniseg.NewGraphemes(word); g.Next(); {
			if !empty && Cells(line+g.Str()) > width {
				flush()
			}
			line += g.Str()
			empty = false
		}
	}
	if !empty {
		flush()
	}
	return lines
}
