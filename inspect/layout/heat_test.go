package layout

import (
	"math"
	"regexp"
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
