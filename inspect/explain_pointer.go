package inspect

import (
	"fmt"
	"math"
	"slices"

	"antecedent/inspect/layout"
	"antecedent/model"
	"antecedent/model/resolver"
)

// PointerSteps are the steps of the last attention, whose row is the decision.
// Lists of T+1 numbers have one for each token and, last, one for NONE.
type PointerSteps struct {
	Pronoun     int            `json:"pronoun"`
	Antecedent  *MentionObject `json:"antecedent"`  // null where NONE wins
	Q           []float64      `json:"q"`           // [D]
	Dot         []float64      `json:"dot"`         // [T+1] q·k
	Scale       float64        `json:"scale"`       // 1/√D, or 1 where the model leaves the division out
	Score       []float64      `json:"score"`       // [T+1]
	Probability []float64      `json:"probability"` // [T+1] softmax(score)
	Shapes      []Shape        `json:"shapes"`
	Off         float64        `json:"off"` // the largest difference from the model's own probabilities
}

// pointerSteps computes the pointer's row for the answer's pronoun from the
// vectors x (T,D) that the layers made.
func pointerSteps(m *model.Model, a *resolver.Answer, x [][]float64) *PointerSteps {
	c, n := m.Config(), len(x)
	s := &PointerSteps{Pronoun: a.Example.Pronoun.Start, Scale: 1, Shapes: pointerShapes(c, n)}
	if !c.NoScale {
		s.Scale = 1 / math.Sqrt(float64(c.Width))
	}
	if found := a.Antecedent; found != nil {
		s.Antecedent = &MentionObject{found.Start, found.End, found.Text, float32(found.Probability)}
	}
	s.Q = affine(x[s.Pronoun], parameter(m, "pointer.W_Q"), nil)
	keys := make([][]float64, n, n+1)
	for j := range keys {
		keys[j] = affine(x[j], parameter(m, "pointer.W_K"), nil)
	}
	var none []float64
	for _, v := range parameter(m, "pointer.none") {
		none = append(none, float64(v))
	}
	for _, key := range append(keys, none) {
		dot := 0.0
		for k, q := range s.Q {
			dot += q * key[k]
		}
		s.Dot = append(s.Dot, dot)
		s.Score = append(s.Score, dot*s.Scale)
	}
	_, _, s.Probability = softmax(s.Score)
	for j, p := range s.Probability {
		its := a.Resolution.None
		if j < n {
			its = a.Resolution.Pointer[j]
		}
		s.Off = max(s.Off, math.Abs(p-float64(its)))
	}
	return s
}

func (t *lecture) pointer(s *PointerSteps) {
	c, n := t.e.Model, len(t.e.Tokens)
	t.heading("The last attention decides: the pointer")
	after := "Without layers, this attention is all there is."
	if c.Layers > 0 {
		after = fmt.Sprintf("After the last layer comes one more attention, of one head as wide as the model, D%s=%s%d.", layout.NBSP, layout.NBSP, c.Width)
	}
	t.say("%s Only the pronoun asks in it. Its query q = x·P_Q meets the keys X·P_K of all %d tokens, and one learned key more that stands for NONE:", after, n)
	t.Vectors([]layout.Vector{{Label: layout.Cell{Text: "q of " + t.row(s.Pronoun).Text, SGR: layout.Bold}, Numbers: s.Q}})
	t.Blank()
	order := make([]int, n+1)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order[:n], func(i, j int) int {
		switch {
		case s.Probability[i] > s.Probability[j]:
			return -1
		case s.Probability[i] < s.Probability[j]:
			return 1
		}
		return 0
	})
	score := t.Symbols("÷√D")
	if c.NoScale {
		score = "score"
	}
	table := layout.NewTable("", t.Symbols("q·k"), score, "softmax")
	rest := 1.0
	put := func(label string, j int) {
		chosen := inAnswer(&t.e.answer, j) || j == n && s.Antecedent == nil
		table.AddCells(emphasized(label, chosen), plain(number(s.Dot[j])), plain(number(s.Score[j])), t.weight(s.Probability[j]))
		table.Bars = append(table.Bars, s.Probability[j])
		rest -= s.Probability[j]
	}
	for _, j := range order[:min(listed, n)] {
		put(t.row(j).Text, j)
	}
	put("NONE", n)
	if more := n - listed; more > 0 {
		table.AddCells(plain(fmt.Sprintf("the other %d", more)), plain(""), plain(""), t.weight(max(0, rest)))
		table.Bars = append(table.Bars, rest)
	}
	table.Add("sum", "", "", fraction(sum(s.Probability)))
	t.Table(table)
	t.Blank()
	if c.NoScale {
		t.say("Here, too, this model leaves out the division by √D.")
	}
	t.say("No values are mixed here. The row itself is the answer, so this row IS the decision. (The model's own row differs by %s at most.)", tiny(s.Off))
	if c.Layers > 0 {
		t.say("The rows of the heads are only steps on the way to it. A large weight there is no proof that the answer depends on it.")
	}
	t.Blank()
	t.shapes(s.Shapes)
}
