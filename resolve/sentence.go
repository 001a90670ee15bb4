package resolve

import (
	"fmt"
	"math"

	"antecedent/data"
)

// noteworthy is the least share of a head's mixture for which one word is named.
// Below a quarter, most of what the head gathers is something else.
const noteworthy = 0.25

// Sentence says in one English sentence where a pronoun attends and what the
// pointer makes of it, and claims no more than the weights show. A number is tied
// to its percent sign by a no-break space, U+00A0.
func (r *Reading) Sentence(a *Answer) string {
	looks, pronoun, pointer := r.Looks(a), r.quote(a.Pronoun), r.pointerClause(a)
	evidence, answer, most := looks.Evidence, looks.Answer, looks.Most
	switch {
	case most == nil:
		return fmt.Sprintf("This model has no attention layers: nothing is mixed into %s before the pointer compares it with each word and gives %s.", pronoun, pointer)
	case evidence.notable() && answer.notable():
		second := "head " + answer.Head.String() + " takes " + percent(answer.Weight)
		if answer.Head == evidence.Head {
			second = percent(answer.Weight)
		}
		return fmt.Sprintf("To resolve %s, head %s takes %s of its mixture from %s and %s from %s; the pointer then gives %s.",
			pronoun, evidence.Head, percent(evidence.Weight), r.quote(evidence.Span), second, r.quote(answer.Span), pointer)
	case evidence.notable():
		return fmt.Sprintf("To resolve %s, head %s takes %s of its mixture from %s; the pointer then gives %s.",
			pronoun, evidence.Head, percent(evidence.Weight), r.quote(evidence.Span), pointer)
	case answer.notable():
		return fmt.Sprintf("To resolve %s, head %s takes %s of its mixture from %s itself; the pointer then gives %s.",
			pronoun, answer.Head, percent(answer.Weight), r.quote(answer.Span), pointer)
	case most.notable():
		return fmt.Sprintf("No head takes %s of its mixture for %s from one content word; head %s takes %s from %s. The pointer gives %s.",
			percent(noteworthy), pronoun, most.Head, percent(most.Weight), r.quote(most.Span), pointer)
	}
	return fmt.Sprintf("The attention of %s is spread out: no head takes %s of its mixture from one word; the most is %s, head %s from %s. The pointer gives %s.",
		pronoun, percent(noteworthy), percent(most.Weight), most.Head, r.quote(most.Span), pointer)
}

// notable reports whether a look is worth naming, as its rounded percentage says.
func (l *Look) notable() bool { return l != nil && l.Weight >= noteworthy-0.005 }

// pointerClause is what the pointer gives most to, with "only" where others have
// more together.
func (r *Reading) pointerClause(a *Answer) string {
	share := func(p float64) string {
		if p < 0.5 {
			return "only\u00a0" + percent(float32(p))
		}
		return percent(float32(p))
	}
	if a.Antecedent == nil {
		return fmt.Sprintf("NONE %s: %s refers to nothing named in the text", share(a.None), r.quote(a.Pronoun))
	}
	return r.quote(a.Antecedent.Span()) + " " + share(a.Antecedent.Probability)
}

func (r *Reading) quote(s data.Span) string { return `"` + r.Words(s) + `"` }

func percent(weight float32) string {
	return fmt.Sprintf("%d\u00a0%%", int(math.Round(100*float64(weight))))
}
