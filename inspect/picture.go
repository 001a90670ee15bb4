package inspect

import (
	"slices"

	"antecedent/inspect/layout"
	"antecedent/model/resolver"
)

// picture is the heat map of one pronoun's rows.
func picture(a *resolver.Answer, g gaze) *layout.HeatMap {
	h := &layout.HeatMap{}
	for i, token := range a.Example.Tokens {
		c := layout.Column{Word: token.Text}
		switch {
		case inAnswer(a, i):
			c.Mark, c.Bold = layout.AnswerMark, true
		case i >= a.Example.Pronoun.Start && i < a.Example.Pronoun.End:
			c.Mark, c.Bold = layout.PronounMark, true
		case g.content != nil && i == g.content.span.Start:
			c.Mark = layout.EvidenceMark
		}
		h.Columns = append(h.Columns, c)
	}
	none := layout.Column{Word: "NONE", Apart: true} // it is no token
	if a.Antecedent == nil {
		none.Mark, none.Bold = layout.AnswerMark, true
	}
	h.Columns = append(h.Columns, none)
	pointer := append(slices.Clone(a.Resolution.Pointer), a.Resolution.None)
	h.Rows = []layout.Row{{Label: "pointer", Weights: pointer}}
	for l, heads := range a.Resolution.Patterns {
		for k, pattern := range heads {
			r := layout.Row{Label: look{layer: l, head: k}.name(), Weights: pattern[a.Example.Pronoun.Start]}
			if g.answer != nil && g.answer.name() == r.Label {
				r.Mark += layout.AnswerMark
			}
			if g.content != nil && g.content.name() == r.Label {
				r.Mark += layout.EvidenceMark
			}
			h.Rows = append(h.Rows, r)
		}
	}
	return h
}

// hundredths is the last line of a legend.
const hundredths = "Weights in hundredths; · is less than half of one."

// legend explains the marks, one a line where the width allows.
func legend(layers bool) []string {
	pronoun, answer := layout.PronounMark+" the pronoun", layout.AnswerMark+" the answer"
	if !layers {
		return []string{pronoun, answer, hundredths}
	}
	return []string{
		pronoun,
		answer + ", and the head that looks at it most",
		layout.EvidenceMark + " the other content word looked at most, and the head that does",
		hundredths + " Heads: layer.head, from 0.",
	}
}
