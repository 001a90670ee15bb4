package explain

import (
	"fmt"

	"antecedent/inspect/layout"
)

// softmaxStep prints how scores become weights, and what the weights would be with
// other scores.
func (w *writer) softmaxStep(s *HeadSteps) {
	w.heading("4. Softmax: scores become weights")
	w.say("Raise e to the power of each score, then divide by the sum of them all. What comes out is positive and sums to 1. (The greatest score is taken off all scores first. It changes no weight and keeps the powers small.)")
	w.Blank()
	most := greatest(s.Score)
	less := w.Symbols("−") + number(s.Score[most])
	if s.Score[most] < 0 {
		less = "+" + number(-s.Score[most])
	}
	table := layout.NewTable("", "score", "e^(score"+less+")", "weight")
	shown := w.shown()
	for _, j := range shown {
		table.AddCells(w.row(j), plain(number(s.Score[j])), plain(fraction(s.Exp[j])), w.weight(s.Weight[j]))
		table.Bars = append(table.Bars, s.Weight[j])
	}
	if more := len(w.Tokens) - len(shown); more > 0 {
		table.AddCells(plain(fmt.Sprintf("%d more", more)), plain(""), plain(fraction(rest(s.Exp, shown))), w.weight(rest(s.Weight, shown)))
	}
	table.Add("sum", "", fraction(s.ExpSum), fraction(sum(s.Weight)))
	w.Table(table)
	w.Blank()
	w.say("The weight of %s is %s/%s = %s.", w.word(most), fraction(s.Exp[most]), fraction(s.ExpSum), fraction(s.Weight[most]))
	w.alternatives(s)
}

// alternatives prints the weights beside those with the division by √K if the model
// has none, or without it, and beside those of content alone.
func (w *writer) alternatives(s *HeadSteps) {
	other, title, meaning := s.Unscaled, "undivided", "if q·k were not divided by √K"
	if w.Model.NoScale {
		other, title, meaning = s.Scaled, "divided", "if q·k were divided by √K, as this model does not"
	}
	w.Blank()
	w.say("What would the weights be %s, and what if distance did not count?", w.Symbols(meaning))
	w.Blank()
	table := layout.NewTable("", "weight", title, "content alone")
	add := func(label layout.Cell, cell func(weights []float64) layout.Cell) {
		table.AddCells(label, cell(s.Weight), cell(other), cell(s.ContentOnly))
	}
	shown := w.shown()
	for _, j := range shown {
		add(w.row(j), func(weights []float64) layout.Cell { return w.weight(weights[j]) })
	}
	if more := len(w.Tokens) - len(shown); more > 0 {
		add(plain(fmt.Sprintf("%d more", more)), func(weights []float64) layout.Cell { return w.weight(rest(weights, shown)) })
	}
	add(plain("sum"), func(weights []float64) layout.Cell { return plain(fraction(sum(weights))) })
	add(plain("spread over"), func(weights []float64) layout.Cell { return plain(layout.Number(spread(weights), 1)) })
	w.Table(table)
	w.Blank()
	w.say("The last row says over how many tokens the weights are spread: over 1 if one has all the weight, over %d if all have the same. %s", len(w.Tokens), w.effectOfScale(s))
}

// effectOfScale says in words what the division by √K does to the weights.
func (w *writer) effectOfScale(s *HeadSteps) string {
	switch divided, undivided := s.Spread.Scaled, s.Spread.Unscaled; {
	case divided > 1.05*undivided:
		return "Undivided, the scores lie further apart and the choice is sharper. A softmax that gives all to one token hardly reacts to small changes, and so it is hard to train."
	case undivided > 1.05*divided:
		return "Here the division happens to sharpen the choice: the distances, which are not divided, then count for more."
	}
	return "Here the division hardly matters: the choice is as sharp with it as without."
}

// rest is the sum of all numbers but those shown.
func rest(list []float64, shown []int) float64 {
	total := sum(list)
	for _, j := range shown {
		total -= list[j]
	}
	return max(0, total)
}
