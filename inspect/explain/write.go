package explain

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"antecedent/inspect/layout"
)

// Write prints the explanation, step by step.
func (e *Explanation) Write(out io.Writer, s layout.Style) error {
	w := &writer{layout.NewPrinter(out, s), e}
	w.opening()
	if e.Head != nil {
		w.vectorsStep(e.Head)
		w.scoreStep(e.Head)
		w.softmaxStep(e.Head)
		w.sumStep(e.Head)
		w.matrixForm(e.Head)
	}
	if e.Pointer != nil {
		w.pointer(e.Pointer)
	}
	if e.Exercises != nil {
		w.exercises(e.Exercises)
	}
	return w.Err()
}

// margin is the indentation of lists; that of tables is the same.
const margin = 2

// A writer prints an explanation.
type writer struct {
	*layout.Printer
	*Explanation
}

// opening prints the answer, the words that the model does not know, which head is
// explained, and the text with the number of each token.
func (w *writer) opening() {
	if w.answer != nil {
		pronoun, answer, others := w.reading.Summary(w.answer)
		w.Headline(pronoun+" "+w.Symbols("→")+" "+answer, others)
		w.Blank()
	}
	if unknown := w.reading.UnknownWords(); unknown != "" {
		w.Wrap(layout.Plain, unknown, 0, 2)
		w.Blank()
	}
	if h, c := w.Head, w.Model; h == nil {
		w.say("This model has no attention layers, so there are no heads to explain: only the pointer, the attention that decides.")
	} else {
		reason := w.reason
		if reason != "" {
			reason = " " + reason
		}
		w.Wrap(layout.Bold, fmt.Sprintf("How head %d.%d looks at the text from %s", h.Layer, h.Head, w.word(w.Query)), 0, 2)
		w.say("Layer %d of %d, head %d of %d, counted from 0.%s There are T = %d tokens. Each is D = %d numbers wide, and K = %d inside a head (the lesson's d_k).",
			h.Layer, c.Layers, h.Head, c.Heads, reason, len(w.Tokens), c.Width, c.HeadWidth())
	}
	w.Blank()
	w.tokens()
}

// tokens prints the text with the number of each token, and what the marks mean.
func (w *writer) tokens() {
	parts := make([]string, len(w.Tokens))
	for i, token := range w.Tokens {
		parts[i] = strings.ReplaceAll(fmt.Sprintf("%d %s%s", i, layout.Visible(token.Text), w.mark(i)), " ", layout.NBSP)
	}
	w.Wrap(layout.Plain, strings.Join(parts, " "+layout.NBSP), margin, margin-1)
	if w.answer == nil {
		return
	}
	legend := layout.PronounMark + " the pronoun"
	if w.answer.Antecedent != nil {
		legend += ", " + layout.AnswerMark + " the answer"
	}
	w.Wrap(layout.Faint, w.Symbols(legend), margin, margin)
}

// say prints a paragraph. Symbols of the format are spelled in the style; arguments
// are printed as they are.
func (w *writer) say(format string, args ...any) {
	w.Wrap(layout.Plain, fmt.Sprintf(w.Symbols(unbroken.Replace(format)), args...), 0, 0)
}

// unbroken keeps the terms of a formula on one line.
var unbroken = strings.NewReplacer(" = ", layout.NBSP+"="+layout.NBSP, " + b_", layout.NBSP+"+"+layout.NBSP+"b_", " − ", layout.NBSP+"−"+layout.NBSP)

func (w *writer) heading(text string) {
	w.Blank()
	w.Wrap(layout.Bold, w.Symbols(text), 0, 2)
}

// word is token i in quotes.
func (w *writer) word(i int) string { return w.quote(token(i)) }

// label is the number, the beginning of the word and the mark of token i.
func (w *writer) label(i int) string {
	room := min(12, max(4, w.Width/6))
	digits := len(fmt.Sprint(len(w.Tokens) - 1))
	return fmt.Sprintf("%*d %s%s", digits, i, w.Clip(layout.Visible(w.Tokens[i].Text), room), w.mark(i))
}

// row is the label of token i as the first cell of a row, which is bold for the
// query.
func (w *writer) row(i int) layout.Cell { return emphasized(w.label(i), i == w.Query) }

// mark is a space and the mark of the pronoun or the answer, or nothing.
func (w *writer) mark(i int) string {
	switch a := w.answer; {
	case a == nil:
	case a.Contains(i):
		return " " + w.Symbols(layout.AnswerMark)
	case a.Pronoun.Overlaps(token(i)):
		return " " + w.Symbols(layout.PronounMark)
	}
	return ""
}

// Of texts of up to allShown tokens every token has its row, of longer ones the
// mostShown tokens with the most weight.
const allShown, mostShown = 32, 16

// shown are the tokens that have rows, in order. The query always has one.
func (w *writer) shown() []int {
	n := len(w.Tokens)
	order := descending(n, func(i int) float64 {
		if i == w.Query {
			return 2 // more than any weight
		}
		return w.Head.Weight[i]
	})
	if n > allShown {
		order = order[:mostShown]
	}
	slices.Sort(order)
	return order
}

func plain(text string) layout.Cell { return layout.Cell{Text: text} }

func emphasized(text string, on bool) layout.Cell {
	return layout.Cell{Text: text, SGR: layout.BoldIf(on)}
}

// weight is a weight on its shade.
func (w *writer) weight(x float64) layout.Cell {
	return layout.Cell{Text: fraction(x), SGR: w.Shade(float32(x))}
}

func number(x float64) string { return layout.Number(x, 2) }

// fraction has enough decimals to tell small weights from none.
func fraction(x float64) string { return layout.Number(x, 4) }

// tiny writes a difference that is about 0.
func tiny(x float64) string {
	if x == 0 {
		return "0"
	}
	return fmt.Sprintf("%.0e", x)
}
