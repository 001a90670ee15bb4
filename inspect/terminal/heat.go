package terminal

import (
	"slices"

	"antecedent/data"
	"antecedent/inspect/layout"
	"antecedent/model"
	"antecedent/resolve"
)

// heatMap is what one pronoun attends to: a row for the pointer, which decides,
// and one for each head of each layer; for another word the latter alone.
func heatMap(r *resolve.Reading, a *resolve.Answer) *layout.HeatMap {
	h, looks := &layout.HeatMap{}, r.Looks(a)
	for i, token := range r.Tokens {
		c := layout.Column{Word: token.Text}
		switch {
		case a.Contains(i):
			c.Mark, c.Bold = layout.AnswerMark, true
		case a.Pronoun.Overlaps(data.Span{Start: i, End: i + 1}):
			c.Mark, c.Bold = layout.PronounMark, true
		case looks.Evidence != nil && i == looks.Evidence.Span.Start:
			c.Mark = layout.EvidenceMark
		}
		h.Columns = append(h.Columns, c)
	}
	if a.Resolved() {
		none := layout.Column{Word: "NONE", Apart: true} // it is no token
		if a.Antecedent == nil {
			none.Mark, none.Bold = layout.AnswerMark, true
		}
		h.Columns = append(h.Columns, none)
		h.Rows = []layout.Row{{Label: "pointer", Weights: append(slices.Clone(a.Pointer), float32(a.None))}}
	}
	for l, heads := range r.Patterns {
		for k, pattern := range heads {
			at := model.Head{Layer: l, Head: k}
			row := layout.Row{Label: at.String(), Weights: pattern[a.Pronoun.Start]}
			if looks.Answer != nil && looks.Answer.Head == at {
				row.Mark += layout.AnswerMark
			}
			if looks.Evidence != nil && looks.Evidence.Head == at {
				row.Mark += layout.EvidenceMark
			}
			h.Rows = append(h.Rows, row)
		}
	}
	return h
}

// hundredths is the last line of a legend.
const hundredths = "Weights in hundredths; · is less than half of one."

// unsureLegend says what unsure means.
const unsureLegend = "unsure: of a probability below 2/3"

// The lines of a legend on heads.
const (
	evidence = layout.EvidenceMark + " the other content word looked at most, and the head that does"
	weights  = hundredths + " Heads: layer.head, from 0."
)

// wordLegend explains the marks of a word that is no pronoun, one a line.
func wordLegend(r *resolve.Reading, word *resolve.Answer) []string {
	if len(r.Patterns) == 0 {
		return nil
	}
	lines := []string{layout.PronounMark + " the word that looks"}
	if _, other := r.Marks(word); other {
		lines = append(lines, evidence)
	}
	return append(lines, weights)
}

// legend explains the marks that stand beside some answers, and what unsure means where
// one is, one a line.
func legend(r *resolve.Reading, answers []resolve.Answer) []string {
	lines := []string{layout.PronounMark + " the pronoun", layout.AnswerMark + " the answer"}
	if len(r.Patterns) == 0 {
		lines = append(lines, hundredths)
	} else {
		asked := make([]*resolve.Answer, len(answers))
		for i := range answers {
			asked[i] = &answers[i]
		}
		answer, other := r.Marks(asked...)
		if answer {
			lines[1] += ", and the head that looks at it most"
		}
		if other {
			lines = append(lines, evidence)
		}
		lines = append(lines, weights)
	}
	if slices.ContainsFunc(answers, func(a resolve.Answer) bool { return a.Unsure() }) {
		lines = append(lines, unsureLegend)
	}
	return lines
}
