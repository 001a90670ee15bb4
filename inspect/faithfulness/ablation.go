package faithfulness

import (
	"context"
	"fmt"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model"
)

// An Ablation is the effect of each intervention in one group of heads.
type Ablation struct {
	Name     string       `json:"name"` // "0.1", "layer 0", "all heads" or "decoration"
	Heads    []model.Head `json:"heads"`
	Zero     Effect       `json:"zero"`     // output replaced by 0
	Mean     Effect       `json:"mean"`     // output replaced by its mean over the sample
	Uniform  Effect       `json:"uniform"`  // attention to all tokens alike
	Permuted Effect       `json:"permuted"` // the weights of each row permuted at random
	Edges    *EdgeCuts    `json:"edges"`    // no attention to the predicate; nil where no predicate is known
	Twin     *Patches     `json:"twin"`     // output replaced by that for the twin; nil where the sample has no twins
}

// EdgeCuts are the effects of cutting the edges to the predicate, by the tokens
// that they go from. The pronoun may take in the predicate; but so may the
// candidates, which the pointer compares with the pronoun.
type EdgeCuts struct {
	Pronoun    Effect `json:"pronoun"`
	Candidates Effect `json:"candidates"`
	All        Effect `json:"all"` // every token outside the predicate
}

// An Effect is what one intervention did to the answers of the sample.
type Effect struct {
	Accuracy Share `json:"accuracy"`
	Pairs    Share `json:"pairs"`   // both twins right
	Changed  Share `json:"changed"` // answers that differ from the unchanged model's
	Drop     Mean  `json:"drop"`    // fall of the gold antecedent's probability
}

// A group is heads that are changed together.
type group struct {
	name  string
	heads []model.Head
}

// groupsOf lists each head by itself, then each layer, then all heads, without
// repeating a group of the same heads.
func groupsOf(c model.Config) []group {
	heads := c.HeadList()
	var list []group
	for _, h := range heads {
		list = append(list, group{h.String(), []model.Head{h}})
	}
	if c.Layers > 1 && c.Heads > 1 {
		for l := range c.Layers {
			list = append(list, group{fmt.Sprintf("layer %d", l), heads[l*c.Heads : (l+1)*c.Heads]})
		}
	}
	if len(heads) > 1 {
		list = append(list, group{"all heads", heads})
	}
	return list
}

// ablate makes every intervention in one group of heads, on every example that it
// applies to.
func (x *experiment) ablate(ctx context.Context, g group) Ablation {
	a := Ablation{
		Name: g.name, Heads: g.heads,
		Zero:     x.effect(ctx, x.every, func(int) *model.Intervention { return zero(g.heads) }),
		Mean:     x.effect(ctx, x.every, func(i int) *model.Intervention { return patch(g.heads, x.means, meanTokens(&x.examples[i])) }),
		Uniform:  x.effect(ctx, x.every, func(int) *model.Intervention { return uniform(g.heads) }),
		Permuted: x.effect(ctx, x.every, func(i int) *model.Intervention { return permute(g.heads, i) }),
	}
	if len(x.evident) > 0 {
		cutFrom := func(tokens func(e *data.Example, predicate data.Span) []int) Effect {
			return x.effect(ctx, x.evident, func(i int) *model.Intervention {
				predicate, _ := x.predicate.of(&x.examples[i])
				return cut(g.heads, tokens(&x.examples[i], predicate), predicate)
			})
		}
		a.Edges = &EdgeCuts{
			Pronoun:    cutFrom(func(e *data.Example, _ data.Span) []int { return []int{e.Pronoun.Start} }),
			Candidates: cutFrom(func(e *data.Example, _ data.Span) []int { return tokensOf(e.Candidates...) }),
			All:        cutFrom(outside),
		}
	}
	if len(x.paired) > 0 {
		a.Twin = &Patches{
			Pronoun:    x.patchEffect(ctx, g.heads, pronounTokens),
			Candidates: x.patchEffect(ctx, g.heads, candidateTokens),
			Shared:     x.patchEffect(ctx, g.heads, sharedTokens),
		}
	}
	return a
}

// effect runs some examples, each with its intervention, and compares the answers
// with those of the unchanged model.
func (x *experiment) effect(ctx context.Context, of []int, change func(i int) *model.Intervention) Effect {
	var examples []data.Example
	var predictions []score.Prediction
	var f Effect
	var drops []float64
	for _, i := range of {
		e, before, after := &x.examples[i], x.predictions[i], x.run(ctx, x.batches[i], change(i))
		examples, predictions = append(examples, *e), append(predictions, after)
		was, _, _ := score.Choose(e, before)
		is, _, _ := score.Choose(e, after)
		f.Changed.add(is != was)
		drops = append(drops, score.Probability(e, before, e.Antecedents...)-score.Probability(e, after, e.Antecedents...))
	}
	f.Accuracy, f.Pairs = accuracy(examples, predictions)
	f.Drop = meanOf(drops)
	return f
}
