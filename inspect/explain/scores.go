package explain

import (
	"fmt"
	"math"
	"strings"

	"antecedent/inspect/layout"
)

// scoreStep prints the dot products, their scaling and the distances.
func (w *writer) scoreStep(s *HeadSteps) {
	k := w.Model.HeadWidth()
	root := fmt.Sprintf("%.4g", math.Sqrt(float64(k)))
	w.heading("2. Dot product: how well does the query match each key?")
	w.say("Multiply q and k number by number and add up. The larger the sum, the better the match. With the key of %s:", w.word(s.Example.Token))
	w.product(s)

	w.heading("3. Scale, and add the distance")
	if w.Model.NoScale {
		w.say("The lesson divides by √K = √%d = %s here. This model leaves it out: its scores stay as large as they are.", k, root)
	} else {
		w.say("Divide by √K = √%d = %s. The more products are added, the larger the sums; the division undoes that, so that heads of every width begin with scores of the same size.", k, root)
	}
	w.say("So far only content counts: the same words would score the same in any order. This model then adds one learned number for the distance j − i from the token that looks (%d) to the one looked at (j). Content + distance = score:", w.Query)
	w.Blank()
	content := "÷√K"
	if w.Model.NoScale {
		content = "content"
	}
	table := layout.NewTable("", w.Symbols("q·k"), w.Symbols(content), w.Symbols("j−i"), "distance", "score")
	for _, j := range w.shown() {
		step := "0"
		if j != w.Query {
			step = fmt.Sprintf("%+d", j-w.Query)
		}
		table.AddCells(w.row(j), plain(number(s.Dot[j])), plain(number(s.Content[j])),
			plain(step), plain(number(s.Distance[j])), emphasized(number(s.Score[j]), true))
	}
	w.Table(table)
	w.Blank()
	w.say("The two parts add up to the scores that the model itself used: the largest difference is %s.", tiny(s.Off.Score))
	most := greatest(s.Score)
	w.say("%s has the greatest score, %s: %s from content and %s from distance.",
		w.word(most), number(s.Score[most]), number(s.Content[most]), number(s.Distance[most]))
}

// product prints the dot product of the example: its largest products, and the sum
// of the rest.
func (w *writer) product(s *HeadSteps) {
	const told = 4
	order := descending(len(s.Q), func(k int) float64 { return math.Abs(s.Example.Products[k]) })
	largest, others := order[:min(told, len(order))], order[min(told, len(order)):]
	var parts []string
	for _, k := range largest {
		parts = append(parts, factor(s.Q[k])+w.Symbols("×")+factor(s.Keys[s.Example.Token][k]))
	}
	if len(others) > 0 {
		rest := 0.0
		for _, k := range others {
			rest += s.Example.Products[k]
		}
		parts = append(parts, strings.ReplaceAll(fmt.Sprintf("%s (the other %d)", factor(rest), len(others)), " ", layout.NBSP))
	}
	text := w.Symbols("q·k = ") + strings.Join(parts, " + ") + " = " + number(s.Dot[s.Example.Token])
	text = strings.ReplaceAll(strings.ReplaceAll(text, "= ", "="+layout.NBSP), "+ ", "+"+layout.NBSP)
	w.Wrap(layout.Plain, text, margin, 2*margin)
}

// factor is a number, in brackets where it has a sign.
func factor(x float64) string {
	if text := number(x); text[0] != '-' {
		return text
	}
	return "(" + number(x) + ")"
}
