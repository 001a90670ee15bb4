package inspect

import (
	"fmt"
	"io"
	"slices"

	"antecedent/data"
	"antecedent/model/resolver"
)

// WriteMap prints every weight of one head: a row for each token that looks, a
// column for each that is looked at. All pronouns of a text see the same
// attention, so one map serves all its answers, of which there must be one at
// least.
func WriteMap(w io.Writer, answers []resolver.Answer, layer, head int, s Style) error {
	if len(answers) == 0 {
		return fmt.Errorf("inspect: a map needs an answer")
	}
	r := answers[0].Resolution
	if err := checkShapes(&answers[0]); err != nil {
		return err
	}
	if layer < 0 || layer >= len(r.Patterns) || head < 0 || head >= len(r.Patterns[layer]) {
		return fmt.Errorf("inspect: the model has no head %d.%d", layer, head)
	}
	pattern := r.Patterns[layer][head]
	for i, row := range pattern {
		if len(row) != len(pattern) {
			return fmt.Errorf("inspect: head %d.%d has %d weights for token %d of %d", layer, head, len(row), i, len(pattern))
		}
	}
	out := &printer{w: w, style: s}
	out.lines(bold, fmt.Sprintf("Head %d.%d: each row is what one word looks at, and sums to 100", layer, head), "  ")
	out.blank()
	h := &heatMap{}
	for i, token := range answers[0].Example.Tokens {
		c := newColumn(token.Text, s)
		c.mark, c.strong = mapMark(answers, i, s), isPronoun(answers, i)
		h.columns = append(h.columns, c)
		word := clip(visible(token.Text), greatestColumn, s.glyphs().ellipsis)
		h.rows = append(h.rows, heatRow{label: word, mark: c.mark, weights: pattern[i]})
	}
	out.heat(h)
	out.blank()
	for _, line := range mapLegend(answers, s) {
		out.lines(faint, line, "  ")
	}
	return out.err
}

// mapMark is what token i is to any of the answers.
func mapMark(answers []resolver.Answer, i int, s Style) string {
	signs, mark := s.glyphs(), ""
	if isPronoun(answers, i) {
		mark += signs.pronoun
	}
	answered, gold := false, false
	for k := range answers {
		answered = answered || inAnswer(&answers[k], i)
		gold = gold || isGold(&answers[k], i)
	}
	if answered {
		mark += signs.answer
	}
	if gold {
		mark += s.goldMark()
	}
	return mark
}

func mapLegend(answers []resolver.Answer, s Style) []string {
	signs := s.glyphs()
	line := signs.pronoun + " the pronoun, " + signs.answer + " the answer"
	if len(answers) > 1 {
		line = signs.pronoun + " the pronouns, " + signs.answer + " the answers"
	}
	lines := []string{line}
	if slices.ContainsFunc(answers, func(a resolver.Answer) bool { return a.Example.Labelled && len(a.Example.Antecedents) > 0 }) {
		lines = append(lines, s.goldLegend())
	}
	return append(lines, fmt.Sprintf("Weights in hundredths; %s is less than half of one.", signs.zero))
}

func isPronoun(answers []resolver.Answer, i int) bool {
	for k := range answers {
		if within(answers[k].Example.Pronoun, i) {
			return true
		}
	}
	return false
}

// isGold reports whether token i is known to be what the pronoun refers to.
func isGold(a *resolver.Answer, i int) bool {
	if !a.Example.Labelled {
		return false
	}
	for _, span := range a.Example.Antecedents {
		if within(span, i) {
			return true
		}
	}
	return false
}

func within(s data.Span, i int) bool { return i >= s.Start && i < s.End }

// goldMark marks what is known to be right, beside what the model answered.
func (s Style) goldMark() string {
	if s.Unicode {
		return "★"
	}
	return "+"
}

func (s Style) goldLegend() string {
	return s.goldMark() + " what is known to be right"
}
