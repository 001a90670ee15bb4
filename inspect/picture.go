package inspect

import (
	"fmt"
	"slices"

	"antecedent/model/resolver"
)

// picture is the heat map of one pronoun's rows.
func picture(a *resolver.Answer, g gaze, s Style) *heatMap {
	signs := s.glyphs()
	h := &heatMap{}
	for i, token := range a.Example.Tokens {
		c := newColumn(token.Text, s)
		switch {
		case inAnswer(a, i):
			c.mark, c.strong = signs.answer, true
		case i >= a.Example.Pronoun.Start && i < a.Example.Pronoun.End:
			c.mark, c.strong = signs.pronoun, true
		case g.content != nil && i == g.content.span.Start:
			c.mark = signs.other
		}
		if isGold(a, i) {
			c.mark += s.goldMark()
		}
		h.columns = append(h.columns, c)
	}
	none := newColumn("NONE", s)
	none.gap = " " // it is no token
	if a.Antecedent == nil {
		none.mark, none.strong = signs.answer, true
	}
	if a.Example.Labelled && len(a.Example.Antecedents) == 0 {
		none.mark += s.goldMark()
	}
	h.columns = append(h.columns, none)
	pointer := append(slices.Clone(a.Resolution.Pointer), a.Resolution.None)
	h.rows = []heatRow{{label: "pointer", weights: pointer}}
	for l, heads := range a.Resolution.Patterns {
		for k, pattern := range heads {
			r := heatRow{label: look{layer: l, head: k}.name(), weights: pattern[a.Example.Pronoun.Start]}
			if g.answer != nil && g.answer.name() == r.label {
				r.mark += signs.answer
			}
			if g.content != nil && g.content.name() == r.label {
				r.mark += signs.other
			}
			h.rows = append(h.rows, r)
		}
	}
	return h
}

// legend explains the marks, one a line where the width allows.
func legend(all []resolver.Answer, s Style) []string {
	signs := s.glyphs()
	lines := []string{
		signs.pronoun + " the pronoun",
		signs.answer + " the answer",
	}
	if slices.ContainsFunc(all, func(a resolver.Answer) bool { return a.Example.Labelled }) {
		lines = append(lines, s.goldLegend())
	}
	numbers := fmt.Sprintf("Weights in hundredths; %s is less than half of one.", signs.zero)
	if len(all[0].Resolution.Patterns) > 0 {
		lines[1] += ", and the head that looks at it most"
		lines = append(lines, signs.other+" the other content word looked at most, and the head that does")
		numbers += " Heads: layer.head, from 0."
	}
	return append(lines, numbers)
}
