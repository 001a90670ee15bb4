package explain

import (
	"fmt"
	"math"

	"antecedent/data"
	"antecedent/inspect/layout"
	"antecedent/model"
	"antecedent/model/reference"
)

// Exercises are the lesson's three exercises, answered for one text and one model.
type Exercises struct {
	Shapes []ShapeAnswer `json:"shapes"`
	Weight WeightAnswer  `json:"weight"`
	Cost   []CostAnswer  `json:"cost"`
}

// A ShapeAnswer is the shape of a matrix for this text, and for 100 tokens with
// heads of width 64.
type ShapeAnswer struct {
	Name  string `json:"name"`
	Here  [2]int `json:"here"`
	Asked [2]int `json:"asked"`
}

// A WeightAnswer is a weight of the head's pattern, the one nearest to 0.3 between
// two different tokens where there are two, and the one the other way round.
type WeightAnswer struct {
	I     int     `json:"i"`
	J     int     `json:"j"`
	Value float64 `json:"value"`
	Back  float64 `json:"back"`
	Asked float64 `json:"asked"` // weights[5, 10], which the exercise names; 0 for shorter texts
}

// A CostAnswer is what one layer costs for n tokens.
type CostAnswer struct {
	N               int `json:"n"`
	Weights         int `json:"weights"`         // n², in each head
	Multiplications int `json:"multiplications"` // n²·D for Q·Kᵀ in all heads, and as many to mix the values
	Bytes           int `json:"bytes"`           // of all heads' weights in float32
}

// newExercises answers the exercises with a head's pattern (T,T).
func newExercises(c model.Config, pattern reference.Matrix) *Exercises {
	n, k := len(pattern), c.HeadWidth()
	const asked, askedWidth = 100, 64
	x := &Exercises{Shapes: []ShapeAnswer{
		{"Q, K and V, each", [2]int{n, k}, [2]int{asked, askedWidth}},
		{"scores, and weights", [2]int{n, n}, [2]int{asked, asked}},
		{"output Z", [2]int{n, k}, [2]int{asked, askedWidth}},
	}}
	best := math.Inf(1)
	for i, row := range pattern {
		for j, weight := range row {
			if off := math.Abs(weight - 0.3); (i != j || n == 1) && off < best {
				best = off
				x.Weight = WeightAnswer{I: i, J: j, Value: weight, Back: pattern[j][i]}
			}
		}
	}
	if n > 10 {
		x.Weight.Asked = pattern[5][10]
	}
	for _, n := range []int{n, 100, 10_000} {
		x.Cost = append(x.Cost, CostAnswer{n, n * n, n * n * c.Width, 4 * n * n * c.Heads})
	}
	return x
}

// exercises prints the answers to the exercises.
func (w *writer) exercises(x *Exercises) {
	n := len(w.Tokens)
	w.heading("Exercise 1: shapes")
	w.say("For n tokens and heads of width d_k, in this text and for n = 100, d_k = 64:")
	w.Blank()
	table := layout.NewTable("n, d_k", fmt.Sprintf("%d, %d", n, w.Model.HeadWidth()), "100, 64")
	for _, shape := range x.Shapes {
		table.Add(shape.Name, tuple(shape.Here[:]...), tuple(shape.Asked[:]...))
	}
	w.Table(table)

	w.heading("Exercise 2: what does weights[i, j] mean?")
	a := x.Weight
	w.say("The weight of this head that is nearest to 0.3 is weights[%d,%s%d] = %.2f. Row %d is %s, which looks; column %d is %s, which is looked at. When the head makes the new vector of %s, it takes %s of the mixture from the value of %s, and the other %s from the rest of the row.",
		a.I, layout.NBSP, a.J, a.Value, a.I, w.word(a.I), a.J, w.word(a.J), w.word(a.I), layout.Percent(a.Value, 0), w.word(a.J), layout.Percent(1-a.Value, 0))
	if a.I != a.J {
		w.say("It says nothing about the other way round: weights[%d,%s%d], how much %s takes from %s, is %.2f.", a.J, layout.NBSP, a.I, w.word(a.J), w.word(a.I), a.Back)
	}
	if n > 10 {
		w.say("So weights[5,%s10] = 0.3 would mean that %s takes 30%s%% of its mixture from %s. Here it takes %s.", layout.NBSP, w.word(5), layout.NBSP, w.word(10), layout.Percent(a.Asked, 0))
	}

	w.heading("Exercise 3: what does it cost?")
	w.say("Every token looks at every token: n·n weights a head. Each score takes d_k multiplications, which makes n²·D for the %d heads of a layer together, and as many again to mix the values. So the cost is of the order n²·d:", w.Model.Heads)
	w.Blank()
	table = layout.NewTable("n", w.Symbols("n² weights"), w.Symbols("n²·D products"), "memory")
	for i, cost := range x.Cost {
		label := layout.Grouped(cost.N)
		if i == 0 {
			label += " (here)"
		}
		table.Add(label, layout.Grouped(cost.Weights), layout.Grouped(cost.Multiplications), memory(cost.Bytes))
	}
	w.Table(table)
	w.Blank()
	w.say("(Memory: the weights of one layer, 4 bytes each, if all are kept.) From 100 tokens to 10,000 the text is 100 times as long, and everything else 10,000 times as much: that is why very long texts are a problem. This program reads %d tokens at a time, and a longer text in windows.", data.MaxTokens)
}

// memory writes a number of bytes with its unit.
func memory(n int) string {
	for _, unit := range []struct {
		name string
		size float64
	}{{"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}} {
		if float64(n) >= unit.size {
			return fmt.Sprintf("%.3g %s", float64(n)/unit.size, unit.name)
		}
	}
	return fmt.Sprintf("%d B", n)
}
