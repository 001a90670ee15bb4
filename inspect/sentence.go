package inspect

import (
	"fmt"
	"strings"

	"antecedent/data"
	"antecedent/inspect/layout"
	"antecedent/model/resolver"
)

// noteworthy is the share of a head's mixture, as printed, from which on one
// word is worth naming. Below a quarter, what the head gathers is mostly
// something else.
const noteworthy = 0.25

// sentence tells in plain English where the pronoun looks and what the pointer
// makes of it, and claims no more than the weights show.
func sentence(a *resolver.Answer, g gaze) string {
	pronoun := quote(a, a.Example.Pronoun)
	pointer := pointerClause(a, pronoun)
	switch {
	case g.any == nil:
		return fmt.Sprintf("This model has no attention layers: nothing is mixed into %s before the pointer compares it with each word and gives %s.", pronoun, pointer)
	case g.content.notable() && g.answer.notable():
		second := "head " + g.answer.name() + " takes " + layout.Percent(g.answer.weight, 0)
		if g.answer.name() == g.content.name() {
			second = layout.Percent(g.answer.weight, 0)
		}
		return fmt.Sprintf("To resolve %s, head %s takes %s of its mixture from %s and %s from %s; the pointer then gives %s.",
			pronoun, g.content.name(), layout.Percent(g.content.weight, 0), quote(a, g.content.span), second, quote(a, g.answer.span), pointer)
	case g.content.notable():
		return fmt.Sprintf("To resolve %s, head %s takes %s of its mixture from %s; the pointer then gives %s.",
			pronoun, g.content.name(), layout.Percent(g.content.weight, 0), quote(a, g.content.span), pointer)
	case g.answer.notable():
		return fmt.Sprintf("To resolve %s, head %s takes %s of its mixture from %s itself; the pointer then gives %s.",
			pronoun, g.answer.name(), layout.Percent(g.answer.weight, 0), quote(a, g.answer.span), pointer)
	case g.any.notable():
		return fmt.Sprintf("No head takes %s of its mixture for %s from one content word; head %[4]s takes %[3]s from %[5]s. The pointer gives %[6]s.",
			layout.Percent(noteworthy, 0), pronoun, layout.Percent(g.any.weight, 0), g.any.name(), quote(a, g.any.span), pointer)
	}
	return fmt.Sprintf("The attention of %s is spread out: no head takes %s of its mixture from one word; the most is %s, head %s from %s. The pointer gives %s.",
		pronoun, layout.Percent(noteworthy, 0), layout.Percent(g.any.weight, 0), g.any.name(), quote(a, g.any.span), pointer)
}

func (l *look) notable() bool { return l != nil && l.weight >= noteworthy-0.005 }

// pointerClause is what the pointer gives most to, "only" where others have
// more together.
func pointerClause(a *resolver.Answer, pronoun string) string {
	share := func(p float64) string {
		if p < 0.5 {
			return "only" + layout.NBSP + layout.Percent(p, 0)
		}
		return layout.Percent(p, 0)
	}
	if a.Antecedent == nil {
		return fmt.Sprintf("NONE %s: %s refers to nothing named in the text", share(a.None), pronoun)
	}
	return quote(a, data.Span{Start: a.Antecedent.Start, End: a.Antecedent.End}) + " " + share(a.Antecedent.Probability)
}

// quote is a span as it stands in the text.
func quote(a *resolver.Answer, s data.Span) string { return `"` + spanText(a, s) + `"` }

func spanText(a *resolver.Answer, s data.Span) string {
	tokens, runes := a.Example.Tokens, []rune(a.Example.Text)
	start, end := tokens[s.Start].Start, tokens[s.End-1].End
	return strings.Join(strings.Fields(layout.Visible(string(runes[start:end]))), " ")
}
