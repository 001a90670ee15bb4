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
	const nbsp = "\u00a0"
	var parts []string
	for _, i := range r.runnersUp(a) {
		parts = append(parts, fmt.Sprintf("%s"+nbsp+"%.2f", r.Words(data.Span{Start: i, End: i + 1}), a.Pointer[i]))
	}
	if m := a.Antecedent; m != nil {
		answer = fmt.Sprintf("%s"+nbsp+" %.2f", r.Words(m.Span()), m.Probability)
		parts = append(parts, fmt.Sprintf("none"+nbsp+"%.2f", a.None))
	} else {
		answer = fmt.Sprintf("none"+nbsp+" %.2f", a.None)
	}
	return r.pronounName(a), answer, strings.Join(parts, ", ")
}

// pronounName is the pronoun, with the index of its token where another pronoun of
// the text is the same word.
func (r *Reading) pronounName(a *Answer) string {
	word, same := r.Words(a.Pronoun), 0
	for i := range r.Answers {
		if strings.EqualFold(r.Words(r.Answers[i].Pronoun), word) {
			same++
		}
	}
	if same > 1 {
		return fmt.Sprintf("%s (token %d)", word, a.Pronoun.Start)
	}
	return word
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
