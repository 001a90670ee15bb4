package terminal

import (
	"fmt"
	"io"
	"strings"

	"antecedent/inspect/layout"
	"antecedent/resolve"
)

// WriteList prints what the pronouns of a text refer to, one line for each: the answer
// with its probability, the alternative to one that is unsure, and the words around the
// pronoun, which stands in brackets, as far as the line has room. Below them stand the
// words that the model does not know.
func WriteList(w io.Writer, r *resolve.Reading, s layout.Style) error {
	p := layout.NewPrinter(w, s)
	lines := make([]listLine, len(r.Answers))
	label, anyUnsure := 0, false
	for i := range r.Answers {
		lines[i] = newListLine(p, r, &r.Answers[i])
		label = max(label, layout.Cells(lines[i].label))
		anyUnsure = anyUnsure || r.Answers[i].Unsure()
	}
	label = min(label, max(p.Width*2/5, p.Width-room(p.Width)))
	for i, l := range lines {
		p.Line(strings.TrimRight(l.text(p, label, r, &r.Answers[i]), " "))
	}
	if unknown := r.SomeUnknownWords(mostUnknown); unknown != "" {
		p.Wrap(layout.Plain, unknown, 0, 2)
	}
	if anyUnsure {
		p.Wrap(layout.Faint, unsureLegend, 0, 2)
	}
	return p.Err()
}

// mostUnknown is how many unknown words are named below answers. A book has hundreds.
const mostUnknown = 20

// leastContext is the least number of cells in which words around a pronoun say anything.
const leastContext = 16

// probability and gaps are the cells of "  0.97  ".
const probability, gaps = 4, 4

// room is what a line of some width has beside an answer of a few words.
func room(width int) int {
	if width < 60 {
		return probability + gaps
	}
	return width * 3 / 5
}

// unsure is the remark of an answer that is.
const unsure = "unsure"

// A listLine is the answer to one pronoun, with "?" behind the probability of one that
// is unsure.
type listLine struct{ label, probability, remark string }

func newListLine(p *layout.Printer, r *resolve.Reading, a *resolve.Answer) listLine {
	l := listLine{label: "none", probability: fmt.Sprintf("%.2f", a.None)}
	if m := a.Antecedent; m != nil {
		l.label, l.probability = r.Label(a, a.Options[0]), fmt.Sprintf("%.2f", m.Probability)
	}
	l.label = r.Words(a.Pronoun) + p.Symbols(" → ") + l.label
	if !a.Unsure() {
		return l
	}
	l.remark = unsure
	switch m, ok := r.RunnerUp(a); {
	case !ok || a.Options[1].Probability < 0.005:
	case m == nil:
		l.remark += fmt.Sprintf(": or none %.2f", a.None)
	default:
		l.remark += fmt.Sprintf(": or %s %.2f", r.Label(a, a.Options[1]), m.Probability)
	}
	return l
}

// text is the line with a label of some cells.
func (l listLine) text(p *layout.Printer, label int, r *resolve.Reading, a *resolve.Answer) string {
	text := p.Paint(layout.Bold, layout.PadRight(p.Clip(l.label, label), label)) + "  " + l.probability
	left := p.Width - label - probability - gaps
	if left < leastContext {
		if l.remark != "" && left > 0 {
			text += "?"
		}
		return text
	}
	text += "  "
	if l.remark != "" {
		remark := l.remark
		if layout.Cells(remark) > left {
			remark = unsure // without an alternative whose number would be cut
		}
		text += remark
		if left -= layout.Cells(remark) + 2; left < leastContext {
			return text
		}
		text += "  "
	}
	return text + p.Paint(layout.Faint, inContext(p, r, a.Pronoun, left))
}
