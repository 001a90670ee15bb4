package explain

import (
	"fmt"

	"antecedent/inspect/layout"
	"antecedent/model/reference"
)

// Matrices are all numbers of one head, for a text that is short enough to show them
// as the lesson does.
type Matrices struct {
	Q       reference.Matrix `json:"q"`       // (T,K)
	K       reference.Matrix `json:"k"`       // (T,K)
	V       reference.Matrix `json:"v"`       // (T,K)
	Dot     reference.Matrix `json:"dot"`     // (T,T) Q·Kᵀ
	Scores  reference.Matrix `json:"scores"`  // (T,T)
	Weights reference.Matrix `json:"weights"` // (T,T)
	Z       reference.Matrix `json:"z"`       // (T,K)
}

// wholeUpTo is the greatest number of tokens of a text whose matrices are shown whole.
const wholeUpTo = 5

// newMatrices returns those of a head, nil for a longer text.
func newMatrices(h *reference.Head) *Matrices {
	if len(h.Pattern) > wholeUpTo {
		return nil
	}
	return &Matrices{h.Q, h.K, h.V, h.Dot, h.Scores, h.Pattern, h.Z}
}

// matrices prints each matrix whole, below its formula and shape.
func (w *writer) matrices(m *Matrices) {
	n, k := len(w.Tokens), w.Model.HeadWidth()
	var words, numbers []string
	for i := range n {
		words = append(words, w.label(i))
	}
	for i := range k {
		numbers = append(numbers, fmt.Sprint(i))
	}
	show := func(title string, heads []string, m reference.Matrix, cell func(x float64) layout.Cell) {
		w.Blank()
		w.Wrap(layout.Bold, w.Symbols(title)+layout.NBSP+layout.NBSP+tuple(n, len(heads)), margin, 2*margin)
		table := layout.NewTable("", heads...)
		for i, row := range m {
			cells := make([]layout.Cell, len(row))
			for j, x := range row {
				cells[j] = cell(x)
			}
			table.AddCells(w.row(i), cells...)
		}
		w.Table(table)
	}
	two := func(x float64) layout.Cell { return plain(number(x)) }
	w.Blank()
	w.say("The text is short enough to show every number. Rows are tokens that look; the columns of scores and weights are tokens looked at.")
	show("Q = X·W_Q + b_Q", numbers, m.Q, two)
	show("K = X·W_K + b_K", numbers, m.K, two)
	show("V = X·W_V + b_V", numbers, m.V, two)
	show("Q·Kᵀ", words, m.Dot, two)
	scores := "scores = Q·Kᵀ/√K + distance"
	if w.Model.NoScale {
		scores = "scores = Q·Kᵀ + distance"
	}
	show(scores, words, m.Scores, two)
	show("weights = softmax(scores), row by row", words, m.Weights, w.weight)
	show("Z = weights·V", numbers, m.Z, two)
	w.Blank()
	w.notice(m.Weights[w.Query])
}

// notice says in words what the query's row of weights shows.
func (w *writer) notice(row []float64) {
	order := descending(len(row), func(j int) float64 { return row[j] })
	name := func(j int) string {
		if j == w.Query {
			return "itself"
		}
		return w.word(j)
	}
	text := fmt.Sprintf("Notice: %s pays the most attention to %s (%.2f)", w.word(w.Query), name(order[0]), row[order[0]])
	if len(order) > 1 {
		text += fmt.Sprintf(", then to %s (%.2f)", name(order[1]), row[order[1]])
	}
	w.Wrap(layout.Plain, text+".", 0, 0)
}
