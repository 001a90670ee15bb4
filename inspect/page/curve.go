package page

import (
	"math"

	"antecedent/inspect/draw"
)

// A curve is how a training went, as the page's script reads it.
type curve struct {
	Loss  []lossPoint  `json:"loss"`
	Valid []validPoint `json:"valid"`
}

// A lossPoint is the mean loss of some steps, the last of which it names.
type lossPoint struct {
	Step int     `json:"step"`
	Loss float64 `json:"loss"`
}

type validPoint struct {
	Step     int     `json:"step"`
	Accuracy float64 `json:"accuracy"`
}

// most is how many points of a curve a screen can show.
const most = 200

// curveOf takes means of neighbours, so that a long training takes no more room
// than a short one: of few at first, where the loss falls fastest and the page
// draws it widest, and of more and more towards the end.
func curveOf(h draw.History) curve {
	c := curve{Loss: []lossPoint{}, Valid: []validPoint{}}
	for _, e := range h.Evals {
		c.Valid = append(c.Valid, validPoint{e.Step, e.Accuracy})
	}
	from := 0
	for i := 1; i <= most; i++ {
		to := len(h.Steps) * i * i / (most * most)
		if to == from {
			continue
		}
		sum := 0.0
		for _, s := range h.Steps[from:to] {
			sum += s.Loss
		}
		mean := float64(float32(sum / float64(to-from))) // the last digits are noise
		if !math.IsNaN(mean) && !math.IsInf(mean, 0) {
			c.Loss = append(c.Loss, lossPoint{h.Steps[to-1].Step, mean})
		}
		from = to
	}
	return c
}
