package faithfulness

import (
	"slices"

	"antecedent/data"
	"antecedent/internal/random"
	"antecedent/model"
)

// The interventions of this file change some heads and leave the others alone. The
// model calls an intervention for several heads at once, so none has state.

// zero removes what the heads add.
func zero(heads []model.Head) *model.Intervention {
	return onOutput(heads, func(_ model.Head, z [][]float32) {
		for _, row := range z {
			clear(row)
		}
	})
}

// mean replaces the output of the heads by its mean over the sample, which removes
// what it tells of this example and leaves what it tells of all (mean ablation:
// Wang et al., "Interpretability in the Wild", 2022).
func mean(heads []model.Head, means map[model.Head]meanOutput, pronoun int) *model.Intervention {
	return onOutput(heads, func(h model.Head, z [][]float32) {
		for i, row := range z {
			copy(row, means[h].of(i == pronoun))
		}
	})
}

// patch replaces the output of the heads by that for the twin, at some tokens:
// that of token rows[i] by that of the twin's token from[i] (activation patching:
// Vig et al., "Investigating Gender Bias in Language Models Using Causal Mediation
// Analysis", 2020).
func patch(heads []model.Head, twin outputs, rows, from []int) *model.Intervention {
	return onOutput(heads, func(h model.Head, z [][]float32) {
		for i, row := range rows {
			copy(z[row], twin[h.Layer][h.Head][from[i]])
		}
	})
}

// uniform makes the heads attend to all tokens alike.
func uniform(heads []model.Head) *model.Intervention {
	return onPattern(heads, func(h model.Head, pattern [][]float32) { model.Uniform.Pattern(h.Layer, h.Head, pattern) })
}

// permute shuffles the weights of each row among its tokens: as peaked as before,
// elsewhere (Jain and Wallace, "Attention is not Explanation", 2019). The draw is a
// function of the example's index, the head and the row.
func permute(heads []model.Head, example int) *model.Intervention {
	return onPattern(heads, func(h model.Head, pattern [][]float32) {
		for i, row := range pattern {
			r := random.New(0, permutationDraw, uint64(example), uint64(h.Layer), uint64(h.Head), uint64(i))
			r.Shuffle(len(row), func(a, b int) { row[a], row[b] = row[b], row[a] })
		}
	})
}

// cut removes the edges from the tokens of rows to a span: their weight becomes 0
// and the rest of each row is scaled to sum to 1, as if the scores had been −∞
// before the softmax (Geva et al., "Dissecting Recall of Factual Associations",
// 2023). A row without other weights becomes 0.
func cut(heads []model.Head, rows []int, span data.Span) *model.Intervention {
	return onPattern(heads, func(_ model.Head, pattern [][]float32) {
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
	})
}

func onOutput(heads []model.Head, change func(h model.Head, z [][]float32)) *model.Intervention {
	return &model.Intervention{Output: on(heads, change)}
}

func onPattern(heads []model.Head, change func(h model.Head, pattern [][]float32)) *model.Intervention {
	return &model.Intervention{Pattern: on(heads, change)}
}

func on(heads []model.Head, change func(model.Head, [][]float32)) func(layer, head int, rows [][]float32) {
	return func(layer, head int, rows [][]float32) {
		if h := (model.Head{Layer: layer, Head: head}); slices.Contains(heads, h) {
			change(h, rows)
		}
	}
}
