package layout_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"antecedent/inspect/inspecttest"
	"antecedent/inspect/layout"
)

// A row of weights and one of differences, with every depth of colour.
func TestColorsOfAHeatMap(t *testing.T) {
	columns := []layout.Column{{Word: "a", Mark: layout.AnswerMark, Bold: true}, {Word: "b"}, {Word: "c"}, {Word: "d"}, {Word: "e"}}
	var out strings.Builder
	for _, s := range []layout.Style{
		{}, {Unicode: true}, {Colors: layout.ANSI16}, {Colors: layout.ANSI16, Background: layout.Dark}, {Colors: layout.ANSI16, Background: layout.Light},
		{Colors: layout.ANSI256}, {Colors: layout.ANSI256, Background: layout.Dark}, {Colors: layout.ANSI256, Background: layout.Light},
		{Colors: layout.TrueColor}, {Colors: layout.TrueColor, Background: layout.Dark}, {Colors: layout.TrueColor, Background: layout.Light},
	} {
		fmt.Fprintf(&out, "colors %d, unicode %t, background %d\n", s.Colors, s.Unicode, s.Background)
		var b bytes.Buffer
		p := layout.NewPrinter(&b, s)
		p.HeatMap(&layout.HeatMap{Columns: columns, Rows: []layout.Row{{Label: "0.0", Mark: layout.AnswerMark, Weights: []float32{0, 0.2, 0.4, 0.7, 1}}}})
		p.HeatMap(&layout.HeatMap{Columns: columns, Signed: true, Rows: []layout.Row{{Label: "0.1", Weights: []float32{-1, -0.3, 0.001, 0.3, 1}}}})
		out.WriteString(strings.ReplaceAll(b.String(), "\x1b", "ESC"))
	}
	inspecttest.Golden(t, "colors.golden", out.String())
}
