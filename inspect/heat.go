package inspect

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// A heatMap is a table of weights below words, drawn in as many blocks of
// columns as the width makes necessary.
type heatMap struct {
	columns []column
	rows    []heatRow
	signed  bool // the weights are differences of weights
}

type column struct {
	head   string // the word, cut to fit
	width  int    // with the space that parts it from the next column
	mark   string // below the head
	strong bool   // the head is bold
	gap    string // before the column
}

// A heatRow may have fewer weights than there are columns: the rest stay
// empty.
type heatRow struct {
	label, mark string
	weights     []float32
}

// A column is as wide as its word within these limits: a hundred hundredths
// fit in the least, and the greatest leaves room for more columns.
const (
	leastColumn    = 3
	greatestColumn = 8
	digits         = 2 // of most numbers; words and marks align with them
)

func newColumn(word string, s Style) column {
	head := clip(visible(word), greatestColumn, s.glyphs().ellipsis)
	return column{head: head, width: max(leastColumn, cells(head)) + 1}
}

// write draws the map, with an empty line between its blocks.
func (h *heatMap) write(w io.Writer, s Style) error {
	label := 0 // width of the row labels with their marks
	for _, r := range h.rows {
		label = max(label, cells(r.title()))
	}
	start := 0
	for i, end := range h.breaks(label, s) {
		text := h.block(start, end, label, s)
		if i > 0 {
			text = "\n" + text
		}
		if _, err := io.WriteString(w, text); err != nil {
			return err
		}
		start = end
	}
	return nil
}

// breaks returns where each block of columns ends: as few blocks as the width
// allows, and these as even as can be, so that none is left with one column.
func (h *heatMap) breaks(label int, s Style) []int {
	left := label + len("  ")
	fill := func(width int) (ends []int) {
		used := left
		for i := range h.columns {
			outer := len(h.columns[i].gap) + h.columns[i].width
			if used+outer > width && used > left {
				ends, used = append(ends, i), left
			}
			used += outer
		}
		return append(ends, len(h.columns))
	}
	ends := fill(s.width())
	for width := s.width() - 1; width > left; width-- {
		narrower := fill(width)
		if len(narrower) > len(ends) {
			break
		}
		ends = narrower
	}
	return ends
}

// block draws columns [start, end), without the rows that have no weight in
// them.
func (h *heatMap) block(start, end, label int, s Style) string {
	var b strings.Builder
	line := func(title, code string, cell func(c *column, i int) string) {
		text := " " + s.paint(code, padRight(title, label)) + " "
		for i := start; i < end; i++ {
			text += cell(&h.columns[i], i)
		}
		b.WriteString(strings.TrimRight(text, " ") + "\n")
	}
	draw := s.cell
	if h.signed {
		draw = s.signedCell
	}
	marked := false
	line("", "", func(c *column, _ int) string {
		marked = marked || c.mark != ""
		return c.gap + s.paint(emphasis(c.strong), center(padLeft(c.head, digits), c.width))
	})
	if marked {
		line("", "", func(c *column, _ int) string {
			return c.gap + center(padLeft(c.mark, digits), c.width)
		})
	}
	for _, r := range h.rows {
		if len(r.weights) <= start {
			continue
		}
		line(r.title(), emphasis(r.mark != ""), func(c *column, i int) string {
			if i >= len(r.weights) {
				return ""
			}
			return c.gap + draw(r.weights[i], c.width)
		})
	}
	return b.String()
}

func (r *heatRow) title() string {
	if r.mark == "" {
		return r.label
	}
	return r.label + " " + r.mark
}

func emphasis(on bool) string {
	if on {
		return bold
	}
	return ""
}

// cell draws a weight in hundredths on its shade or, without colours, behind
// it.
func (s Style) cell(weight float32, width int) string {
	signs := s.glyphs()
	number := hundredths(weight)
	if isDot(weight) {
		number = signs.zero
	}
	number = padLeft(number, digits)
	if s.Colors != None {
		return s.paint(s.shade(weight), center(number, width))
	}
	if signs.shades != nil {
		number = padRight(string(signs.shades[quarters(weight)])+number, 1+leastColumn)
	}
	return center(number, width)
}

// isDot reports whether a weight rounds to no hundredth.
func isDot(weight float32) bool { return weight < 0.005 }

// hundredths is a weight as a whole number of hundredths.
func hundredths(weight float32) string {
	if w := float64(weight); !math.IsNaN(w) && !math.IsInf(w, 0) {
		return fmt.Sprintf("%d", int(math.Round(100*w)))
	}
	return "NaN"
}

// quarters rounds a weight to 0…4 quarters, for styles that have few shades.
func quarters(weight float32) int {
	if w := 4*weight + 0.5; w > 0 {
		return int(min(4, w))
	}
	return 0
}
