package terminal

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"antecedent/data"
	"antecedent/inspect/layout"
	"antecedent/resolve"
)

// WriteAnswers prints what the pronouns of a text refer to: for each the answer
// and the runners-up, a heat map of where every head of the pronoun attends, and
// one sentence that says it in words. Below them stand the words that the model
// does not know, and what the marks mean.
func WriteAnswers(w io.Writer, r *resolve.Reading, s layout.Style) error {
	p := layout.NewPrinter(w, s)
	if len(r.Answers) == 0 {
		p.Wrap(layout.Plain, "no pronoun to resolve in: "+layout.Visible(r.Text), 0, 2)
	}
	for i := range r.Answers {
		a := &r.Answers[i]
		writeAnswer(p, r, a)
		p.Blank()
		p.HeatMap(heatMap(r, a))
		p.Blank()
		p.Wrap(layout.Plain, r.Sentence(a), 0, 0)
		p.Blank()
	}
	writeUnknown(p, r.Unknown)
	if len(r.Answers) > 0 {
		for _, line := range legend(len(r.Patterns) > 0) {
			p.Wrap(layout.Faint, p.Symbols(line), 0, 2)
		}
	}
	return p.Err()
}

// writeUnknown lists the words of a text that the model does not know.
func writeUnknown(p *layout.Printer, unknown []string) {
	if len(unknown) == 0 {
		return
	}
	words := make([]string, len(unknown))
	for i, word := range unknown {
		words[i] = layout.Visible(word)
	}
	p.Wrap(layout.Plain, "unknown words: "+strings.Join(words, ", ")+" (read as "+data.Unknown+")", 0, 2)
	p.Blank()
}

// writeAnswer prints "it → cat  0.97    (mat 0.01, none 0.01)", on one line where
// it fits.
func writeAnswer(p *layout.Printer, r *resolve.Reading, a *resolve.Answer) {
	result := fmt.Sprintf("%s %s none%s %.2f", pronounName(r, a), p.Symbols("→"), layout.NBSP, a.None)
	others := runnersUp(r, a)
	if m := a.Antecedent; m != nil {
		result = fmt.Sprintf("%s %s %s%s %.2f", pronounName(r, a), p.Symbols("→"), r.Words(m.Span()), layout.NBSP, m.Probability)
		others = append(others, fmt.Sprintf("none%s%.2f", layout.NBSP, a.None))
	}
	rest := ""
	if len(others) > 0 {
		rest = "(" + strings.Join(others, ", ") + ")"
	}
	if space := "    "; layout.Cells(result+space+rest) <= p.Width {
		p.Line(strings.TrimRight(p.Paint(layout.Bold, result)+space+rest, " "))
		return
	}
	p.Wrap(layout.Bold, result, 0, 2)
	p.Wrap(layout.Plain, rest, 0, 1)
}

// pronounName is the pronoun, with its token's index where another pronoun of the
// text is the same word.
func pronounName(r *resolve.Reading, a *resolve.Answer) string {
	word, same := r.Words(a.Pronoun), 0
	for i := range r.Answers {
		if strings.EqualFold(r.Words(r.Answers[i].Pronoun), word) {
			same++
		}
	}
	if same > 1 {
		return fmt.Sprintf("%s (token %d)", word, a.Pronoun.Start)
	}
	return word
}

// runnersUp are up to three tokens outside the answer to which the pointer gives
// a hundredth or more, those with the most first.
func runnersUp(r *resolve.Reading, a *resolve.Answer) []string {
	var order []int
	for i, weight := range a.Pointer {
		if !a.Contains(i) && !(weight < 0.005) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(a.Pointer[j], a.Pointer[i]) })
	var parts []string
	for _, i := range order[:min(3, len(order))] {
		parts = append(parts, fmt.Sprintf("%s%s%.2f", layout.Visible(r.Tokens[i].Text), layout.NBSP, a.Pointer[i]))
	}
	return parts
}
