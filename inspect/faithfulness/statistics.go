package faithfulness

import (
	"encoding/json"
	"math"

	"antecedent/data/score"
)

// A Share is how many of a number of things have some property.
type Share struct{ Count, Of int }

func (s *Share) add(yes bool) {
	s.Of++
	if yes {
		s.Count++
	}
}

// Value is Count / Of, 0 where Of is 0.
func (s Share) Value() float64 { return float64(s.Count) / float64(max(1, s.Of)) }

// Interval is the 95 % confidence interval of the value (Wilson's, see
// [score.Interval]).
func (s Share) Interval() (low, high float64) { return score.Interval(s.Count, s.Of) }

// MarshalJSON writes the value and its interval too.
func (s Share) MarshalJSON() ([]byte, error) {
	low, high := s.Interval()
	return json.Marshal(struct {
		Count int     `json:"count"`
		Of    int     `json:"of"`
		Share float64 `json:"share"`
		Low   float64 `json:"low"`
		High  float64 `json:"high"`
	}{s.Count, s.Of, s.Value(), low, high})
}

// A Mean is the mean of N values, with its 95 % confidence interval
// mean ± 1.96·s/√N, where s is the standard deviation with N−1. For fewer than two
// values the interval is the mean itself and says nothing.
type Mean struct {
	N    int     `json:"n"`
	Mean float64 `json:"mean"` // 0 where N is 0
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

func meanOf(values []float64) Mean {
	m := Mean{N: len(values)}
	for _, v := range values {
		m.Mean += v / float64(m.N)
	}
	half := 0.0
	if m.N > 1 {
		var squares float64
		for _, v := range values {
			squares += (v - m.Mean) * (v - m.Mean)
		}
		half = 1.959963984540054 * math.Sqrt(squares/float64(m.N-1)/float64(m.N))
	}
	m.Low, m.High = m.Mean-half, m.Mean+half
	return m
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
