package faithfulness

import (
	"antecedent/data"
	"antecedent/model"
)

// outputs are what the heads computed of the tokens of one text, before W_O:
// [L][H](T,K).
type outputs [][][][]float32

// A meanOutput is the mean output of a head over a sample. Pronouns have one of
// their own, because a head does something else for them.
type meanOutput struct{ pronoun, other []float32 } // (K)

func (m meanOutput) of(pronoun bool) []float32 {
	if pronoun {
		return m.pronoun
	}
	return m.other
}

// meanOutputs are those of each head over the examples.
func meanOutputs(c model.Config, all []outputs, examples []data.Example) map[model.Head]meanOutput {
	means := map[model.Head]meanOutput{}
	for _, h := range c.HeadList() {
		mean := func(pronoun bool) []float32 {
			sum, n := make([]float64, c.HeadWidth()), 0.0
			for e, z := range all {
				for i, row := range z[h.Layer][h.Head] {
					if (i == examples[e].Pronoun.Start) != pronoun {
						continue
					}
					n++
					for k, v := range row {
						sum[k] += float64(v)
					}
				}
			}
			out := make([]float32, len(sum))
			for k, v := range sum {
				out[k] = float32(v / max(1, n))
			}
			return out
		}
		means[h] = meanOutput{mean(true), mean(false)}
	}
	return means
}

// sharedTokens are the tokens that begin or end two twins alike, all but those in
// which they differ: token rows[i] of a is token from[i] of b.
func sharedTokens(a, b []data.Token) (rows, from []int) {
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

// candidateTokens are the tokens of two twins' candidates, those of candidates of
// the same length: token rows[i] of a corresponds to token from[i] of b.
func candidateTokens(a, b *data.Example) (rows, from []int) {
	for i, c := range a.Candidates {
		if other := b.Candidates[i]; c.Len() == other.Len() {
			rows, from = append(rows, tokensOf(c)...), append(from, tokensOf(other)...)
		}
	}
	return rows, from
}
