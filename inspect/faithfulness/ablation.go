package faithfulness

import (
	"context"

	"antecedent/data"
	"antecedent/model"
)

// An Ablation is what becomes of the answers when some heads are changed.
type Ablation struct {
	Name     string       `json:"name"` // a head's, a layer's, or of several
	Heads    []model.Head `json:"heads"`
	Zero     Effect       `json:"zero"`     // output 0
	Mean     Effect       `json:"mean"`     // output its mean over the sample
	Uniform  Effect       `json:"uniform"`  // attention to all tokens alike
	Permuted Effect       `json:"permuted"` // the weights of each row permuted at random
	Edges    *EdgeCuts    `json:"edges"`    // no attention to the predicate; nil where none is known
	Twin     *Patches     `json:"twin"`     // output that for the twin; nil without twins
}

// EdgeCuts are the effects of cutting the edges to the predicate, by the tokens
// that they go from. The pronoun may take in the predicate; but in the layers
// before the pointer the candidates may as well take in what is said of them.
type EdgeCuts struct {
	Pronoun    Effect `json:"pronoun"`
	Candidates Effect `json:"candidates"`
	All        Effect `json:"all"` // every token outside the predicate
}

// Patches are the effects of activation patching with the outputs for the twin, by
// the tokens that get them.
type Patches struct {
	Pronoun    PatchEffect `json:"pronoun"`
	Candidates PatchEffect `json:"candidates"`
	Shared     PatchEffect `json:"shared"` // every token that the twins share, all but the predicate
}

// ablate makes every intervention in one group of heads, on every example that it
// applies to.
func (x *experiment) ablate(ctx context.Context, g group) Ablation {
	heads := g.heads
	a := Ablation{
		Name:     g.name,
		Heads:    heads,
		Zero:     x.effect(ctx, x.every, func(int) *model.Intervention { return zero(heads) }),
		Mean:     x.effect(ctx, x.every, func(i int) *model.Intervention { return mean(heads, x.means, x.examples[i].Pronoun.Start) }),
		Uniform:  x.effect(ctx, x.every, func(int) *model.Intervention { return uniform(heads) }),
		Permuted: x.effect(ctx, x.every, func(i int) *model.Intervention { return permute(heads, i) }),
	}
	if len(x.evident) > 0 {
		cutFrom := func(tokens func(e *data.Example, predicate data.Span) []int) Effect {
			return x.effect(ctx, x.evident, func(i int) *model.Intervention {
				e := &x.examples[i]
				predicate, _ := x.predicate.of(e)
				return cut(heads, tokens(e, predicate), predicate)
			})
		}
		a.Edges = &EdgeCuts{
			Pronoun:    cutFrom(func(e *data.Example, _ data.Span) []int { return []int{e.Pronoun.Start} }),
			Candidates: cutFrom(func(e *data.Example, _ data.Span) []int { return tokensOf(e.Candidates...) }),
			All: cutFrom(func(e *data.Example, predicate data.Span) []int {
				return tokensOf(data.Span{End: predicate.Start}, data.Span{Start: predicate.End, End: len(e.Tokens)})
			}),
		}
	}
	if len(x.paired) > 0 {
		a.Twin = &Patches{
			Pronoun:    x.patchEffect(ctx, heads, pronounTokens),
			Candidates: x.patchEffect(ctx, heads, candidateTokens),
			Shared:     x.patchEffect(ctx, heads, sharedTokens),
		}
	}
	return a
}
