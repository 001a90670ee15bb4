package resolve

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"antecedent/data"
	"antecedent/data/structure"
)

// A Comparison says why one answer has a greater score than another: the terms in
// which their scores before the softmax differ. Their sum, divided by the temperature, is
// the logarithm of how many times as probable the first is as the second.
type Comparison struct {
	First  int     `json:"first"` // a token, T for NONE
	Second int     `json:"second"`
	Terms  []Term  `json:"terms"` // content first, then the features by the size of their weights
	Sum    float64 `json:"sum"`   // of all terms

	Temperature float64 `json:"temperature,omitempty"` // of the model; 0 where it is 1
}

// A Term is a part of the difference between two scores.
type Term struct {
	Name  string  `json:"name"`  // "content", or the name of a feature
	Value float64 `json:"value"` // positive where it speaks for the first
}

// Compare returns the terms in which the pointer's scores of two tokens differ, or
// of a token and NONE, which is token T.
func (r *Reading) Compare(a *Answer, first, second int) Comparison {
	c := Comparison{First: first, Second: second}
	if r.Temperature != 1 {
		c.Temperature = r.Temperature
	}
	c.Terms = append(c.Terms, Term{"content", r.content(a, first) - r.content(a, second)})
	f, s := a.featuresOf(first), a.featuresOf(second)
	if r.Weights.Structure == nil {
		f, s = 0, 0
	}
	names := structure.Features()
	for i := range structure.Numbers(f ^ s) {
		value := float64(r.Weights.Weight(i, f|s))
		if s>>i&1 == 1 {
			value = -value
		}
		c.Terms = append(c.Terms, Term{names[i].Name, value})
	}
	slices.SortStableFunc(c.Terms[1:], func(x, y Term) int { return cmp.Compare(math.Abs(y.Value), math.Abs(x.Value)) })
	for _, t := range c.Terms {
		c.Sum += t.Value
	}
	return c
}

// content is the part of a token's score that its vector gives, or of that of NONE,
// which is token T.
func (r *Reading) content(a *Answer, t int) float64 {
	if t == len(r.Tokens) {
		return float64(a.Content[len(a.Pointer)])
	}
	return float64(a.Content[t-a.Window.Start])
}

// featuresOf are the features of the mention whose head is token t, if any.
func (a *Answer) featuresOf(t int) uint64 {
	i := slices.IndexFunc(a.Mentions, func(m data.Mention) bool { return m.Head == t })
	if i < 0 || i >= len(a.Features) {
		return 0
	}
	return a.Features[i]
}

// Features returns the features of the antecedent with their weights, in the order
// of package structure; none for a model without structure.
func (r *Reading) Features(a *Answer) []Term {
	if r.Weights.Structure == nil || a.Antecedent == nil {
		return nil
	}
	var terms []Term
	names := structure.Features()
	features := a.featuresOf(r.best(a))
	for f := range structure.Numbers(features) {
		terms = append(terms, Term{names[f].Name, float64(r.Weights.Weight(f, features))})
	}
	return terms
}

// featureLists are the features of the mention with each of n tokens as its head, by
// their numbers.
func (a *Answer) featureLists(n int) [][]int {
	lists := make([][]int, n)
	for i, m := range a.Mentions {
		for f := range structure.Numbers(a.Features[i]) {
			lists[m.Head] = append(lists[m.Head], f)
		}
	}
	return lists
}

// best is the most probable token of the answer's antecedent, T for NONE.
func (r *Reading) best(a *Answer) int {
	if a.Antecedent == nil {
		return len(r.Tokens)
	}
	return a.mostIn(a.Antecedent.Span())
}

// mostIn is the most probable token of a span.
func (a *Answer) mostIn(s data.Span) int {
	best := s.Start
	for t := s.Start; t < s.End; t++ {
		if a.Weight(t) > a.Weight(best) {
			best = t
		}
	}
	return best
}

// rival is the most probable alternative to the answer: the head of a mention, the most
// probable token of a candidate, or NONE. In a text whose mentions are not known it is
// NONE.
func (r *Reading) rival(a *Answer) (t int, ok bool) {
	for _, o := range a.Options[min(1, len(a.Options)):] {
		switch {
		case o.None:
			return len(r.Tokens), true
		case o.Mention >= 0:
			return a.Mentions[o.Mention].Head, true
		case len(a.Mentions) > 0:
			return a.mostIn(o.Span), true
		}
	}
	return -1, false
}

// Why compares the answer with the most probable alternative. ok is false where
// there is none.
func (r *Reading) Why(a *Answer) (c Comparison, ok bool) {
	second, ok := r.rival(a)
	if !ok || a.Content == nil {
		return c, false
	}
	return r.Compare(a, r.best(a), second), true
}

// namedTerms is how many terms [Reading.Reason] names.
const namedTerms = 4

// Reason says in a few words what the answer has that the most probable alternative
// does not: `over "mat": content +3.1, subject of its sentence +0.8`. The terms with
// the greatest weights are named, the others summed up. It is empty for a model
// without structure.
func (r *Reading) Reason(a *Answer) string {
	c, ok := r.Why(a)
	if !ok || r.Weights.Structure == nil {
		return ""
	}
	other := "none"
	if c.Second < len(r.Tokens) {
		other = r.quote(token(c.Second))
		if len(a.Options) > 1 && !a.Options[1].None && a.Options[1].Span.Contains(c.Second) {
			other += r.ordinal(a, a.Options[1].Span)
		}
	}
	var parts []string
	rest := c.Sum
	for _, t := range c.Terms[:min(namedTerms, len(c.Terms))] {
		parts = append(parts, fmt.Sprintf("%s\u00a0%s", t.Name, Signed(t.Value)))
		rest -= t.Value
	}
	if more := len(c.Terms) - namedTerms; more > 0 {
		parts = append(parts, fmt.Sprintf("%d\u00a0more\u00a0%s", more, Signed(rest)))
	}
	return "over " + other + ": " + strings.Join(parts, ", ")
}

// Signed writes a term with its sign and one decimal: "+3.1", "−0.2".
func Signed(x float64) string {
	return strings.Replace(fmt.Sprintf("%+.1f", x), "-", "−", 1)
}
