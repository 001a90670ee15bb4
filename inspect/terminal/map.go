package terminal

import (
	"fmt"
	"io"
	"slices"

	"antecedent/data"
	"antecedent/inspect/layout"
	"antecedent/model"
	"antecedent/resolve"
)

// WriteMap prints every weight of one head: a row for each token that attends, a
// column for each that is attended to. The head must be one of the model's.
func WriteMap(w io.Writer, r *resolve.Reading, head model.Head, s layout.Style) error {
	if head.Layer < 0 || head.Layer >= len(r.Patterns) || head.Head < 0 || head.Head >= len(r.Patterns[head.Layer]) {
		return fmt.Errorf("terminal: the model has no head %s", head)
	}
	p := layout.NewPrinter(w, s)
	p.Wrap(layout.Bold, fmt.Sprintf("Head %s: each row is what one word looks at, and sums to 100", head), 0, 2)
	p.Blank()
	h := &layout.HeatMap{}
	for i, token := range r.Tokens {
		mark, pronoun := mapMark(r, i)
		h.Columns = append(h.Columns, layout.Column{Word: token.Text, Mark: mark, Bold: pronoun})
		h.Rows = append(h.Rows, layout.Row{Label: p.ShortWord(token.Text), Mark: mark, Weights: r.Patterns[head.Layer][head.Head][i]})
	}
	p.HeatMap(h)
	p.Blank()
	if n := len(r.Answers); n > 0 {
		plural := ""
		if n > 1 {
			plural = "s"
		}
		p.Wrap(layout.Faint, p.Symbols(layout.PronounMark+" the pronoun"+plural+", "+layout.AnswerMark+" the answer"+plural), 0, 2)
	}
	p.Wrap(layout.Faint, p.Symbols(hundredths), 0, 2)
	return p.Err()
}

// mapMark is what token i is to any of the answers, and whether it is a pronoun.
func mapMark(r *resolve.Reading, i int) (mark string, pronoun bool) {
	token := data.Span{Start: i, End: i + 1}
	if pronoun = slices.ContainsFunc(r.Answers, func(a resolve.Answer) bool { return a.Pronoun.Overlaps(token) }); pronoun {
		mark += layout.PronounMark
	}
	if slices.ContainsFunc(r.Answers, func(a resolve.Answer) bool { return a.Contains(i) }) {
		mark += layout.AnswerMark
	}
	return mark, pronoun
}
