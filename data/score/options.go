package score

import (
	"cmp"
	"slices"

	"antecedent/data"
)

// An Option is something that the answer to an example can be.
type Option struct {
	Span    data.Span
	Mention int  // which of the example's mentions; −1 where it is none of them
	None    bool // NONE, which has no span
	Right   bool // gold, of a labelled example

	// Probability is how probable it is that this is the answer, which [FitTemperature]
	// calibrates. With candidates it is the candidate's share of the probability of all
	// candidates and NONE, since something else is not to be chosen. Otherwise it is the
	// plain sum over the tokens: of a mention its own, see [ChooseMention], and of a
	// name those of all mentions of the name, since it is one entity.
	Probability float64
}

// Options lists what the answer to an example can be by a prediction, the most
// probable first, of equals the first in the text and NONE last. The first is the
// answer, see [Choose]. Where neither candidates nor mentions are known it is NONE alone.
func Options(e *data.Example, p Prediction) []Option {
	choices := choicesOf(e)
	list := make([]Option, 0, len(choices)+1)
	total := float64(p.None)
	for _, c := range choices {
		o := Option{Span: c.span, Mention: -1, Right: c.right, Probability: float64(p.sum(c.tokens))}
		if len(c.mentions) > 0 {
			o.Mention = c.best(p)
			o.Span = e.Mentions[o.Mention].Span
		}
		total += o.Probability
		list = append(list, o)
	}
	list = append(list, Option{Mention: -1, None: true, Right: e.Labelled && len(e.Antecedents) == 0, Probability: float64(p.None)})
	if len(e.Candidates) > 0 && total > 0 {
		for i := range list {
			list[i].Probability /= total
		}
	}
	slices.SortStableFunc(list, func(a, b Option) int { return cmp.Compare(b.Probability, a.Probability) })
	return list
}

// A choice is an option other than NONE, before its probability is known.
type choice struct {
	span     data.Span
	right    bool
	tokens   []int // those whose probability is the choice's
	mentions []owner
}

// An owner is a mention with its own tokens, see [ChooseMention].
type owner struct {
	mention int
	tokens  []int
}

// best is the mention of the choice with the most probable tokens.
func (c *choice) best(p Prediction) int {
	best := c.mentions[0]
	for _, m := range c.mentions[1:] {
		if p.sum(m.tokens) > p.sum(best.tokens) {
			best = m
		}
	}
	return best.mention
}

// sum is the probability of some tokens.
func (p Prediction) sum(tokens []int) (sum float32) {
	for _, t := range tokens {
		sum += p.At(t)
	}
	return sum
}

// choicesOf lists the choices of an example in the order of the text.
func choicesOf(e *data.Example) []choice {
	if len(e.Candidates) == 0 {
		return mentionChoices(e)
	}
	list := make([]choice, len(e.Candidates))
	for i, s := range e.Candidates {
		list[i] = choice{span: s, right: e.Labelled && IsGold(e, s), tokens: candidateTokens(e, i)}
	}
	return list
}

// mentionChoices are the mentions that do not contain the pronoun, those of one name
// together. Such a name is right if one of its mentions is.
func mentionChoices(e *data.Example) []choice {
	own := make([][]int, len(e.Mentions))
	for i, k := range owners(e) {
		if k >= 0 && !e.Pronoun.Contains(i) {
			own[k] = append(own[k], i)
		}
	}
	var gold []int
	if e.Labelled {
		gold = rightMentions(e)
	}
	var list []choice
	names := map[int]int{} // the choice of each entity that has a name
	for k, m := range e.Mentions {
		if m.Overlaps(e.Pronoun) {
			continue
		}
		at, ok := names[m.Entity]
		if !ok || !m.Name {
			at = len(list)
			list = append(list, choice{})
			if m.Name {
				names[m.Entity] = at
			}
		}
		c := &list[at]
		c.right = c.right || slices.Contains(gold, k)
		c.tokens = append(c.tokens, own[k]...)
		c.mentions = append(c.mentions, owner{k, own[k]})
	}
	return list
}
