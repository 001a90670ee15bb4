package inspect

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"antecedent/data"
	"antecedent/inspect/layout"
)

// Write prints the explanation, step by step.
func (e *Explanation) Write(w io.Writer, s layout.Style) error {
	t := &lecture{layout.NewPrinter(w, s), e}
	t.opening()
	if e.Head != nil {
		t.vectorsStep(e.Head)
		t.scoreStep(e.Head)
		t.softmaxStep(e.Head)
		t.sumStep(e.Head)
		t.matrixForm(e.Head)
	}
	if e.Pointer != nil {
		t.pointer(e.Pointer)
	}
	if e.Exercises != nil {
		t.exercises(e.Exercises)
	}
	return t.Err()
}

// margin is how far lists are indented, as tables are.
const margin = 2

// A lecture is an explanation on its way to a page.
type lecture struct {
	*layout.Printer
	e *Explanation
}

// say prints a paragraph; its arguments are shown as they are.
func (t *lecture) say(format string, args ...any) {
	t.Wrap(layout.Plain, fmt.Sprintf(t.Symbols(whole.Replace(format)), args...), 0, 0)
}

// whole keeps what is short in a formula on one line.
var whole = strings.NewReplacer(" = ", layout.NBSP+"="+layout.NBSP, " + b_", layout.NBSP+"+"+layout.NBSP+"b_", " − ", layout.NBSP+"−"+layout.NBSP)

func (t *lecture) heading(format string, args ...any) {
	t.Blank()
	t.Wrap(layout.Bold, fmt.Sprintf(t.Symbols(format), args...), 0, 2)
}

// word is token i in quotes.
func (t *lecture) word(i int) string {
	return quote(&t.e.answer, data.Span{Start: i, End: i + 1})
}

// row is the label of token i: its number, the beginning of the word, and the
// mark that the heat map gives it.
func (t *lecture) row(i int) layout.Cell {
	e := t.e
	room := min(12, max(4, t.Width/6))
	digits := len(fmt.Sprint(len(e.Tokens) - 1))
	text := fmt.Sprintf("%*d %s", digits, i, t.Clip(layout.Visible(e.Tokens[i].Text), room))
	if mark := t.mark(i); mark != "" {
		text += " " + mark
	}
	return emphasized(text, i == e.Query)
}

// emphasized is bold where it is on.
func emphasized(text string, on bool) layout.Cell {
	if on {
		return layout.Cell{Text: text, SGR: layout.Bold}
	}
	return layout.Cell{Text: text}
}

func (t *lecture) mark(i int) string {
	a := &t.e.answer
	if !t.e.spoken() {
		return ""
	}
	switch {
	case inAnswer(a, i):
		return t.Symbols(layout.AnswerMark)
	case i >= a.Example.Pronoun.Start && i < a.Example.Pronoun.End:
		return t.Symbols(layout.PronounMark)
	}
	return ""
}

// Of texts up to allShown tokens every token has its row, of longer ones the
// mostShown with the most weight.
const allShown, mostShown = 32, 16

// shown are the tokens that have rows, in order. The query always has one.
func (t *lecture) shown() []int {
	n := len(t.e.Tokens)
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	if n <= allShown {
		return order
	}
	weights := t.e.Head.Weight
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case i == t.e.Query || weights[i] > weights[j]:
			return -1
		case j == t.e.Query || weights[i] < weights[j]:
			return 1
		}
		return 0
	})
	order = order[:mostShown]
	slices.Sort(order)
	return order
}

func (t *lecture) opening() {
	e := t.e
	if e.spoken() {
		writeAnswer(t.Printer, &e.answer, e.answers)
		t.Blank()
	}
	writeUnknown(t.Printer, e.Unknown)
	if e.Head == nil {
		t.say("This model has no attention layers, so there are no heads to explain: only the pointer, the attention that decides.")
		t.Blank()
	} else {
		t.Wrap(layout.Bold, fmt.Sprintf("How head %d.%d looks at the text from %s", e.Head.Layer, e.Head.Head, t.word(e.Query)), 0, 2)
		c := e.Model
		t.say("Layer %d of %d, head %d of %d, counted from 0.%s There are T = %d tokens. Each is D = %d numbers wide, and K = %d inside a head (the lesson's d_k).",
			e.Head.Layer, c.Layers, e.Head.Head, c.Heads, e.why(), len(e.Tokens), c.Width, c.HeadWidth())
		t.Blank()
	}
	t.tokens()
}

// why says what the head was chosen for, where nobody named it.
func (e *Explanation) why() string {
	if e.at.Head >= 0 {
		return ""
	}
	among := "Of all heads"
	if e.at.Layer >= 0 {
		among = "Of this layer's heads"
	}
	if e.look == nil {
		return ""
	}
	return fmt.Sprintf(" %s it takes the most from %s for %s.", among, quote(&e.answer, e.look.span), quote(&e.answer, e.answer.Example.Pronoun))
}

// tokens prints the text with the number of each token.
func (t *lecture) tokens() {
	parts := make([]string, len(t.e.Tokens))
	for i, token := range t.e.Tokens {
		parts[i] = fmt.Sprintf("%d%s%s", i, layout.NBSP, strings.ReplaceAll(layout.Visible(token.Text), " ", layout.NBSP))
		if mark := t.mark(i); mark != "" {
			parts[i] += layout.NBSP + mark
		}
	}
	t.Wrap(layout.Plain, strings.Join(parts, " "+layout.NBSP), margin, margin-1)
	if !t.e.spoken() {
		return
	}
	legend := layout.PronounMark + " the pronoun"
	if t.e.answer.Antecedent != nil {
		legend += ", " + layout.AnswerMark + " the answer"
	}
	t.Wrap(layout.Faint, t.Symbols(legend), margin, margin)
}
