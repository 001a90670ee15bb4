package faithfulness

import (
	"context"

	"antecedent/data"
	"antecedent/data/score"
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
func (x *experiment) ablate(ctx context.Context, g group) (Ablation, error) {
	a := Ablation{Name: g.name, Heads: g.heads}
	pronoun := func(i int) []int { return []int{x.examples[i].Pronoun.Start} }

	type ablation struct {
		effect   *Effect
		examples []int
		change   func(i int) *model.Intervention
	}
	ablations := []ablation{
		{&a.Zero, x.every, func(int) *model.Intervention { return zero(g.heads) }},
		{&a.Mean, x.every, func(i int) *model.Intervention { return mean(g.heads, x.means, pronoun(i)[0]) }},
		{&a.Uniform, x.every, func(int) *model.Intervention { return uniform(g.heads) }},
		{&a.Permuted, x.every, func(i int) *model.Intervention { return permute(g.heads, i) }},
	}
	if len(x.evident) > 0 {
		a.Edges = &EdgeCuts{}
		cutFrom := func(rows func(i int, s data.Span) []int) func(i int) *model.Intervention {
			return func(i int) *model.Intervention {
				s, _ := x.of(&x.examples[i])
				return cut(g.heads, rows(i, s), s)
			}
		}
		ablations = append(ablations,
			ablation{&a.Edges.Pronoun, x.evident, cutFrom(func(i int, _ data.Span) []int { return pronoun(i) })},
			ablation{&a.Edges.Candidates, x.evident, cutFrom(func(i int, _ data.Span) []int { return tokensOf(x.examples[i].Candidates...) })},
			ablation{&a.Edges.All, x.evident, cutFrom(func(i int, s data.Span) []int {
				return tokensOf(data.Span{End: s.Start}, data.Span{Start: s.End, End: len(x.examples[i].Tokens)})
			})})
	}
	for _, b := range ablations {
		predictions, err := x.predict(ctx, b.examples, b.change)
		if err != nil {
			return Ablation{}, err
		}
		*b.effect = x.effect(b.examples, predictions)
	}

	if len(x.paired) == 0 {
		return a, nil
	}
	a.Twin = &Patches{}
	for _, b := range []struct {
		effect *PatchEffect
		tokens func(e, twin *data.Example) (rows, from []int)
	}{
		{&a.Twin.Pronoun, func(e, twin *data.Example) (rows, from []int) {
			return []int{e.Pronoun.Start}, []int{twin.Pronoun.Start}
		}},
		{&a.Twin.Candidates, candidateTokens},
		{&a.Twin.Shared, func(e, twin *data.Example) (rows, from []int) { return sharedTokens(e.Tokens, twin.Tokens) }},
	} {
		predictions, err := x.predict(ctx, x.paired, func(i int) *model.Intervention {
			twin := x.twin[i]
			rows, from := b.tokens(&x.examples[i], &x.examples[twin])
			return patch(g.heads, x.outputs[twin], rows, from)
		})
		if err != nil {
			return Ablation{}, err
		}
		*b.effect = x.patchEffect(x.paired, predictions)
	}
	return a, nil
}

// predict runs some examples, each with its intervention.
func (x *experiment) predict(ctx context.Context, examples []int, change func(i int) *model.Intervention) ([]score.Prediction, error) {
	var predictions []score.Prediction
	for _, i := range examples {
		p, err := x.run(ctx, x.batches[i], change(i))
		if err != nil {
			return nil, err
		}
		predictions = append(predictions, p)
	}
	return predictions, nil
}
