package faith

import (
	"cmp"
	"math"
	"slices"

	"antecedent/data/score"
)

// A Share is how many of so many, with its 95 % confidence interval (Wilson,
// see [score.Interval]).
type Share struct {
	Count int     `json:"count"`
	Of    int     `json:"of"`
	Share float64 `json:"share"` // 0 where Of is
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

func shareOf(count, of int) Share {
	s := Share{Count: count, Of: of}
	if of > 0 {
		s.Share = float64(count) / float64(of)
	}
	s.Low, s.High = score.Interval(count, of)
	return s
}

// A counter counts what a Share is of.
type counter struct{ count, of int }

func (c *counter) add(yes bool) {
	c.of++
	if yes {
		c.count++
	}
}

func (c counter) share() Share { return shareOf(c.count, c.of) }

// A Mean has the 95 % confidence interval mean ± 1.96·s/√n, s the standard
// deviation with n−1. Of fewer than two values the interval is the mean itself,
// which says nothing.
type Mean struct {
	N    int     `json:"n"`
	Mean float64 `json:"mean"` // 0 where N is
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

func meanOf(values []float64) Mean {
	m := Mean{N: len(values)}
	if m.N == 0 {
		return m
	}
	for _, v := range values {
		m.Mean += v / float64(m.N)
	}
	var squares float64
	for _, v := range values {
		squares += (v - m.Mean) * (v - m.Mean)
	}
	half := 0.0
	if m.N > 1 {
		half = 1.959963984540054 * math.Sqrt(squares/float64(m.N-1)/float64(m.N))
	}
	m.Low, m.High = m.Mean-half, m.Mean+half
	return m
}

// kendall is Kendall's rank correlation τ-b of x and y, which discounts ties
// (Kendall, "The Treatment of Ties in Ranking Problems", 1945):
//
//	τ = (concordant − discordant) / √((pairs − ties in x)·(pairs − ties in y))
//
// ok is false where it is undefined: all of x or all of y are equal.
func kendall(x, y []float64) (tau float64, ok bool) {
	var net, inX, inY float64 // pairs, those not tied in x, those not tied in y
	for i := range x {
		for j := range i {
			dx, dy := float64(cmp.Compare(x[i], x[j])), float64(cmp.Compare(y[i], y[j]))
			net += dx * dy
			inX += dx * dx
			inY += dy * dy
		}
	}
	if inX == 0 || inY == 0 {
		return 0, false
	}
	return net / math.Sqrt(inX*inY), true
}

// spearman is Spearman's rank correlation ρ of x and y: the correlation of
// their ranks, equal values sharing the mean of theirs. ok is false where it is
// undefined: all of x or all of y are equal.
func spearman(x, y []float64) (rho float64, ok bool) {
	rx, ry := ranks(x), ranks(y)
	middle := float64(len(x)-1) / 2
	var xy, xx, yy float64
	for i := range rx {
		dx, dy := rx[i]-middle, ry[i]-middle
		xy += dx * dy
		xx += dx * dx
		yy += dy * dy
	}
	if xx == 0 || yy == 0 {
		return 0, false
	}
	return xy / math.Sqrt(xx*yy), true
}

// ranks are the places of the values in ascending order, from 0.
func ranks(values []float64) []float64 {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(values[a], values[b]) })
	out := make([]float64, len(values))
	for first := 0; first < len(order); {
		next := first + 1
		for next < len(order) && values[order[next]] == values[order[first]] {
			next++
		}
		for _, i := range order[first:next] {
			out[i] = float64(first+next-1) / 2
		}
		first = next
	}
	return out
}

// entropy is −Σ w·log2 w of weights that sum to 1, in bits: 0 where one has all,
// log2 of their number where all are equal.
func entropy(weights []float32) float64 {
	var bits float64
	for _, w := range weights {
		if w > 0 {
			bits -= float64(w) * math.Log2(float64(w))
		}
	}
	return bits
}

// greatest is the index of the greatest value, the first of equals, −1 of none.
// skip is passed over.
func greatest[F float32 | float64](values []F, skip int) int {
	best := -1
	for i, v := range values {
		if i != skip && (best < 0 || v > values[best]) {
			best = i
		}
	}
	return best
}
