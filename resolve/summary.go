package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"antecedent/data"
)

// Summary says in a few words what a pronoun refers to: the pronoun, with the
// index of its token where another answer is of the same word; the antecedent or
// "none", with its probability; and up to three other tokens and "none" with
// theirs. The results are fit to be printed: "it", "cat  0.97", "mat 0.02, none
// 0.01". A word is tied to its number by no-break spaces, U+00A0.
func (r *Reading) Summary(a *Answer) (pronoun, answer, others string) {
	var parts []string
	for _, i := range r.runnersUp(a) {
		parts = append(parts, fmt.Sprintf("%s\u00a0%.2f", r.Words(token(i)), a.Pointer[i]))
	}
	answer = fmt.Sprintf("none\u00a0\u00a0%.2f", a.None)
	if m := a.Antecedent; m != nil {
		answer = fmt.Sprintf("%s\u00a0\u00a0%.2f", r.Words(m.Span()), m.Probability)
		parts = append(parts, fmt.Sprintf("none\u00a0%.2f", a.None))
	}
	pronoun = r.Words(a.Pronoun)
	for i := range r.Answers {
		other := r.Answers[i].Pronoun
		if other != a.Pronoun && strings.EqualFold(r.Words(other), r.Words(a.Pronoun)) {
			pronoun = fmt.Sprintf("%s (token %d)", r.Words(a.Pronoun), a.Pronoun.Start)
		}
	}
	return pronoun, answer, strings.Join(parts, ", ")
}

// runnersUp are up to three tokens beside the answer to which the pointer gives the
// most, if that is half of a hundredth or more.
func (r *Reading) runnersUp(a *Answer) []int {
	var order []int
	for i, p := range a.Pointer {
		if !a.Contains(i) && !(p < 0.005) { // a broken model's NaN is shown
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(a.Pointer[j], a.Pointer[i]) })
	return order[:min(3, len(order))]
}

// UnknownWords lists the words that the model does not know, fit to be printed:
// "unknown words: blicket (read as <unknown>)". It is empty where there are none.
func (r *Reading) UnknownWords() string {
	if len(r.Unknown) == 0 {
		return ""
	}
	words := make([]string, len(r.Unknown))
	for i, word := range r.Unknown {
		words[i] = printable(word)
	}
	return "unknown words: " + strings.Join(words, ", ") + " (read as " + data.Unknown + ")"
}
