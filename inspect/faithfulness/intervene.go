package faith

import (
	"slices"

	"antecedent/data"
	"antecedent/internal/random"
	"antecedent/model"
)

// The interventions of this file change some heads and leave the others alone.
// An intervention runs for several heads at once and so shares no state.

// zero takes away what heads add.
func zero(heads []Head) *model.Intervention {
	return onOutput(heads, func(_ Head, z [][]float32) {
		for _, row := range z {
			clear(row)
		}
	})
}

// A mixed is what each head made of an example's tokens, before W_O.
type mixed map[Head][][]float32 // (T,K)

// An average is a head's mean output: that of pronouns, and that of all other
// tokens, since a head does something else for each.
type average struct{ pronoun, other []float32 } // (K)

// mean puts a head's mean output over the sample in place of its own, which
// takes away what it says of this example and leaves what it says of all
// (mean ablation: Wang et al., "Interpretability in the Wild", 2022).
func mean(heads []Head, averages map[Head]average, pronoun int) *model.Intervention {
	return onOutput(heads, func(h Head, z [][]float32) {
		for i, row := range z {
			if i == pronoun {
				copy(row, averages[h].pronoun)
			} else {
				copy(row, averages[h].other)
			}
		}
	})
}

// averagesOf are the mean outputs of each head over examples.
func averagesOf(heads []Head, width int, outputs []mixed, pronouns []int) map[Head]average {
	averages := map[Head]average{}
	for _, h := range heads {
		var sums [2][]float64
		var n [2]float64
		sums[0], sums[1] = make([]float64, width), make([]float64, width)
		for e, m := range outputs {
			for i, row := range m[h] {
				kind := 1
				if i == pronouns[e] {
					kind = 0
				}
				n[kind]++
				for k, v := range row {
					sums[kind][k] += float64(v)
				}
			}
		}
		divide := func(kind int) []float32 {
			out := make([]float32, width)
			for k, v := range sums[kind] {
				out[k] = float32(v / max(1, n[kind]))
			}
			return out
		}
		averages[h] = average{divide(0), divide(1)}
	}
	return averages
}

// patch puts what heads made of the twin's tokens in place of their own, at the
// tokens of rows: from[i] is the twin's token for token rows[i] (activation
// patching: Vig et al., "Investigating Gender Bias in Language Models Using
// Causal Mediation Analysis", 2020).
func patch(heads []Head, twin mixed, rows, from []int) *model.Intervention {
	return onOutput(heads, func(h Head, z [][]float32) {
		for i, row := range rows {
			copy(z[row], twin[h][from[i]])
		}
	})
}

// shared are the tokens that begin or end two twins alike, all but those by
// which they differ: token rows[i] of a is token from[i] of b.
func shared(a, b []data.Token) (rows, from []int) {
	first := 0
	for first < min(len(a), len(b)) && a[first].Text == b[first].Text {
		rows, from = append(rows, first), append(from, first)
		first++
	}
	for last := 1; last <= min(len(a), len(b))-first && a[len(a)-last].Text == b[len(b)-last].Text; last++ {
		rows, from = append(rows, len(a)-last), append(from, len(b)-last)
	}
	return rows, from
}

// level makes heads look at all tokens alike.
func level(heads []Head) *model.Intervention {
	return onPattern(heads, func(_ Head, pattern [][]float32) {
		for _, row := range pattern {
			for j := range row {
				row[j] = 1 / float32(len(row))
			}
		}
	})
}

// permute deals each row's weights to other tokens at random: as peaked as
// before, elsewhere (Jain and Wallace, "Attention is not Explanation", 2019).
// The draw depends on the example's place, the head and the row.
func permute(heads []Head, example int) *model.Intervention {
	return onPattern(heads, func(h Head, pattern [][]float32) {
		for i, row := range pattern {
			r := random.New(0, "faith permutation", uint64(example), uint64(h.Layer), uint64(h.Head), uint64(i))
			r.Shuffle(len(row), func(a, b int) { row[a], row[b] = row[b], row[a] })
		}
	})
}

// cut takes away the weight that the tokens of rows give to a span and scales
// the rest of each row to sum to 1, as if the scores had been −∞ before the
// softmax (Geva et al., "Dissecting Recall of Factual Associations", 2023). A
// row that has nothing else is left empty.
func cut(heads []Head, rows []int, span data.Span) *model.Intervention {
	return onPattern(heads, func(_ Head, pattern [][]float32) {
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

// tokensOf are the tokens of spans, each once.
func tokensOf(spans ...data.Span) []int {
	var list []int
	for _, s := range spans {
		for i := s.Start; i < s.End; i++ {
			if !slices.Contains(list, i) {
				list = append(list, i)
			}
		}
	}
	return list
}

// outside are the tokens of a text of n but those of a span.
func outside(n int, s data.Span) []int {
	return append(tokensOf(data.Span{Start: 0, End: s.Start}), tokensOf(data.Span{Start: s.End, End: n})...)
}

// mentions pairs the tokens of two twins' candidates.
func mentions(a, b *data.Example) (rows, from []int) {
	for i, c := range a.Candidates {
		if other := b.Candidates[i]; c.Len() == other.Len() {
			rows, from = append(rows, tokensOf(c)...), append(from, tokensOf(other)...)
		}
	}
	return rows, from
}

func onOutput(heads []Head, change func(h Head, z [][]float32)) *model.Intervention {
	return &model.Intervention{Output: on(heads, change)}
}

func onPattern(heads []Head, change func(h Head, pattern [][]float32)) *model.Intervention {
	return &model.Intervention{Pattern: on(heads, change)}
}

func on(heads []Head, change func(Head, [][]float32)) func(layer, head int, rows [][]float32) {
	return func(layer, head int, rows [][]float32) {
		if h := (Head{layer, head}); slices.Contains(heads, h) {
			change(h, rows)
		}
	}
}
