package faithfulness

import (
	"math"

	"antecedent/data/score"
)

// A Share is a number of things out of all, with its 95 % confidence interval
// (Wilson's, see [score.Interval]).
type Share struct {
	Count int     `json:"count"`
	Of    int     `json:"of"`
	Share float64 `json:"share"` // Count / Of, 0 where Of is 0
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

// A counter counts what a [Share] is of.
type counter struct{ count, of int }

func (c *counter) add(yes bool) {
	c.of++
	if yes {
		c.count++
	}
}

func (c counter) share() Share { return shareOf(c.count, c.of) }

func (c counter) shareOrNil() *Share {
	if c.of == 0 {
		return nil
	}
	s := c.share()
	return &s
}

// A Mean is that of N values, with its 95 % confidence interval mean ± 1.96·s/√N,
// s being the standard deviation with N−1. Of fewer than two values the interval
// is the mean itself and says nothing.
type Mean struct {
	N    int     `json:"n"`
	Mean float64 `json:"mean"` // 0 where N is 0
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

// entropy is −Σ w·log2 w of weights that sum to 1, in bits: 0 where one is 1, log2
// of their number where all are equal.
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
func greatest[F float32 | float64](values []F) int {
	best := -1
	for i, v := range values {
		if best < 0 || v > values[best] {
			best = i
		}
	}
	return best
}
