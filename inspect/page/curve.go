package page

import (
	"math"

	"antecedent/checkpoints"
	"antecedent/inspect/layout"
)

// A curve is the history of a training, as the page's script reads it.
type curve struct {
	Loss  []lossPoint  `json:"loss"`
	Valid []validPoint `json:"valid"`

	// Top is where the page cuts the losses off, and Greatest the greatest of them: see
	// [layout.AxisEnd].
	Top      float64 `json:"top"`
	Greatest float64 `json:"greatest"`
}

// A lossPoint is the mean loss, in nats, of some consecutive steps, of which Step is
// the last.
type lossPoint struct {
	Step int     `json:"step"`
	Loss float64 `json:"loss"`
}

type validPoint struct {
	Step     int     `json:"step"`
	Accuracy float64 `json:"accuracy"`
}

// most is the greatest number of points of a loss curve.
const most = 200

// curveOf takes means of consecutive losses, so that a long training takes no more
// room than a short one: of few at first, where the loss falls fastest and the page
// draws it widest, and of more and more towards the end.
func curveOf(h checkpoints.History) curve {
	c := curve{Loss: []lossPoint{}, Valid: []validPoint{}}
	for _, e := range h.Evaluations {
		c.Valid = append(c.Valid, validPoint{e.Step, e.Accuracy})
	}
	from := 0
	for i := 1; i <= most; i++ {
		to := len(h.Losses) * i * i / (most * most)
		if to == from {
			continue
		}
		sum := 0.0
		for _, s := range h.Losses[from:to] {
			sum += s.Loss
		}
		mean := float64(float32(sum / float64(to-from))) // the last digits are noise
		if !math.IsNaN(mean) && !math.IsInf(mean, 0) {
			c.Loss = append(c.Loss, lossPoint{h.Losses[to-1].Step, mean})
		}
		from = to
	}
	var losses []float64
	for _, p := range c.Loss {
		losses = append(losses, p.Loss)
	}
	c.Top, c.Greatest = layout.AxisEnd(losses)
	return c
}
