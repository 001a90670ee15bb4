package inspect

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"antecedent/data"
	"antecedent/model/resolver"
)

// WriteAnswers prints what a text's pronouns refer to: for each the answer,
// what came next, where every head of the pronoun looks, and one sentence that
// says it in words. Below them stand the words that [Unknown] found, and what
// the marks mean.
func WriteAnswers(w io.Writer, text string, answers []resolver.Answer, unknown []string, s Style) error {
	for i := range answers {
		if err := checkShapes(&answers[i]); err != nil {
			return err
		}
	}
	out := &printer{w: w, style: s}
	if len(answers) == 0 {
		out.lines("", "no pronoun to resolve in: "+visible(text), "  ")
	}
	for i := range answers {
		a := &answers[i]
		g := gazeOf(a)
		out.answer(a, answers)
		out.blank()
		out.heat(picture(a, g, s))
		out.blank()
		out.lines("", sentence(a, g), "")
		out.blank()
	}
	if len(unknown) > 0 {
		words := make([]string, len(unknown))
		for i, word := range unknown {
			words[i] = visible(word)
		}
		out.lines("", "unknown words: "+strings.Join(words, ", ")+" (read as "+data.Unknown+")", "  ")
		out.blank()
	}
	if len(answers) > 0 {
		for _, line := range legend(answers, s) {
			out.lines(faint, line, "  ")
		}
	}
	return out.err
}

// A printer writes lines that fit the width, until one fails.
type printer struct {
	w     io.Writer
	style Style
	err   error
}

func (p *printer) lines(code, text, indent string) {
	for _, line := range wrap(text, p.style.width(), indent) {
		p.line(p.style.paint(code, line))
	}
}

func (p *printer) blank() { p.line("") }

func (p *printer) line(text string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, text+"\n")
	}
}

func (p *printer) heat(h *heatMap) {
	if p.err == nil {
		p.err = h.write(p.w, p.style)
	}
}

// answer prints "it → cat  0.97    (mat 0.01, none 0.01)", on one line where
// it fits.
func (p *printer) answer(a *resolver.Answer, all []resolver.Answer) {
	result := fmt.Sprintf("%s %s none%s %.2f", pronounName(a, all), p.style.glyphs().arrow, tie, a.None)
	parts := runnersUp(a)
	if m := a.Antecedent; m != nil {
		found := spanText(a, data.Span{Start: m.Start, End: m.End})
		result = fmt.Sprintf("%s %s %s%s %.2f", pronounName(a, all), p.style.glyphs().arrow, found, tie, m.Probability)
		parts = append(parts, fmt.Sprintf("none%s%.2f", tie, a.None))
	}
	rest := "(" + strings.Join(parts, ", ") + ")"
	if len(parts) == 0 {
		rest = ""
	}
	if space := "    "; cells(result+space+rest) <= p.style.width() {
		line := strings.TrimRight(p.style.paint(bold, result)+space+rest, " ")
		p.line(strings.ReplaceAll(line, tie, " "))
		return
	}
	p.lines(bold, result, "  ")
	p.lines("", rest, " ")
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
		if !inAnswer(a, i) && !isDot(p) {
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
		parts = append(parts, fmt.Sprintf("%s%s%.2f", visible(a.Example.Tokens[i].Text), tie, a.Resolution.Pointer[i]))
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
