package faithfulness

import (
	"slices"

	"antecedent/data"
	"antecedent/internal/random"
	"antecedent/model"
)

// The interventions of this file change some heads and leave the others alone. The
// model calls an intervention for several heads at once, so none has state.

// on returns a function of an intervention that calls change for the given heads only,
// with the rows of their pattern (T,T) or output (T,K).
func on(heads []model.Head, change func(h model.Head, rows [][]float32)) func(layer, head int, rows [][]float32) {
	return func(layer, head int, rows [][]float32) {
		if h := (model.Head{Layer: layer, Head: head}); slices.Contains(heads, h) {
			change(h, rows)
		}
	}
}

// zero removes what the heads add (zero ablation: Michel et al., "Are Sixteen Heads
// Really Better than One?", 2019).
func zero(heads []model.Head) *model.Intervention {
	return &model.Intervention{Output: on(heads, func(_ model.Head, z [][]float32) {
		for _, row := range z {
			clear(row)
		}
	})}
}

// patch replaces the output of the heads by another one, [L][H](·,K): token i gets
// row from[i] of it, and tokens that from lacks keep their own. With the outputs for
// another text this is activation patching (Vig et al., "Investigating Gender Bias in
// Language Models Using Causal Mediation Analysis", 2020). With meanOutputs it is
// mean ablation (Wang et al., "Interpretability in the Wild", 2022), which removes
// what the heads tell of this example and leaves what they tell of all.
func patch(heads []model.Head, output [][][][]float32, from map[int]int) *model.Intervention {
	return &model.Intervention{Output: on(heads, func(h model.Head, z [][]float32) {
		for i, row := range from {
			copy(z[i], output[h.Layer][h.Head][row])
		}
	})}
}

// meanOutputs are the mean output of each head over the tokens of the examples,
// given its output for each: [L][H](2,K). Row 0 is for tokens that are not the
// pronoun, row 1 for pronouns, for which a head does something else.
func meanOutputs(outputs [][][][][]float32, examples []data.Example) [][][][]float32 {
	if len(outputs) == 0 {
		return nil
	}
	means := make([][][][]float32, len(outputs[0]))
	for l, layer := range outputs[0] {
		for h := range layer {
			var rows [2][][]float32
			for e, z := range outputs {
				at := meanTokens(&examples[e])
				for i, row := range z[l][h] {
					rows[at[i]] = append(rows[at[i]], row)
				}
			}
			means[l] = append(means[l], [][]float32{meanRow(rows[0]), meanRow(rows[1])})
		}
	}
	return means
}

// meanTokens maps the tokens of an example to the rows of meanOutputs.
func meanTokens(e *data.Example) map[int]int {
	rows := map[int]int{}
	for i := range e.Tokens {
		rows[i] = 0
	}
	rows[e.Pronoun.Start] = 1
	return rows
}

// meanRow is the mean of rows of one length, nil of none.
func meanRow(rows [][]float32) []float32 {
	if len(rows) == 0 {
		return nil
	}
	mean := make([]float32, len(rows[0]))
	for k := range mean {
		var sum float64
		for _, row := range rows {
			sum += float64(row[k])
		}
		mean[k] = float32(sum / float64(len(rows)))
	}
	return mean
}

// uniform makes the heads attend to all tokens alike.
func uniform(heads []model.Head) *model.Intervention {
	return &model.Intervention{Pattern: on(heads, func(h model.Head, pattern [][]float32) {
		model.Uniform.Pattern(h.Layer, h.Head, pattern)
	})}
}

// permute shuffles the weights of each row among its tokens: as peaked as before,
// elsewhere (Jain and Wallace, "Attention is not Explanation", 2019). The draw is a
// function of the example's index, the head and the row.
func permute(heads []model.Head, example int) *model.Intervention {
	return &model.Intervention{Pattern: on(heads, func(h model.Head, pattern [][]float32) {
		for i, row := range pattern {
			r := random.New(0, permutationDraw, uint64(example), uint64(h.Layer), uint64(h.Head), uint64(i))
			r.Shuffle(len(row), func(a, b int) { row[a], row[b] = row[b], row[a] })
		}
	})}
}

// cut removes the edges from the tokens of rows to a span: their weight becomes 0
// and the rest of each row is scaled to sum to 1, as if the scores had been −∞
// before the softmax (attention knockout: Geva et al., "Dissecting Recall of Factual
// Associations in Auto-Regressive Language Models", 2023). A row without other
// weights becomes 0.
func cut(heads []model.Head, rows []int, span data.Span) *model.Intervention {
	return &model.Intervention{Pattern: on(heads, func(_ model.Head, pattern [][]float32) {
		for _, i := range rows {
			row := pattern[i]
			clear(row[span.Start:span.End])
			var rest float64
			for _, w := range row {
				rest += float64(w)
			}
			if rest == 0 {
				continue
			}
			for j, w := range row {
				row[j] = float32(float64(w) / rest)
			}
		}
	})}
}
