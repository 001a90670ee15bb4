package inspect

import (
	"fmt"
	"io"
	"slices"

	"antecedent/data"
	"antecedent/inspect/layout"
	"antecedent/model/resolver"
)

// WriteMap prints every weight of one head: a row for each token that looks, a
// column for each that is looked at. All pronouns of a text see the same
// attention, so one map serves all its answers, of which there must be one at
// least.
func WriteMap(w io.Writer, answers []resolver.Answer, layer, head int, s layout.Style) error {
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
	p := layout.NewPrinter(w, s)
	p.Wrap(layout.Bold, fmt.Sprintf("Head %d.%d: each row is what one word looks at, and sums to 100", layer, head), 0, 2)
	p.Blank()
	h := &layout.HeatMap{}
	for i, token := range answers[0].Example.Tokens {
		mark := mapMark(answers, i)
		h.Columns = append(h.Columns, layout.Column{Word: token.Text, Mark: mark, Bold: isPronoun(answers, i)})
		h.Rows = append(h.Rows, layout.Row{Label: p.ShortWord(token.Text), Mark: mark, Weights: pattern[i]})
	}
	p.HeatMap(h)
	p.Blank()
	plural := ""
	if len(answers) > 1 {
		plural = "s"
	}
	p.Wrap(layout.Faint, p.Symbols(layout.PronounMark+" the pronoun"+plural+", "+layout.AnswerMark+" the answer"+plural), 0, 2)
	p.Wrap(layout.Faint, p.Symbols(hundredths), 0, 2)
	return p.Err()
}

// mapMark is what token i is to any of the answers.
func mapMark(answers []resolver.Answer, i int) string {
	mark := ""
	if isPronoun(answers, i) {
		mark += layout.PronounMark
	}
	if slices.ContainsFunc(answers, func(a resolver.Answer) bool { return inAnswer(&a, i) }) {
		mark += layout.AnswerMark
	}
	return mark
}

func isPronoun(answers []resolver.Answer, i int) bool {
	for k := range answers {
		if within(answers[k].Example.Pronoun, i) {
			return true
		}
	}
	return false
}

func within(s data.Span, i int) bool { return i >= s.Start && i < s.End }
