package train

import (
	"context"
	"math"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model/resolver"
)

// Evaluate scores a model on examples. Cancelling the context ends it between
// batches.
func Evaluate(ctx context.Context, r *resolver.Resolver, examples []data.Example) (Scores, error) {
	predictions, err := r.Predict(ctx, examples, nil)
	if err != nil {
		return Scores{}, err
	}
	s := Scores{Summary: score.Score(examples, predictions)}
	for i, e := range examples {
		if e.Labelled {
			s.Loss -= math.Log(max(goldProbability(&e, predictions[i]), math.SmallestNonzeroFloat32))
		}
	}
	if s.Examples > 0 {
		s.Loss /= float64(s.Examples)
	}
	return s, nil
}

// goldProbability is what training maximises: the probability on all tokens of
// all antecedents, or of NONE where there is none.
func goldProbability(e *data.Example, p score.Prediction) float64 {
	if len(e.Antecedents) == 0 {
		return float64(p.None)
	}
	var sum float64
	for i, w := range p.Pointer {
		token := data.Span{Start: i, End: i + 1}
		for _, s := range e.Antecedents {
			if s.Overlaps(token) && !e.Pronoun.Overlaps(token) {
				sum += float64(w)
				break
			}
		}
	}
	return sum
}

// glimpse looks at one example as the model stands.
func glimpse(r *resolver.Resolver, e *data.Example) (*Glimpse, error) {
	res, err := r.Resolve(e, nil)
	if err != nil {
		return nil, err
	}
	g := &Glimpse{Pronoun: e.Pronoun.Start, Pointer: res.Pointer, None: res.None}
	for _, t := range e.Tokens {
		g.Tokens = append(g.Tokens, t.Text)
	}
	for _, layer := range res.Patterns {
		var rows [][]float32
		for _, head := range layer {
			rows = append(rows, head[g.Pronoun])
		}
		g.Heads = append(g.Heads, rows)
	}
	return g, nil
}
