package main

import (
	"math"
	"math/bits"

	"antecedent/data/structure"
)

// A row is one pronoun to fit or to answer: the feature sets of its mentions, the
// group of each, and the group of the right answer. Group none is also that of NONE,
// which is scored by a weight of its own.
type row struct {
	sets     []uint64
	groups   []int
	entities []int
	gold     int
}

// The groups of a GAP example.
const (
	groupA = iota
	groupB
	none
)

// A linear model scores a mention by the sum of the weights of its features.
type linear struct {
	weights []float64 // one a feature
	none    float64   // the score of NONE
}

func (m *linear) score(set uint64) float64 {
	var sum float64
	for ; set != 0; set &= set - 1 {
		sum += m.weights[bits.TrailingZeros64(set)]
	}
	return sum
}

// probabilities returns those of the mentions, and that of NONE as the last.
func (m *linear) probabilities(sets []uint64, out []float64) []float64 {
	out = out[:0]
	greatest := m.none
	for _, s := range sets {
		out = append(out, m.score(s))
		greatest = max(greatest, out[len(out)-1])
	}
	out = append(out, m.none)
	var sum float64
	for i := range out {
		out[i] = math.Exp(out[i] - greatest)
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// fit minimises −log of the probability of the right group, summed over the mentions
// in it, plus decay/2 times the squared weights, by Adam over all rows at once.
func fit(rows []row, steps int, decay float64) *linear {
	n := len(structure.Features())
	m := &linear{weights: make([]float64, n)}
	gradient, mean, square := make([]float64, n+1), make([]float64, n+1), make([]float64, n+1)
	var p []float64
	for step := 1; step <= steps; step++ {
		clear(gradient)
		for _, r := range rows {
			p = m.probabilities(r.sets, p)
			var right float64
			for k, g := range r.groups {
				if g == r.gold {
					right += p[k]
				}
			}
			if r.gold == none {
				right += p[len(p)-1]
			}
			for k, s := range r.sets {
				d := p[k]
				if r.groups[k] == r.gold {
					d -= p[k] / right
				}
				for ; s != 0; s &= s - 1 {
					gradient[bits.TrailingZeros64(s)] += d
				}
			}
			d := p[len(p)-1]
			if r.gold == none {
				d -= p[len(p)-1] / right
			}
			gradient[n] += d
		}
		const beta1, beta2 = 0.9, 0.99
		rate := 0.1 * 0.5 * (1 + math.Cos(math.Pi*float64(step)/float64(steps)))
		for i := range gradient {
			w := &m.none
			if i < n {
				w = &m.weights[i]
			}
			g := gradient[i]/float64(len(rows)) + decay**w
			mean[i] = beta1*mean[i] + (1-beta1)*g
			square[i] = beta2*square[i] + (1-beta2)*g*g
			g = mean[i] / (1 - math.Pow(beta1, float64(step)))
			*w -= rate * g / (math.Sqrt(square[i]/(1-math.Pow(beta2, float64(step)))) + 1e-8)
		}
	}
	return m
}
