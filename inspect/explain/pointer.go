package explain

import (
	"fmt"
	"math"
	"slices"

	"antecedent/inspect/layout"
	"antecedent/model"
	"antecedent/model/reference"
	"antecedent/resolve"
)

// PointerSteps are the steps of the last attention, whose weights are the answer. A
// list of T+1 numbers has one for each token and, last, one for NONE.
type PointerSteps struct {
	Pronoun     int                   `json:"pronoun"`     // its token
	Antecedent  *resolve.TokenMention `json:"antecedent"`  // null where NONE wins
	Q           []float64             `json:"q"`           // (D)
	Dot         []float64             `json:"dot"`         // (T+1) q·k
	Scale       float64               `json:"scale"`       // 1/√D, or 1 where the model leaves the division out
	Score       []float64             `json:"score"`       // (T+1) q·k·scale
	Probability []float64             `json:"probability"` // (T+1) softmax(score)
	Shapes      []Shape               `json:"shapes"`
	Off         float64               `json:"off"` // the largest difference from the model's own probabilities
}

func newPointerSteps(c model.Config, p *reference.Pointer, a *resolve.Answer) *PointerSteps {
	s := &PointerSteps{
		Pronoun: a.Pronoun.Start, Antecedent: a.Antecedent.ByTokens(), Q: p.Q, Dot: p.Dot, Scale: 1, Score: p.Scores, Probability: p.Probability,
		Shapes: pointerShapes(c, len(a.Pointer)), Off: off(p.Probability, append(slices.Clone(a.Pointer), float32(a.None))),
	}
	if !c.NoScale {
		s.Scale = 1 / math.Sqrt(float64(c.Width))
	}
	return s
}

// pointer prints the last attention.
func (w *writer) pointer(s *PointerSteps) {
	c, n := w.Model, len(w.Tokens)
	w.heading("The last attention decides: the pointer")
	after := "Without layers, this attention is all there is."
	if c.Layers > 0 {
		after = fmt.Sprintf("After the last layer comes one more attention, of one head as wide as the model, D%s=%s%d.", layout.NBSP, layout.NBSP, c.Width)
	}
	w.say("%s Only the pronoun asks in it. Its query q = x·P_Q meets the keys X·P_K of all %d tokens, and one learned key more that stands for NONE:", after, n)
	w.Vectors([]layout.Vector{{Label: emphasized("q of "+w.label(s.Pronoun), true), Numbers: s.Q}})
	w.Blank()
	score := w.Symbols("÷√D")
	if c.NoScale {
		score = "score"
	}
	table := layout.NewTable("", w.Symbols("q·k"), score, "softmax")
	rest := 1.0
	add := func(label string, j int, chosen bool) {
		table.AddCells(emphasized(label, chosen), plain(number(s.Dot[j])), plain(number(s.Score[j])), w.weight(s.Probability[j]))
		table.Bars = append(table.Bars, s.Probability[j])
		rest -= s.Probability[j]
	}
	order := descending(n, func(j int) float64 { return s.Probability[j] })
	for _, j := range order[:min(listed, n)] {
		add(w.label(j), j, w.answer.Contains(j))
	}
	add("NONE", n, s.Antecedent == nil)
	if more := n - listed; more > 0 {
		table.AddCells(plain(fmt.Sprintf("the other %d", more)), plain(""), plain(""), w.weight(max(0, rest)))
		table.Bars = append(table.Bars, rest)
	}
	table.Add("sum", "", "", fraction(sum(s.Probability)))
	w.Table(table)
	w.Blank()
	if c.NoScale {
		w.say("Here, too, this model leaves out the division by √D.")
	}
	w.say("No values are mixed here. The row itself is the answer, so this row IS the decision. (The model's own row differs by %s at most.)", tiny(s.Off))
	if c.Layers > 0 {
		w.say("The rows of the heads are only steps on the way to it. A large weight there is no proof that the answer depends on it.")
	}
	w.Blank()
	w.shapes(s.Shapes)
}
