package inspect

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"antecedent/data"
)

// Write prints the explanation, step by step.
func (e *Explanation) Write(w io.Writer, s Style) error {
	t := &lecture{printer: printer{w: w, style: s}, e: e}
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
	return t.err
}

// A lecture is an explanation on its way to a page.
type lecture struct {
	printer
	e *Explanation
}

// say prints a paragraph; its arguments are shown as they are.
func (t *lecture) say(format string, args ...any) {
	t.lines("", fmt.Sprintf(t.style.signs(whole.Replace(format)), args...), "")
}

// whole keeps what is short in a formula on one line.
var whole = strings.NewReplacer(" = ", tie+"="+tie, " + b_", tie+"+"+tie+"b_", " − ", tie+"−"+tie)

func (t *lecture) heading(format string, args ...any) {
	t.blank()
	t.lines(bold, fmt.Sprintf(t.style.signs(format), args...), "  ")
}

// word is token i in quotes.
func (t *lecture) word(i int) string {
	return quote(&t.e.answer, data.Span{Start: i, End: i + 1})
}

// row is the label of token i: its number, the beginning of the word, and the
// mark that the heat map gives it.
func (t *lecture) row(i int) label {
	e := t.e
	room := min(12, max(4, t.style.width()/6))
	digits := len(fmt.Sprint(len(e.Tokens) - 1))
	text := fmt.Sprintf("%*d %s", digits, i, clip(visible(e.Tokens[i].Text), room, t.style.glyphs().ellipsis))
	if mark := t.mark(i); mark != "" {
		text += " " + mark
	}
	return label{text: text, strong: i == e.Query}
}

func (t *lecture) mark(i int) string {
	a, signs := &t.e.answer, t.style.glyphs()
	if !t.e.spoken() {
		return ""
	}
	switch {
	case inAnswer(a, i):
		return signs.answer
	case i >= a.Example.Pronoun.Start && i < a.Example.Pronoun.End:
		return signs.pronoun
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
		t.answer(&e.answer, e.answers)
		t.blank()
	}
	if len(e.Unknown) > 0 {
		words := make([]string, len(e.Unknown))
		for i, word := range e.Unknown {
			words[i] = visible(word)
		}
		t.lines("", "unknown words: "+strings.Join(words, ", ")+" (read as "+data.Unknown+")", "  ")
		t.blank()
	}
	if e.Head == nil {
		t.say("This model has no attention layers, so there are no heads to explain: only the pointer, the attention that decides.")
		t.blank()
	} else {
		t.lines(bold, fmt.Sprintf("How head %d.%d looks at the text from %s", e.Head.Layer, e.Head.Head, t.word(e.Query)), "  ")
		c := e.Model
		t.say("Layer %d of %d, head %d of %d, counted from 0.%s There are T = %d tokens. Each is D = %d numbers wide, and K = %d inside a head (the lesson's d_k).",
			e.Head.Layer, c.Layers, e.Head.Head, c.Heads, e.why(), len(e.Tokens), c.Width, c.HeadWidth())
		t.blank()
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
		parts[i] = fmt.Sprintf("%d%s%s", i, tie, strings.ReplaceAll(visible(token.Text), " ", tie))
		if mark := t.mark(i); mark != "" {
			parts[i] += tie + mark
		}
	}
	indent := strings.Repeat(" ", margin)
	t.lines("", strings.Repeat(tie, margin)+strings.Join(parts, " "+tie), indent[1:])
	if !t.e.spoken() {
		return
	}
	signs := t.style.glyphs()
	legend := signs.pronoun + " the pronoun"
	if t.e.answer.Antecedent != nil {
		legend += ", " + signs.answer + " the answer"
	}
	t.lines(faint, strings.Repeat(tie, margin)+legend, indent)
}
