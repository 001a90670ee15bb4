package terminal

import (
	"fmt"
	"io"

	"antecedent/inspect/layout"
	"antecedent/resolve"
)

// WriteAnswers prints what some pronouns of a text refer to, its first ones or all of
// r.Answers: for each the answer and the runners-up, a heat map of where every head of
// the pronoun attends, and one sentence that says it in words; for a model with structure,
// the terms of the score that decided. Below them stand the words that the model does not
// know, and what the marks mean.
func WriteAnswers(w io.Writer, r *resolve.Reading, answers []resolve.Answer, s layout.Style) error {
	p := layout.NewPrinter(w, s)
	if len(r.Answers) == 0 {
		p.Wrap(layout.Plain, "no pronoun to resolve in: "+layout.Visible(r.Text), 0, 2)
	}
	for i := range answers {
		writeAnswer(p, r, &answers[i])
	}
	writeUnknown(p, r)
	if len(answers) > 0 {
		writeLegend(p, legend(r, answers))
	}
	return p.Err()
}

// WriteLook prints what token i of a text attends to: the answer of a pronoun as
// [WriteAnswers] does, and of any other word its row of every head.
func WriteLook(w io.Writer, r *resolve.Reading, i int, s layout.Style) error {
	if i < 0 || i >= len(r.Tokens) {
		return fmt.Errorf("terminal: the text has no token %d", i)
	}
	p, a := layout.NewPrinter(w, s), r.QueryOf(i)
	var lines []string
	if a.Resolved() {
		lines = legend(r, []resolve.Answer{*a})
		writeAnswer(p, r, a)
	} else {
		p.Wrap(layout.Bold, fmt.Sprintf("What %q (token %d) looks at", r.Words(a.Pronoun), i), 0, 2)
		p.Blank()
		if len(r.Patterns) > 0 {
			p.HeatMap(heatMap(r, a))
			p.Blank()
		}
		p.Wrap(layout.Plain, r.Sentence(a), 0, 0)
		p.Blank()
		lines = wordLegend(r, a)
	}
	writeUnknown(p, r)
	writeLegend(p, lines)
	return p.Err()
}

// writeAnswer prints one answer.
func writeAnswer(p *layout.Printer, r *resolve.Reading, a *resolve.Answer) {
	pronoun, answer, others := r.Summary(a)
	p.Headline(pronoun+" "+p.Symbols("→")+" "+answer, others)
	p.Blank()
	p.HeatMap(heatMap(r, a))
	p.Blank()
	p.Wrap(layout.Plain, r.Sentence(a), 0, 0)
	if reason := r.Reason(a); reason != "" {
		p.Wrap(layout.Plain, p.Symbols(reason), 0, 2)
	}
	p.Blank()
}

func writeUnknown(p *layout.Printer, r *resolve.Reading) {
	if unknown := r.SomeUnknownWords(mostUnknown); unknown != "" {
		p.Wrap(layout.Plain, unknown, 0, 2)
		p.Blank()
	}
}

func writeLegend(p *layout.Printer, lines []string) {
	for _, line := range lines {
		p.Wrap(layout.Faint, p.Symbols(line), 0, 2)
	}
}
