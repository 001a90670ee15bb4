package layout

import "strings"

// A HeatMap is a table of weights below words, in hundredths on shades.
type HeatMap struct {
	Columns []Column
	Rows    []Row
	Signed  bool // the weights are differences of weights
}

// A Column has a word of a text at its head, which is cut to fit.
type Column struct {
	Word  string
	Mark  string // below the word
	Bold  bool   // of the word
	Apart bool   // with a space before the column
}

// A Row is a list of weights with a label, which is bold where it has a mark. It
// may have fewer weights than there are columns.
type Row struct {
	Label, Mark string
	Weights     []float32
}

// A column is as wide as its word within these limits: the least has room for
// "100" or "+100", and the greatest leaves room for more columns.
const (
	leastColumn    = 3
	leastSigned    = 4
	greatestColumn = 8
	digits         = 2 // of most numbers; words and marks align with them
)

// ShortWord is a word of a text as it stands above a column of a heat map.
func (s Style) ShortWord(word string) string { return s.Clip(Visible(word), greatestColumn) }

// HeatMap prints a heat map in as few blocks of columns as the width allows, with an
// empty line between them. The blocks are about equally wide.
func (p *Printer) HeatMap(h *HeatMap) {
	d := heatDrawing{Printer: p, HeatMap: h}
	least := leastColumn
	if h.Signed {
		least = leastSigned
	}
	for _, c := range h.Columns {
		head := p.ShortWord(c.Word)
		d.heads, d.widths = append(d.heads, head), append(d.widths, max(least, Cells(head))+1)
	}
	for i := range h.Rows {
		d.label = max(d.label, Cells(d.title(&h.Rows[i])))
	}
	start := 0
	for i, end := range d.breaks() {
		if i > 0 {
			p.Blank()
		}
		d.block(start, end)
		start = end
	}
}

// A heatDrawing is a heat map with the widths that it takes in a style.
type heatDrawing struct {
	*Printer
	*HeatMap
	heads  []string
	widths []int // of the columns, with the space before the next
	label  int   // width of the row labels with their marks
}

func (d *heatDrawing) title(r *Row) string {
	if r.Mark == "" {
		return r.Label
	}
	return r.Label + " " + d.Symbols(r.Mark)
}

// breaks returns where each block of columns ends: in the least width that needs no
// more blocks than the full one, so that the last block is not left with one column.
func (d *heatDrawing) breaks() []int {
	left := d.label + len("  ")
	fill := func(width int) (ends []int) {
		used := left
		for i := range d.Columns {
			outer := Cells(d.gap(i)) + d.widths[i]
			if used+outer > width && used > left {
				ends, used = append(ends, i), left
			}
			used += outer
		}
		return append(ends, len(d.Columns))
	}
	ends := fill(d.Width)
	for width := d.Width - 1; width > left; width-- {
		narrower := fill(width)
		if len(narrower) > len(ends) {
			break
		}
		ends = narrower
	}
	return ends
}

func (d *heatDrawing) gap(column int) string {
	if d.Columns[column].Apart {
		return " "
	}
	return ""
}

// block draws columns [start, end), without the rows that have no weight in them.
func (d *heatDrawing) block(start, end int) {
	line := func(title string, sgr SGR, cell func(i int) string) {
		text := " " + d.Paint(sgr, PadRight(title, d.label)) + " "
		for i := start; i < end; i++ {
			text += d.gap(i) + cell(i)
		}
		d.Line(strings.TrimRight(text, " "))
	}
	marked := false
	line("", Plain, func(i int) string {
		marked = marked || d.Columns[i].Mark != ""
		return d.Paint(BoldIf(d.Columns[i].Bold), center(PadLeft(d.heads[i], digits), d.widths[i]))
	})
	if marked {
		line("", Plain, func(i int) string {
			return center(PadLeft(d.Symbols(d.Columns[i].Mark), digits), d.widths[i])
		})
	}
	draw := d.cell
	if d.Signed {
		draw = d.signedCell
	}
	for _, r := range d.Rows {
		if len(r.Weights) <= start {
			continue
		}
		line(d.title(&r), BoldIf(r.Mark != ""), func(i int) string {
			if i >= len(r.Weights) {
				return ""
			}
			return draw(r.Weights[i], d.widths[i])
		})
	}
}

// cell draws a weight in hundredths on its shade or, without colours, behind it.
func (s Style) cell(weight float32, width int) string {
	number := PadLeft(s.Symbols(Hundredths(weight)), digits)
	if s.Colors == NoColors && s.Unicode {
		number = PadRight(string([]rune(" ░▒▓█")[quarters(weight)])+number, 1+leastColumn)
	}
	return s.Paint(s.Shade(weight), center(number, width))
}

// signedCell draws a difference of weights with its sign, on a blue shade where
// it is more and on an orange one where it is less.
func (s Style) signedCell(difference float32, width int) string {
	text := center(PadLeft(s.Symbols(signedHundredths(difference)), digits+1), width)
	if difference < 0 {
		return s.Paint(s.shade(-difference, &orange), text)
	}
	return s.Paint(s.Shade(difference), text)
}
