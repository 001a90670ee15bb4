package inspect

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// A sheet is a table of text: a label for each row, and columns that are
// aligned to the right. It is drawn in blocks of columns that fit the width.
type sheet struct {
	corner string // above the labels
	labels []label
	heads  []string
	cells  [][]cell // a row for each label
}

type label struct {
	text   string
	strong bool
}

// A cell is text and the SGR code that it is painted with.
type cell struct{ text, code string }

func (t *sheet) add(l label, cells ...cell) {
	t.labels, t.cells = append(t.labels, l), append(t.cells, cells)
}

const (
	margin = 2 // of tables and lists, from the left
	gutter = 2 // between columns
)

// draw prints the table. The last column is followed by bars of the weights in
// it where bars has one for each row and there is room.
func (p *printer) draw(t *sheet, bars []float64) {
	left := cells(t.corner)
	for _, l := range t.labels {
		left = max(left, cells(l.text))
	}
	widths := make([]int, len(t.heads))
	for i, head := range t.heads {
		widths[i] = cells(head)
		for _, row := range t.cells {
			widths[i] = max(widths[i], cells(row[i].text))
		}
	}
	if len(widths) > 0 {
		left = min(left, p.style.width()-margin-gutter-slices.Max(widths))
	}
	for start := 0; start < len(widths); {
		end, used := start, margin+left
		for end < len(widths) && (end == start || used+gutter+widths[end] <= p.style.width()) {
			used += gutter + widths[end]
			end++
		}
		if start > 0 {
			p.blank()
		}
		line := func(title, code string, at func(i int) cell) string {
			text := strings.Repeat(" ", margin) + p.style.paint(code, p.fitted(title, left))
			for i := start; i < end; i++ {
				c := at(i)
				text += strings.Repeat(" ", gutter) + strings.Repeat(" ", max(0, widths[i]-cells(c.text))) + p.style.paint(c.code, c.text)
			}
			return text
		}
		p.line(trimRight(line(t.corner, "", func(i int) cell { return cell{t.heads[i], faint} })))
		for k, l := range t.labels {
			text := line(l.text, emphasis(l.strong), func(i int) cell { return t.cells[k][i] })
			if room := min(widestBar, p.style.width()-used-gutter); end == len(widths) && k < len(bars) && room >= narrowestBar {
				text += strings.Repeat(" ", gutter) + p.style.bar(bars[k], room)
			}
			p.line(trimRight(text))
		}
		start = end
	}
}

// fitted is a label in exactly this many cells.
func (p *printer) fitted(text string, width int) string {
	return padRight(clip(text, width, p.style.glyphs().ellipsis), width)
}

func trimRight(text string) string { return strings.TrimRight(text, " ") }

// A bar shows a weight by its length. Shorter than the narrowest it shows
// nothing; longer than the widest it says no more.
const narrowestBar, widestBar = 8, 32

func (s Style) bar(weight float64, width int) string {
	if math.IsNaN(weight) {
		return ""
	}
	eighths := int(math.Round(8 * float64(width) * min(1, max(0, weight))))
	if !s.Unicode {
		return strings.Repeat("#", (eighths+4)/8)
	}
	text := strings.Repeat("█", eighths/8)
	if rest := eighths % 8; rest > 0 {
		text += string([]rune("▏▎▍▌▋▊▉")[rest-1])
	}
	return text
}

// A row of numbers is a vector of a token.
type vector struct {
	label label
	list  []float64
}

// vectors prints the beginnings of vectors below one another, as many numbers
// as the width allows, with an ellipsis where there are more.
func (p *printer) vectors(rows []vector) {
	left, width, most := 0, 0, 0
	for _, r := range rows {
		left, most = max(left, cells(r.label.text)), max(most, len(r.list))
		for _, x := range r.list {
			width = max(width, len(number(x)))
		}
	}
	ellipsis := " " + p.style.dots()
	left = min(left, p.style.width()-margin-1-1-width-cells(ellipsis))
	fit := (p.style.width() - margin - left - 1) / (width + 1)
	if fit < most {
		fit = max(1, (p.style.width()-margin-left-1-cells(ellipsis))/(width+1))
	}
	for _, r := range rows {
		text := strings.Repeat(" ", margin) + p.style.paint(emphasis(r.label.strong), p.fitted(r.label.text, left)) + " "
		for _, x := range r.list[:min(fit, len(r.list))] {
			text += " " + padLeft(number(x), width)
		}
		if fit < len(r.list) {
			text += ellipsis
		}
		p.line(text)
	}
}

// number is a number with two decimals, or with three digits where these would
// be too many.
func number(x float64) string {
	if math.Abs(x) >= 10_000 {
		return fmt.Sprintf("%.2e", x)
	}
	if text := fmt.Sprintf("%.2f", x); text != "-0.00" {
		return text
	}
	return "0.00"
}

// grouped is a whole number with its digits in groups of three.
func grouped(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// dots stand for numbers that are left out.
func (s Style) dots() string {
	if s.Unicode {
		return "…"
	}
	return "..."
}

// plainSigns are the signs of formulas in ASCII.
var plainSigns = strings.NewReplacer(
	"·", ".", "×", "*", "÷", "/", "√", "sqrt ", "ᵀ", "^T", "−", "-", "…", "...", "Σ", "sum of ", "²", "^2",
)

// signs writes a text of this package's own with what the style can show.
func (s Style) signs(text string) string {
	if s.Unicode {
		return text
	}
	return plainSigns.Replace(text)
}
