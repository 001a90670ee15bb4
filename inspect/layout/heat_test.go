package layout

import (
	"bytes"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var escape = regexp.MustCompile("\x1b\\[[0-9;]*m")

// Cells keep their width whatever is in them.
func TestCellsOfABrokenMap(t *testing.T) {
	inf := float32(math.Inf(1))
	for _, colors := range []Colors{NoColors, ANSI16, ANSI256, TrueColor} {
		for _, w := range []float32{inf - inf, inf, -inf, -1, 0, 0.0049, 1, 7} {
			for _, unicode := range []bool{false, true} {
				s := Style{Colors: colors, Unicode: unicode}
				if got := Cells(escape.ReplaceAllString(s.cell(w, 4), "")); got != 4 {
					t.Errorf("%+v: %v is %d cells wide", s, w, got)
				}
				if got := Cells(escape.ReplaceAllString(s.signedCell(w, 5), "")); got != 5 {
					t.Errorf("%+v: %v with its sign is %d cells wide", s, w, got)
				}
			}
		}
	}
}

// Over all blocks of columns each weight stands once in its row.
func TestEveryWeightIsShown(t *testing.T) {
	for _, n := range []int{1, 3, 17, 101} {
		h := &HeatMap{Columns: []Column{{Word: "last", Apart: true}}, Rows: []Row{{Label: "all"}, {Label: "short"}}}
		want := []string{}
		for i := range n {
			h.Columns = slices.Insert(h.Columns, 0, Column{Word: strings.Repeat("w", 1+i%11)})
			for k := range h.Rows {
				h.Rows[k].Weights = append(h.Rows[k].Weights, float32(i)/100)
			}
			want = append(want, Style{}.Symbols(Hundredths(float32(i)/100)))
		}
		h.Rows[0].Weights = append(h.Rows[0].Weights, 1)
		for _, width := range []int{24, 61, 400} {
			var b bytes.Buffer
			NewPrinter(&b, Style{Width: width}).HeatMap(h)
			shown := map[string][]string{}
			for line := range strings.Lines(b.String()) {
				if fields := strings.Fields(line); len(fields) > 1 {
					shown[fields[0]] = append(shown[fields[0]], fields[1:]...)
				}
			}
			if !slices.Equal(shown["all"], append(slices.Clone(want), "100")) || !slices.Equal(shown["short"], want) {
				t.Errorf("%d weights at width %d:\n%s", n, width, b.String())
			}
		}
	}
}
