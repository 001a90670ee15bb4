package faithfulness

import (
	"context"

	"antecedent/data"
	"antecedent/data/score"
)

// A Correlation compares the pronoun's attention with what each other token is
// worth to the answer: how much the probability of the model's own decision falls
// when that token is made the unknown word,
//
//	worth(j) = p(decision | text) − p(decision | text, token j unknown)
//
// over the tokens of one text but the pronoun (leave-one-out: Jain and Wallace,
// "Attention is not Explanation", 2019, by τ; Abnar and Zuidema, "Quantifying
// Attention Flow in Transformers", 2020, by ρ). Texts in which all weights, or all
// worths, are equal have no correlation and do not count.
type Correlation struct {
	Name     string `json:"name"`     // a head's; "layer 0", "all heads": of their mean; or "pointer"
	Kendall  Mean   `json:"kendall"`  // τ-b, mean over texts
	Spearman Mean   `json:"spearman"` // ρ, mean over texts
	Top      Share  `json:"top"`      // of texts, the token with the most weight is worth the most
}

// correlations are those of each group's mean attention, and of the pointer.
func (x *experiment) correlations(ctx context.Context, groups []group) []Correlation {
	worths := make([][]float64, len(x.examples))
	for i := range worths {
		worths[i] = x.worth(ctx, i)
	}
	var list []Correlation
	for _, g := range groups {
		list = append(list, x.correlate(g.name, worths, func(i int) []float32 {
			row := make([]float32, len(x.examples[i].Tokens))
			for _, h := range g.heads {
				for j, w := range x.rows[i][h.Layer][h.Head] {
					row[j] += w / float32(len(g.heads))
				}
			}
			return row
		}))
	}
	return append(list, x.correlate("pointer", worths, func(i int) []float32 { return x.predictions[i].Pointer }))
}

// correlate compares, over all examples, the pronoun's row with the tokens' worth.
func (x *experiment) correlate(name string, worths [][]float64, row func(i int) []float32) Correlation {
	var taus, rhos []float64
	var top counter
	for i, worth := range worths {
		var weights []float64
		for j, w := range row(i) {
			if x.isOther(i, j) {
				weights = append(weights, float64(w))
			}
		}
		if tau, ok := kendall(weights, worth); ok {
			rho, _ := spearman(weights, worth)
			taus, rhos = append(taus, tau), append(rhos, rho)
		}
		top.add(len(weights) > 0 && greatest(weights) == greatest(worth))
	}
	return Correlation{name, meanOf(taus), meanOf(rhos), top.share()}
}

// worth is what each token but the pronoun is worth to the i-th answer.
func (x *experiment) worth(ctx context.Context, i int) []float64 {
	e := &x.examples[i]
	var decision []data.Span // empty for NONE
	if s, _, ok := score.Choose(e, x.predictions[i]); ok {
		decision = append(decision, s)
	}
	before := score.Probability(e, x.predictions[i], decision...)
	var list []float64
	for j := range e.Tokens {
		if x.isOther(i, j) {
			list = append(list, before-score.Probability(e, x.withoutToken(ctx, i, j), decision...))
		}
	}
	return list
}

// isOther reports whether token j of the i-th example is not the pronoun's.
func (x *experiment) isOther(i, j int) bool {
	p := x.examples[i].Pronoun
	return j < p.Start || j >= p.End
}
