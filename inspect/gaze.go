package inspect

import (
	"fmt"

	"antecedent/data"
	"antecedent/model/resolver"
)

// A look is how much of its mixture one head takes from some tokens.
type look struct {
	layer, head int
	span        data.Span
	weight      float32
}

// name is how a head is called everywhere: layer.head, both counted from 0.
func (l look) name() string { return fmt.Sprintf("%d.%d", l.layer, l.head) }

// A gaze is where the heads of a pronoun look most. Its fields are nil where
// there is nothing to look at.
type gaze struct {
	answer  *look // the head with the most weight on the answer, if it is more than faint
	content *look // the head with the most weight on one other content word
	any     *look // the head with the most weight on any one token
}

// gazeOf compares the pronoun's row of every head. Of equals the first counts.
func gazeOf(a *resolver.Answer) gaze {
	var g gaze
	tokens, pronoun := a.Example.Tokens, a.Example.Pronoun
	raise := func(best **look, l look) {
		if *best == nil || l.weight > (*best).weight {
			*best = &l
		}
	}
	for l, heads := range a.Resolution.Patterns {
		for h, pattern := range heads {
			row := pattern[pronoun.Start]
			at := func(start, end int) look {
				found := look{layer: l, head: h, span: data.Span{Start: start, End: end}}
				for _, weight := range row[start:end] {
					found.weight += weight
				}
				return found
			}
			if m := a.Antecedent; m != nil {
				raise(&g.answer, at(m.Start, m.End))
			}
			for i, token := range tokens {
				raise(&g.any, at(i, i+1))
				if !inAnswer(a, i) && (i < pronoun.Start || i >= pronoun.End) && isContent(token.Text) {
					raise(&g.content, at(i, i+1))
				}
			}
		}
	}
	if g.answer != nil && g.answer.weight < leastLook {
		g.answer = nil // the best of none is not worth a mark
	}
	return g
}

// leastLook is the least weight that is called looking.
const leastLook = 0.05

// inAnswer reports whether token i belongs to the answer.
func inAnswer(a *resolver.Answer, i int) bool {
	return a.Antecedent != nil && i >= a.Antecedent.Start && i < a.Antecedent.End
}
