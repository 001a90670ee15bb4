package draw

import "math"

// A History is how a run went.
type History struct {
	Name  string // of the run
	Steps []Step
	Evals []Eval
}

// A Step is the loss of one step's batch.
type Step struct {
	Step int
	Loss float64 // in nats
}

// An Eval is the score on the examples held out.
type Eval struct {
	Step         int
	Loss         float64
	Accuracy     float64
	PairAccuracy float64
	Pairs        int
	Best         bool // better than every one before
}

// last is the greatest step, at least 1.
func (h *History) last() int {
	last := 1
	for _, s := range h.Steps {
		last = max(last, s.Step)
	}
	for _, e := range h.Evals {
		last = max(last, e.Step)
	}
	return last
}

// best is the best evaluation, nil where there is none.
func (h *History) best() *Eval {
	var best *Eval
	for i := range h.Evals {
		if h.Evals[i].Best {
			best = &h.Evals[i]
		}
	}
	return best
}

// A bin is the losses of neighbouring steps.
type bin struct{ step, mean, low, high float64 }

// bins sums the steps up so that a line of them can be drawn in few points.
func bins(steps []Step, last, n int) []bin {
	var list []bin
	count, at := 0.0, -1
	for _, s := range steps {
		if math.IsNaN(s.Loss) || math.IsInf(s.Loss, 0) {
			continue
		}
		if i := max(0, s.Step-1) * n / last; i != at || len(list) == 0 {
			list, count, at = append(list, bin{low: s.Loss, high: s.Loss}), 0, i
		}
		b := &list[len(list)-1]
		count++
		b.step += (float64(s.Step) - b.step) / count
		b.mean += (s.Loss - b.mean) / count
		b.low, b.high = min(b.low, s.Loss), max(b.high, s.Loss)
	}
	return list
}
