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
	Content     []float64             `json:"content"`     // (T+1) q·k·scale
	Structure   []float64             `json:"structure"`   // (T) the weights of the features of the mention whose head a token is
	Score       []float64             `json:"score"`       // (T+1) content + structure
	Temperature float64               `json:"temperature"` // of the model; 1 for most
	Probability []float64             `json:"probability"` // (T+1) softmax(score/temperature)
	Shapes      []Shape               `json:"shapes"`
	Why         *resolve.Comparison   `json:"why"` // the answer beside the most probable alternative; null without one
	Off         float64               `json:"off"` // the largest difference from the model's own probabilities
}

func newPointerSteps(c model.Config, p *reference.Pointer, reading *resolve.Reading, a *resolve.Answer) *PointerSteps {
	s := &PointerSteps{
		Pronoun: a.Pronoun.Start, Antecedent: a.Antecedent.ByTokens(), Q: p.Q, Dot: p.Dot, Scale: 1, Content: p.Content, Structure: p.Structure, Score: p.Scores, Temperature: c.PointerTemperature(), Probability: p.Probability,
		Shapes: pointerShapes(c, len(a.Pointer)), Off: off(p.Probability, append(slices.Clone(a.Pointer), float32(a.None))),
	}
	if why, ok := reading.Why(a); ok {
		s.Why = &why
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
	columns := []string{w.Symbols("q·k"), score}
	structured := c.Structure > 0
	if structured {
		columns = append(columns, "structure", "score")
	}
	divided := s.Temperature != 1
	if divided {
		columns = append(columns, w.divisor(s))
	}
	table := layout.NewTable("", append(columns, "softmax")...)
	rest := 1.0
	add := func(label string, j int, chosen bool) {
		cells := []layout.Cell{plain(number(s.Dot[j])), plain(number(s.Content[j]))}
		if structured {
			structure := ""
			if j < n {
				structure = number(s.Structure[j])
			}
			cells = append(cells, plain(structure), plain(number(s.Score[j])))
		}
		if divided {
			cells = append(cells, plain(number(s.Score[j]/s.Temperature)))
		}
		table.AddCells(emphasized(label, chosen), append(cells, w.weight(s.Probability[j]))...)
		table.Bars = append(table.Bars, s.Probability[j])
		rest -= s.Probability[j]
	}
	order := descending(n, func(j int) float64 { return s.Probability[j] })
	if structured { // what has no features is no answer
		order = slices.DeleteFunc(order, func(j int) bool { return s.Probability[j] == 0 })
	}
	shown := min(listed, len(order))
	for _, j := range order[:shown] {
		add(w.label(j), j, w.answer.Contains(j))
	}
	add("NONE", n, s.Antecedent == nil)
	if more := len(order) - shown; more > 0 {
		cells := slices.Repeat([]layout.Cell{plain("")}, len(columns))
		table.AddCells(plain(fmt.Sprintf("the other %d", more)), append(cells, w.weight(max(0, rest)))...)
		table.Bars = append(table.Bars, rest)
	}
	table.Add("sum", append(make([]string, len(columns)), fraction(sum(s.Probability)))...)
	w.Table(table)
	w.Blank()
	if c.NoScale {
		w.say("Here, too, this model leaves out the division by √D.")
	}
	if divided {
		w.say("Before the softmax the scores are divided by the temperature of the model, %s. It was fitted to examples that the model was not trained on, so that of the answers there of probability 0.7 about seven in ten are right.", number(s.Temperature))
	}
	w.say("No values are mixed here. The row itself is the answer, so this row IS the decision. (The model's own row differs by %s at most.)", tiny(s.Off))
	if structured {
		w.why(s)
	}
	if c.Layers > 0 {
		w.say("The rows of the heads are only steps on the way to it. A large weight there is no proof that the answer depends on it.")
	}
	w.Blank()
	w.shapes(s.Shapes)
}

// why prints every term in which the scores of the answer and of the most probable
// alternative differ.
func (w *writer) why(s *PointerSteps) {
	if s.Why == nil {
		return
	}
	name := func(t int) string {
		if t == len(w.Tokens) {
			return "NONE"
		}
		return w.word(t)
	}
	after := ""
	if s.Temperature != 1 {
		after = ", divided by the temperature,"
	}
	w.say("A score is content, which compares vectors, plus structure: the weights of the features that the mention has. Only what the text mentions can be the answer, each mention by its head. Names that the pronoun can mean have the mean of their content, and the structure tells them apart. Between %s and %s these differ, and the sum%s is the logarithm of how many times as probable the first is:",
		name(s.Why.First), name(s.Why.Second), after)
	table := layout.NewTable("", "")
	for _, t := range s.Why.Terms {
		table.Add(t.Name, w.Symbols(resolve.Signed(t.Value)))
	}
	table.Add("sum", w.Symbols(resolve.Signed(s.Why.Sum)))
	if s.Temperature != 1 {
		table.Add(w.divisor(s), w.Symbols(resolve.Signed(s.Why.Sum/s.Temperature)))
	}
	w.Table(table)
	w.Blank()
}

// divisor is the division by the temperature, as a label.
func (w *writer) divisor(s *PointerSteps) string { return w.Symbols("÷") + number(s.Temperature) }
