package faithfulness

import (
	"cmp"
	"context"
	"math"
	"slices"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/internal/random"
)

// A Correlation compares the pronoun's attention with what each other token is
// worth to the answer: how much the probability of the model's own decision falls
// when that token is made the unknown word,
//
//	worth(j) = p(decision | text) − p(decision | text, token j unknown)
//
// over the tokens of one text but the pronoun, or 128 of them, drawn at random, where
// there are more (leave-one-out: Jain and Wallace,
// "Attention is not Explanation", 2019, by τ; Abnar and Zuidema, "Quantifying
// Attention Flow in Transformers", 2020, by ρ). Texts in which all weights, or all
// worths, are equal have no τ and ρ and do not count for their means.
type Correlation struct {
	Name     string `json:"name"`     // a head's; "layer 0", "all heads": of their mean; or "pointer"
	Kendall  Mean   `json:"kendall"`  // τ-b, mean over texts
	Spearman Mean   `json:"spearman"` // ρ, mean over texts
	Top      Share  `json:"top"`      // of texts, the token with the most weight is worth the most
}

// correlations returns those of each group's mean attention, and of the pointer.
func (x *experiment) correlations(ctx context.Context, groups []group) []Correlation {
	worths := make([][]float64, len(x.examples))
	for i := range worths {
		worths[i] = x.worth(ctx, i)
	}
	var list []Correlation
	for _, g := range groups {
		list = append(list, x.correlate(g.name, worths, func(i int) []float32 {
			row := make([]float32, len(x.examples[i].Tokens))
			for k, h := range x.heads {
				if slices.Contains(g.heads, h) {
					for j, w := range x.rows[i][k] {
						row[j] += w / float32(len(g.heads))
					}
				}
			}
			return row
		}))
	}
	return append(list, x.correlate("pointer", worths, func(i int) []float32 { return x.predictions[i].Pointer }))
}

// worth returns what each token but the pronoun is worth to the i-th answer.
func (x *experiment) worth(ctx context.Context, i int) []float64 {
	e := &x.examples[i]
	var decision []data.Span // empty for NONE
	if s, _, ok := score.Choose(e, x.predictions[i]); ok {
		decision = append(decision, s)
	}
	before := score.Probability(e, x.predictions[i], decision...)
	var list []float64
	for _, j := range leftOut(e, i) {
		list = append(list, before-score.Probability(e, x.withoutToken(ctx, i, j), decision...))
	}
	return list
}

// mostLeftOut is how many tokens of a text are left out, one at a time. The time of each
// run grows with the square of the text's length, so that of all would with the third power.
const mostLeftOut = 128

// leftOut lists the tokens of the i-th example that are left out, one at a time, in
// ascending order.
func leftOut(e *data.Example, i int) []int {
	tokens := outside(e, e.Pronoun)
	if len(tokens) > mostLeftOut {
		r := random.New(0, leaveOutDraw, uint64(i))
		r.Shuffle(len(tokens), func(a, b int) { tokens[a], tokens[b] = tokens[b], tokens[a] })
		tokens = tokens[:mostLeftOut]
		slices.Sort(tokens)
	}
	return tokens
}

// correlate compares, over all examples, the pronoun's row (T) with the worths of the
// tokens that were left out.
func (x *experiment) correlate(name string, worths [][]float64, row func(i int) []float32) Correlation {
	c := Correlation{Name: name}
	var taus, rhos []float64
	for i, worth := range worths {
		e, row := &x.examples[i], row(i)
		var weights []float64
		for _, j := range leftOut(e, i) {
			weights = append(weights, float64(row[j]))
		}
		if tau, rho := rankCorrelations(weights, worth); !math.IsNaN(tau) {
			taus, rhos = append(taus, tau), append(rhos, rho)
		}
		c.Top.add(len(weights) > 0 && greatest(weights) == greatest(worth))
	}
	c.Kendall, c.Spearman = meanOf(taus), meanOf(rhos)
	return c
}

// rankCorrelations are two measures of how far x and y are in the same order, from
// −1 to 1; both are NaN where all of x or all of y are equal. With
// s_ij = sign(x_i − x_j) and t_ij = sign(y_i − y_j),
//
//	τ = Σ_ij s_ij·t_ij / √(Σ_ij s_ij² · Σ_ij t_ij²)
//	ρ = Σ_i r_i·q_i / √(Σ_i r_i² · Σ_i q_i²)   r_i = Σ_j s_ij, q_i = Σ_j t_ij
//
// τ is Kendall's τ-b, which discounts ties ("The Treatment of Ties in Ranking
// Problems", 1945). ρ is Spearman's: r_i/2 is the rank of x_i less the mean of all
// ranks, where equal values share the mean of theirs.
func rankCorrelations(x, y []float64) (tau, rho float64) {
	var st, ss, tt, rq, rr, qq float64
	for i := range x {
		var r, q float64
		for j := range x {
			s, t := float64(cmp.Compare(x[i], x[j])), float64(cmp.Compare(y[i], y[j]))
			r, q = r+s, q+t
			st, ss, tt = st+s*t, ss+s*s, tt+t*t
		}
		rq, rr, qq = rq+r*q, rr+r*r, qq+q*q
	}
	return st / math.Sqrt(ss*tt), rq / math.Sqrt(rr*qq)
}
