package terminal

import (
	"io"

	"antecedent/inspect/layout"
	"antecedent/resolve"
)

// WriteAnswers prints what the pronouns of a text refer to: for each the answer
// and the runners-up, a heat map of where every head of the pronoun attends, and
// one sentence that says it in words; for a model with structure, the terms of the
// score that decided. Below them stand the words that the model
// does not know, and what the marks mean.
func WriteAnswers(w io.Writer, r *resolve.Reading, s layout.Style) error {
	p := layout.NewPrinter(w, s)
	if len(r.Answers) == 0 {
		p.Wrap(layout.Plain, "no pronoun to resolve in: "+layout.Visible(r.Text), 0, 2)
	}
	for i := range r.Answers {
		a := &r.Answers[i]
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
	if unknown := r.UnknownWords(); unknown != "" {
		p.Wrap(layout.Plain, unknown, 0, 2)
		p.Blank()
	}
	if len(r.Answers) > 0 {
		for _, line := range legend(r) {
			p.Wrap(layout.Faint, p.Symbols(line), 0, 2)
		}
	}
	return p.Err()
}
