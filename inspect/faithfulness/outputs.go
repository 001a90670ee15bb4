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
					if (i == examples[e].Pronoun.Start) == pronoun {
						n++
						for k, v := range row {
							sum[k] += float64(v)
						}
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
