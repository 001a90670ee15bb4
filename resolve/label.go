package resolve

import (
	"cmp"
	"fmt"
	"slices"

	"antecedent/data"
	"antecedent/data/lookup"
	"antecedent/data/score"
)

// Label returns the words of an option of an answer, fit to be printed, with its place
// among the options of equal words, if there are any: "the cat (2nd)". A name is one option
// however often it is mentioned, and NONE is "none".
func (r *Reading) Label(a *Answer, o score.Option) string {
	if o.None {
		return "none"
	}
	return r.Words(o.Span) + r.ordinal(a, o.Span)
}

// Place returns the place of an answer's antecedent among the options of equal words, " (2nd)",
// and "" where no other option has its words.
func (r *Reading) Place(a *Answer) string {
	if a.Antecedent == nil {
		return ""
	}
	return r.ordinal(a, a.Antecedent.Span())
}

// ordinal is the place of the option that has a span among the options of equal words, in
// the order of the text: " (2nd)". It is empty for words that only one option has.
func (r *Reading) ordinal(a *Answer, s data.Span) string {
	for k, place := range a.places {
		if o := a.Options[k]; !o.None && o.Span == s {
			return place
		}
	}
	place, equal := 1, 0
	for _, o := range a.Options {
		if o.None || !slices.EqualFunc(r.tokens(o.Span), r.tokens(s), sameWord) {
			continue
		}
		equal++
		if o.Span.Start < s.Start {
			place++
		}
	}
	if equal < 2 {
		return ""
	}
	return fmt.Sprintf(" (%d%s)", place, ordinalEnding(place))
}

func (r *Reading) tokens(s data.Span) []data.Token { return r.Tokens[s.Start:s.End] }

// sameWord reports whether two tokens have the same key.
func sameWord(a, b data.Token) bool { return lookup.Key(a.Text) == lookup.Key(b.Text) }

func ordinalEnding(n int) string {
	if n/10%10 == 1 {
		return "th"
	}
	switch n % 10 {
	case 1:
		return "st"
	case 2:
		return "nd"
	case 3:
		return "rd"
	}
	return "th"
}

// An alternative is what a summary names beside the answer.
type alternative struct {
	label       string
	probability float64
}

// alternatives are the up to three most probable options that the summary has not named,
// and tokens of no option, that do not round to 0.00. NONE is not among them.
func (r *Reading) alternatives(a *Answer) []alternative {
	var list []alternative
	add := func(label string, probability float64) {
		if !(probability < 0.005) { // a broken model's NaN is shown
			list = append(list, alternative{label, probability})
		}
	}
	for k, o := range a.Options {
		if !o.None && !a.named(k) {
			add(r.Label(a, o), o.Probability)
		}
	}
	for at, p := range a.Pointer {
		if i := a.Window.Start + at; !a.Contains(i) && !slices.ContainsFunc(a.Options, func(o score.Option) bool { return !o.None && a.ofOption(o, i) }) {
			add(r.Words(token(i)), float64(p))
		}
	}
	slices.SortStableFunc(list, func(x, y alternative) int { return cmp.Compare(y.probability, x.probability) })
	return list[:min(3, len(list))]
}
