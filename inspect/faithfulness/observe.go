package faith

import (
	"context"
	"slices"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model"
	"antecedent/model/resolver"
)

// observeBatch is how many examples are looked at together.
const observeBatch = 32

// observe runs the model as it is on examples, those of similar length together,
// and calls visit for each with the answer and the pronoun's row of each head,
// in the order of headsOf. The rows are the model's own memory and hold during
// the call.
func observe(ctx context.Context, r *resolver.Resolver, examples []data.Example, visit func(i int, p score.Prediction, rows [][]float32)) error {
	padded := func(i int) int { return data.PaddedLength(len(examples[i].Tokens)) }
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return padded(a) - padded(b) })
	heads := headsOf(r.Model.Config())
	for len(order) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		length, n := padded(order[0]), 1
		for n < min(observeBatch, len(order)) && padded(order[n]) == length {
			n++
		}
		batch := make([]data.Example, n)
		for i, at := range order[:n] {
			batch[i] = examples[at]
		}
		b, err := r.Encoder.Batch(batch, observeBatch, length)
		if err != nil {
			return err
		}
		out, err := r.Model.Inspect(model.Batch(b), nil)
		if err != nil {
			return err
		}
		for i, at := range order[:n] {
			tokens := len(batch[i].Tokens)
			visit(at, prediction(out, i, tokens, length), pronounRows(out, heads, r.Model.Config().Heads, i, b.Pronouns[i], tokens, length))
		}
		order = order[n:]
	}
	return nil
}

// prediction is the pointer's row for the i-th example of a batch.
func prediction(out model.Output, i, tokens, length int) score.Prediction {
	row := out.Pointer[i*(length+1) : (i+1)*(length+1)] // (T+1)
	return score.Prediction{Pointer: slices.Clone(row[:tokens]), None: row[length]}
}

// pronounRows is what the pronoun of the i-th example of a batch looks at.
func pronounRows(out model.Output, heads []Head, perLayer, i, pronoun, tokens, length int) [][]float32 {
	rows := make([][]float32, len(heads))
	for at, h := range heads {
		rows[at] = out.Patterns[h.Layer][((i*perLayer+h.Head)*length+pronoun)*length:][:tokens] // of (B,H,T,T)
	}
	return rows
}
