package resolve

import (
	"fmt"
	"slices"

	"antecedent/data"
	"antecedent/data/score"
)

// Sure is the least probability of an answer that is not unsure: 2/3. In a model whose
// probabilities are calibrated, an answer of less is right less than two times in
// three.
const Sure = 2.0 / 3

// Unsure reports whether the probability of the answer is less than [Sure].
func (a *Answer) Unsure() bool {
	return len(a.Options) > 0 && a.Options[0].Probability < Sure
}

// RunnerUp returns the most probable alternative to the answer, nil where that is NONE.
// ok is false where there is none.
func (r *Reading) RunnerUp(a *Answer) (m *Mention, ok bool) {
	switch {
	case len(a.Options) < 2:
		return nil, false
	case a.Options[1].None:
		return nil, true
	}
	return r.mention(a.Options[1].Span, float32(a.Options[1].Probability)), true
}

// doubt says that an answer is unsure, with the alternative where its probability does
// not round to 0.00: " (unsure: or mat 0.41)". It is empty for an answer that is not.
func (r *Reading) doubt(a *Answer) string {
	if !a.Unsure() {
		return ""
	}
	m, ok := r.RunnerUp(a)
	switch {
	case !ok || a.Options[1].Probability < 0.005:
		return " (unsure)"
	case m == nil:
		return fmt.Sprintf(" (unsure: or none\u00a0%.2f)", a.None)
	}
	return fmt.Sprintf(" (unsure: or %s\u00a0%.2f)", r.Label(a, a.Options[1]), m.Probability)
}

// ofOption reports whether token i belongs to an option, or to another mention of the
// same name.
func (a *Answer) ofOption(o score.Option, i int) bool {
	if o.Span.Contains(i) {
		return true
	}
	if o.Mention < 0 || o.Mention >= len(a.Mentions) {
		return false
	}
	m := a.Mentions[o.Mention]
	return m.Name && slices.ContainsFunc(a.Mentions, func(other data.Mention) bool {
		return other.Name && other.Entity == m.Entity && other.Contains(i)
	})
}

// named reports whether the summary of an answer names option k by itself: the answer, or
// the alternative to one that is unsure.
func (a *Answer) named(k int) bool { return k == 0 || k == 1 && a.Unsure() }
