package explain

import (
	"fmt"

	"antecedent/inspect/layout"
	"antecedent/model/reference"
)

// vectorsStep prints x and the query of one token, and the keys and values of all.
func (w *writer) vectorsStep(s *HeadSteps) {
	c := w.Model
	w.heading("1. Three vectors: query, key and value")
	w.say("Each token comes to the head as a vector x of %d numbers. Three learned matrices turn x into three shorter vectors: q = x·W_Q + b_Q, k = x·W_K + b_K, v = x·W_V + b_V. Each has %d numbers.", c.Width, c.HeadWidth())
	if s.Layer > 0 {
		w.say("In layer %d, x is no longer the word alone: the layers before have mixed other words into it.", s.Layer)
	}
	shown := w.shown()
	if len(shown) < len(w.Tokens) {
		w.say("The text is long: below are %d of its tokens, those with the most weight. The JSON has all %d.", len(shown), len(w.Tokens))
	}
	list := func(m reference.Matrix) {
		var rows []layout.Vector
		for _, j := range shown {
			rows = append(rows, layout.Vector{Label: w.row(j), Numbers: m[j]})
		}
		w.Vectors(rows)
	}
	w.Blank()
	w.say("Query, \"What am I looking for?\" Here only %s asks, with its q:", w.word(w.Query))
	w.Vectors([]layout.Vector{
		{Label: plain("x of " + w.label(w.Query)), Numbers: s.X},
		{Label: emphasized("q of "+w.label(w.Query), true), Numbers: s.Q},
	})
	w.Blank()
	w.say("Key, \"What do I contain?\" Every token has one, to be found by:")
	list(s.Keys)
	w.Blank()
	w.say("Value, \"What information do I provide?\" Every token has one, to be handed over:")
	list(s.Values)
}

// sumStep prints the weighted sum of the values.
func (w *writer) sumStep(s *HeadSteps) {
	w.heading("5. Weighted sum: mix the values")
	counts := []string{"no", "one", "two", "three", "four", "five"} // up to listed
	w.say("Multiply each value by its weight and add up: z = Σ weight·v. The %s largest contributions, by their length:", counts[len(s.Largest)])
	var rows []layout.Vector
	for _, part := range s.Largest {
		rows = append(rows, layout.Vector{Label: plain(fraction(part.Weight) + w.Symbols(" · v of ") + w.label(part.Token)), Numbers: part.Vector})
	}
	if more := len(w.Tokens) - len(s.Largest); more > 0 {
		rows = append(rows, layout.Vector{Label: plain(fmt.Sprintf("%s   the other %d", fraction(s.Others.Weight), more)), Numbers: s.Others.Vector})
	}
	rows = append(rows, layout.Vector{Label: emphasized("sum: z", true), Numbers: s.Mixed})
	w.Vectors(rows)
	w.Blank()
	path := "goes"
	if h := w.Model.Heads; h > 1 {
		path = fmt.Sprintf("lies beside those of the other heads, and all %d together go", h)
	}
	w.say("This is the z that the model itself made: the largest difference is %s. It %s through W_O into what is added to %s.", tiny(s.Off.Z), path, w.word(w.Query))
}
