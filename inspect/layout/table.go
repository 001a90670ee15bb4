package layout

import (
	"math"
	"strings"
)

// A Cell is a piece of text and how it is painted.
type Cell struct {
	Text string
	SGR  SGR
}

// A Table has rows of a label and cells that are aligned to the right.
type Table struct {
	// Bars are weights of the first rows below the heads. They are drawn behind
	// the last column where there is room.
	Bars []float64

	margin int   // spaces before the labels
	gutter int   // spaces before each column
	widths []int // of the labels, then of the columns; nil: what the texts need
	rows   []tableRow
}

type tableRow struct {
	label Cell
	cells []Cell
}

// NewTable returns a table with heads above its columns and corner above its
// labels. Columns are as wide as their texts, and a table that is too wide for
// the line is printed in several blocks of columns. Every row needs a cell for
// each head.
func NewTable(corner string, heads ...string) *Table {
	t := &Table{margin: 2, gutter: 2}
	cells := make([]Cell, len(heads))
	for i, head := range heads {
		cells[i] = Cell{head, Faint}
	}
	t.AddCells(Cell{Text: corner}, cells...)
	return t
}

// NewFixedTable returns a table without heads, whose columns have these widths
// whatever stands in them: a longer text moves the rest of its row to the right.
// Rows may have fewer cells than there are columns.
func NewFixedTable(margin, label int, columns ...int) *Table {
	return &Table{margin: margin, gutter: 1, widths: append([]int{label}, columns...)}
}

// Add appends a row of plain texts.
func (t *Table) Add(label string, texts ...string) {
	cells := make([]Cell, len(texts))
	for i, text := range texts {
		cells[i].Text = text
	}
	t.AddCells(Cell{Text: label}, cells...)
}

// AddCells appends a row.
func (t *Table) AddCells(label Cell, cells ...Cell) {
	t.rows = append(t.rows, tableRow{label, cells})
}

// Table prints a table.
func (p *Printer) Table(t *Table) {
	fixed := t.widths != nil
	widths := t.widths
	if !fixed {
		widths = t.measure(p.Width)
	}
	label, columns := widths[0], widths[1:]
	for start, end := 0, 0; start < len(columns); start = end {
		used := t.margin + label
		for end = start; end < len(columns) && (end == start || used+t.gutter+columns[end] <= p.Width); end++ {
			used += t.gutter + columns[end]
		}
		if start > 0 {
			p.Blank()
		}
		room := min(widestBar, p.Width-used-t.gutter)
		bars := end == len(columns) && room >= narrowestBar
		for i, r := range t.rows {
			title := r.label.Text
			if !fixed {
				title = p.Clip(title, label)
			}
			text := spaces(t.margin) + p.Paint(r.label.SGR, PadRight(title, label))
			for k := start; k < min(end, len(r.cells)); k++ {
				c := r.cells[k]
				text += spaces(t.gutter) + spaces(columns[k]-Cells(c.Text)) + p.Paint(c.SGR, c.Text)
			}
			if bars && 0 < i && i <= len(t.Bars) {
				text += spaces(t.gutter) + p.bar(t.Bars[i-1], room)
			}
			p.Line(strings.TrimRight(text, " "))
		}
	}
}

// measure returns the widths of the labels and the columns. Labels leave room
// for the widest column.
func (t *Table) measure(width int) []int {
	widths := make([]int, 1+len(t.rows[0].cells))
	widest := 0
	for _, r := range t.rows {
		widths[0] = max(widths[0], Cells(r.label.Text))
		for i, c := range r.cells {
			widths[1+i] = max(widths[1+i], Cells(c.Text))
			widest = max(widest, widths[1+i])
		}
	}
	widths[0] = min(widths[0], width-t.margin-t.gutter-widest)
	return widths
}

// A bar shows a weight by its length. A shorter one than the narrowest would
// show nothing; a longer one than the widest would say no more.
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
