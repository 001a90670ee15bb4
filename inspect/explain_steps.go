package inspect

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"antecedent/inspect/layout"
)

func (t *lecture) vectorsStep(s *HeadSteps) {
	c := t.e.Model
	t.heading("1. Three vectors: query, key and value")
	t.say("Each token comes to the head as a vector x of %d numbers. Three learned matrices turn x into three shorter vectors: q = x·W_Q + b_Q, k = x·W_K + b_K, v = x·W_V + b_V. Each has %d numbers.", c.Width, c.HeadWidth())
	if s.Layer > 0 {
		t.say("In layer %d, x is no longer the word alone: the layers before have mixed other words into it.", s.Layer)
	}
	shown := t.shown()
	if len(shown) < len(t.e.Tokens) {
		t.say("The text is long: below are %d of its tokens, those with the most weight. The JSON has all %d.", len(shown), len(t.e.Tokens))
	}
	t.Blank()
	t.say("Query, \"What am I looking for?\" Here only %s asks, with its q:", t.word(t.e.Query))
	row := t.row(t.e.Query)
	t.Vectors([]layout.Vector{
		{Label: layout.Cell{Text: "x of " + row.Text}, Numbers: s.X},
		{Label: layout.Cell{Text: "q of " + row.Text, SGR: layout.Bold}, Numbers: widened(s.Q)},
	})
	t.Blank()
	t.say("Key, \"What do I contain?\" Every token has one, to be found by:")
	t.list(shown, s.Keys)
	t.Blank()
	t.say("Value, \"What information do I provide?\" Every token has one, to be handed over:")
	t.list(shown, s.Values)
}

func (t *lecture) list(tokens []int, of [][]float32) {
	var rows []layout.Vector
	for _, j := range tokens {
		rows = append(rows, layout.Vector{Label: t.row(j), Numbers: widened(of[j])})
	}
	t.Vectors(rows)
}

func widened(list []float32) []float64 {
	out := make([]float64, len(list))
	for i, x := range list {
		out[i] = float64(x)
	}
	return out
}

func (t *lecture) scoreStep(s *HeadSteps) {
	k := t.e.Model.HeadWidth()
	t.heading("2. Dot product: how well does the query match each key?")
	t.say("Multiply q and k number by number and add up. The larger the sum, the better the match. With the key of %s:", t.word(s.Example.Token))
	t.product(s)

	t.heading("3. Scale, and add the distance")
	if t.e.Model.NoScale {
		t.say("The lesson divides by √K = √%d = %s here. This model was trained with --no-scale and leaves it out: its scores stay as large as they are.", k, short(math.Sqrt(float64(k))))
	} else {
		t.say("Divide by √K = √%d = %s. The more products are added, the larger the sums; the division undoes that, so that heads of every width begin with scores of the same size.", k, short(math.Sqrt(float64(k))))
	}
	t.say("So far only content counts: the same words would score the same in any order. This model then adds one learned number for the distance j − i from the token that looks (%d) to the one looked at (j). Content + distance = score:", t.e.Query)
	t.Blank()
	content := "÷√K"
	if t.e.Model.NoScale {
		content = "content"
	}
	table := layout.NewTable("", t.Symbols("q·k"), t.Symbols(content), t.Symbols("j−i"), "distance", "score")
	for _, j := range t.shown() {
		step := "0"
		if j != t.e.Query {
			step = fmt.Sprintf("%+d", j-t.e.Query)
		}
		table.AddCells(t.row(j), plain(number(s.Dot[j])), plain(number(s.Content[j])),
			plain(step), plain(number(s.Distance[j])), layout.Cell{Text: number(s.Score[j]), SGR: layout.Bold})
	}
	t.Table(table)
	t.Blank()
	t.say("The two parts add up to the scores that the model itself used: the largest difference is %s.", tiny(s.Off.Score))
	most := greatest(s.Score)
	t.say("%s has the greatest score, %s: %s from content and %s from distance.",
		t.word(most), number(s.Score[most]), number(s.Content[most]), number(s.Distance[most]))
}

// product prints the dot product of the example: its largest products, and the
// sum of the rest.
func (t *lecture) product(s *HeadSteps) {
	const told = 4
	order := make([]int, len(s.Q))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := math.Abs(s.Example.Products[i]), math.Abs(s.Example.Products[j])
		switch {
		case a > b:
			return -1
		case a < b:
			return 1
		}
		return 0
	})
	var parts []string
	rest, n := 0.0, 0
	for place, c := range order {
		if place < told {
			parts = append(parts, factor(float64(s.Q[c]))+t.Symbols("×")+factor(float64(s.Keys[s.Example.Token][c])))
			continue
		}
		rest += s.Example.Products[c]
		n++
	}
	if n > 0 {
		parts = append(parts, strings.ReplaceAll(fmt.Sprintf("%s (the other %d)", factor(rest), n), " ", layout.NBSP))
	}
	text := t.Symbols("q·k = ") + strings.Join(parts, " + ") + " = " + number(s.Dot[s.Example.Token])
	text = strings.ReplaceAll(strings.ReplaceAll(text, "= ", "="+layout.NBSP), "+ ", "+"+layout.NBSP)
	t.Wrap(layout.Plain, text, margin, 2*margin)
}

// factor is a number with its sign in brackets.
func factor(x float64) string {
	if text := number(x); text[0] != '-' {
		return text
	}
	return "(" + number(x) + ")"
}

func (t *lecture) softmaxStep(s *HeadSteps) {
	t.heading("4. Softmax: scores become weights")
	t.say("Raise e to the power of each score, then divide by the sum of them all. What comes out is positive and sums to 1. (The greatest score is taken off all scores first. It changes no weight and keeps the powers small.)")
	t.Blank()
	most := greatest(s.Score)
	less := t.Symbols("−") + number(s.Score[most])
	if s.Score[most] < 0 {
		less = "+" + number(-s.Score[most])
	}
	table := layout.NewTable("", "score", "e^(score"+less+")", "weight")
	shown := t.shown()
	for _, j := range shown {
		table.AddCells(t.row(j), plain(number(s.Score[j])), plain(fraction(s.Exp[j])), t.weight(s.Weight[j]))
		table.Bars = append(table.Bars, s.Weight[j])
	}
	if more := len(t.e.Tokens) - len(shown); more > 0 {
		table.AddCells(plain(fmt.Sprintf("%d more", more)), plain(""), plain(fraction(rest(s.Exp, shown))), t.weight(rest(s.Weight, shown)))
	}
	table.Add("sum", "", fraction(s.ExpSum), fraction(sum(s.Weight)))
	t.Table(table)
	t.Blank()
	t.say("The weight of %s is %s/%s = %s.", t.word(most), fraction(s.Exp[most]), fraction(s.ExpSum), fraction(s.Weight[most]))

	other, title, meaning := s.Unscaled, "undivided", "if q·k were not divided by √K"
	if t.e.Model.NoScale {
		other, title, meaning = s.Scaled, "divided", "if q·k were divided by √K, as this model does not"
	}
	t.Blank()
	t.say("What would the weights be %s, and what if distance did not count?", t.Symbols(meaning))
	t.Blank()
	table = layout.NewTable("", "weight", title, "content alone")
	for _, j := range shown {
		table.AddCells(t.row(j), t.weight(s.Weight[j]), t.weight(other[j]), t.weight(s.ContentOnly[j]))
	}
	last := func(title string, of func(weights []float64) layout.Cell) {
		table.AddCells(plain(title), of(s.Weight), of(other), of(s.ContentOnly))
	}
	if more := len(t.e.Tokens) - len(shown); more > 0 {
		last(fmt.Sprintf("%d more", more), func(weights []float64) layout.Cell { return t.weight(rest(weights, shown)) })
	}
	last("sum", func(weights []float64) layout.Cell { return plain(fraction(sum(weights))) })
	last("spread over", func(weights []float64) layout.Cell { return plain(fmt.Sprintf("%.1f", spread(weights))) })
	t.Table(table)
	t.Blank()
	t.say("The last row says over how many tokens the weights are spread: over 1 if one has all the weight, over %d if all have the same. %s", len(t.e.Tokens), t.contrast(s.Weight, other))
}

// contrast says in words what the division does here.
func (t *lecture) contrast(weights, other []float64) string {
	here, there := spread(weights), spread(other)
	if t.e.Model.NoScale {
		here, there = there, here
	}
	switch {
	case here > 1.05*there:
		return "Undivided, the scores lie further apart and the choice is sharper. A softmax that gives all to one token hardly reacts to small changes, and so it is hard to train."
	case there > 1.05*here:
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

// weight is a weight on its shade.
func (t *lecture) weight(w float64) layout.Cell {
	return layout.Cell{Text: fraction(w), SGR: t.Shade(float32(w))}
}

func plain(text string) layout.Cell { return layout.Cell{Text: text} }

func number(x float64) string { return layout.Number(x, 2) }

// fraction has the decimals that tell small weights from none.
func fraction(x float64) string { return layout.Number(x, 4) }

// tiny is a difference that ought to be none.
func tiny(x float64) string {
	if x == 0 {
		return "0"
	}
	return fmt.Sprintf("%.0e", x)
}

// short is a number without needless decimals.
func short(x float64) string { return fmt.Sprintf("%.4g", x) }

func (t *lecture) sumStep(s *HeadSteps) {
	t.heading("5. Weighted sum: mix the values")
	t.say("Multiply each value by its weight and add up: z = Σ weight·v. The %s largest contributions, by their length:", counted(len(s.Largest)))
	var rows []layout.Vector
	for _, part := range s.Largest {
		rows = append(rows, layout.Vector{Label: plain(fraction(part.Weight) + t.Symbols(" · v of ") + t.row(part.Token).Text), Numbers: part.Vector})
	}
	if more := len(t.e.Tokens) - len(s.Largest); more > 0 {
		rows = append(rows, layout.Vector{Label: plain(fmt.Sprintf("%s   the other %d", fraction(s.Others.Weight), more)), Numbers: s.Others.Vector})
	}
	rows = append(rows, layout.Vector{Label: layout.Cell{Text: "sum: z", SGR: layout.Bold}, Numbers: s.Mixed})
	t.Vectors(rows)
	t.Blank()
	others := "goes"
	if h := t.e.Model.Heads; h > 1 {
		others = fmt.Sprintf("lies beside those of the other heads, and all %d together go", h)
	}
	t.say("This is the z that the model itself made: the largest difference is %s. It %s through W_O into what is added to %s.", tiny(s.Off.Z), others, t.word(t.e.Query))
}

func counted(n int) string {
	names := []string{"no", "one", "two", "three", "four", "five"}
	if n < len(names) {
		return names[n]
	}
	return fmt.Sprint(n)
}
