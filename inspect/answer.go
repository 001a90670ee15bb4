package inspect

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"antecedent/data"
	"antecedent/inspect/layout"
	"antecedent/model/resolver"
)

// WriteAnswers prints what a text's pronouns refer to: for each the answer,
// what came next, where every head of the pronoun looks, and one sentence that
// says it in words. Below them stand the words that [Unknown] found, and what
// the marks mean.
func WriteAnswers(w io.Writer, text string, answers []resolver.Answer, unknown []string, s layout.Style) error {
	for i := range answers {
		if err := checkShapes(&answers[i]); err != nil {
			return err
		}
	}
	p := layout.NewPrinter(w, s)
	if len(answers) == 0 {
		p.Wrap(layout.Plain, "no pronoun to resolve in: "+layout.Visible(text), 0, 2)
	}
	for i := range answers {
		a := &answers[i]
		g := gazeOf(a)
		writeAnswer(p, a, answers)
		p.Blank()
		p.HeatMap(picture(a, g))
		p.Blank()
		p.Wrap(layout.Plain, sentence(a, g), 0, 0)
		p.Blank()
	}
	writeUnknown(p, unknown)
	if len(answers) > 0 {
		for _, line := range legend(len(answers[0].Resolution.Patterns) > 0) {
			p.Wrap(layout.Faint, p.Symbols(line), 0, 2)
		}
	}
	return p.Err()
}

// writeUnknown lists the words of a text that the vocabulary lacks.
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
func writeAnswer(p *layout.Printer, a *resolver.Answer, all []resolver.Answer) {
	result := fmt.Sprintf("%s %s none%s %.2f", pronounName(a, all), p.Symbols("→"), layout.NBSP, a.None)
	parts := runnersUp(a)
	if m := a.Antecedent; m != nil {
		found := spanText(a, data.Span{Start: m.Start, End: m.End})
		result = fmt.Sprintf("%s %s %s%s %.2f", pronounName(a, all), p.Symbols("→"), found, layout.NBSP, m.Probability)
		parts = append(parts, fmt.Sprintf("none%s%.2f", layout.NBSP, a.None))
	}
	rest := "(" + strings.Join(parts, ", ") + ")"
	if len(parts) == 0 {
		rest = ""
	}
	if space := "    "; layout.Cells(result+space+rest) <= p.Width {
		p.Line(strings.TrimRight(p.Paint(layout.Bold, result)+space+rest, " "))
		return
	}
	p.Wrap(layout.Bold, result, 0, 2)
	p.Wrap(layout.Plain, rest, 0, 1)
}

// pronounName is the pronoun, with its token's index where another answer's
// pronoun is the same word.
func pronounName(a *resolver.Answer, all []resolver.Answer) string {
	word, same := spanText(a, a.Example.Pronoun), 0
	for i := range all {
		if strings.EqualFold(spanText(&all[i], all[i].Example.Pronoun), word) {
			same++
		}
	}
	if same > 1 {
		return fmt.Sprintf("%s (token %d)", word, a.Example.Pronoun.Start)
	}
	return word
}

// runnersUp are up to three tokens that the pointer gave something to.
func runnersUp(a *resolver.Answer) []string {
	var order []int
	for i, p := range a.Resolution.Pointer {
		if !inAnswer(a, i) && !(p < 0.005) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch p := a.Resolution.Pointer; {
		case p[i] > p[j]:
			return -1
		case p[i] < p[j]:
			return 1
		}
		return 0
	})
	var parts []string
	for _, i := range order[:min(3, len(order))] {
		parts = append(parts, fmt.Sprintf("%s%s%.2f", layout.Visible(a.Example.Tokens[i].Text), layout.NBSP, a.Resolution.Pointer[i]))
	}
	return parts
}

// checkShapes refuses weights that do not belong to their example.
func checkShapes(a *resolver.Answer) error {
	n, p, r := len(a.Example.Tokens), a.Example.Pronoun, a.Resolution
	bad := r == nil || len(r.Pointer) != n || p.Start < 0 || p.Start >= p.End || p.End > n ||
		a.Antecedent != nil && (a.Antecedent.Start < 0 || a.Antecedent.Start >= a.Antecedent.End || a.Antecedent.End > n)
	if !bad {
		for _, heads := range r.Patterns {
			for _, pattern := range heads {
				bad = bad || len(pattern) != n || len(pattern[p.Start]) != n
			}
		}
	}
	if bad {
		return fmt.Errorf("inspect: the weights do not fit the %d tokens of example %s", n, a.Example.ID)
	}
	return nil
}
