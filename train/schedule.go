package train

import "math"

// rate is the learning rate of a step, counted from 1: it rises in a straight
// line over the warm-up and falls along half a cosine to 0 at the horizon
// (Loshchilov and Hutter, "SGDR", 2017).
func (c Config) rate(step int) float64 {
	if step <= c.Warmup {
		return c.LR * float64(step) / float64(c.Warmup)
	}
	// 0 would be the rate of the step after the last one.
	done := float64(step-c.Warmup) / float64(c.Steps+1-c.Warmup)
	return c.LR * (1 + math.Cos(math.Pi*done)) / 2
}
