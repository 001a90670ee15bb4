package layout_test

import (
	"os"

	"antecedent/inspect/layout"
)

// A table has bars behind its last column where the line has room.
func ExamplePrinter_Table() {
	p := layout.NewPrinter(os.Stdout, layout.Style{Width: 60, Unicode: true})
	p.Wrap(layout.Bold, "From score to weight", 0, 2)
	t := layout.NewTable("word", "score", "weight")
	for _, row := range []struct {
		word          string
		score, weight float64
	}{{"cat", 2.31, 0.81}, {"tired", 0.72, 0.16}, {"mat", -0.9, 0.03}} {
		t.Add(row.word, layout.Number(row.score, 2), layout.Number(row.weight, 4))
		t.Bars = append(t.Bars, row.weight)
	}
	p.Table(t)
	// Output:
	// From score to weight
	//   word   score  weight
	//   cat     2.31  0.8100  █████████████████████████▉
	//   tired   0.72  0.1600  █████▏
	//   mat    -0.90  0.0300  █
}

// Long maps are cut into blocks.
func ExamplePrinter_HeatMap() {
	p := layout.NewPrinter(os.Stdout, layout.Style{Width: 30})
	p.Wrap(layout.Bold, "Where heads look, in percent", 0, 2)
	p.HeatMap(&layout.HeatMap{
		Columns: []layout.Column{{Word: "The"}, {Word: "cat", Mark: layout.AnswerMark}, {Word: "was"}, {Word: "tired"}, {Word: "and"}, {Word: "it", Mark: layout.PronounMark}, {Word: "slept"}},
		Rows: []layout.Row{
			{Label: "0.0", Mark: layout.AnswerMark, Weights: []float32{0.02, 0.81, 0, 0.06, 0, 0.1, 0.01}},
			{Label: "0.1", Weights: []float32{0.01, 0.1, 0.05, 0.7, 0.04, 0.05, 0.05}},
		},
	})
	// Output:
	// Where heads look, in percent
	//        The cat was tired
	//              ^
	//  0.0 ^   2  81   .    6
	//  0.1     1  10   5   70
	//
	//        and  it slept
	//              ?
	//  0.0 ^   .  10    1
	//  0.1     4   5    5
}
