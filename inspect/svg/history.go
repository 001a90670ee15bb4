package svg

import "antecedent/checkpoints"

// lastStep is the greatest step of a history, at least 1.
func lastStep(h *checkpoints.History) int {
	last := 1
	for _, s := range h.Losses {
		last = max(last, s.Step)
	}
	for _, e := range h.Evaluations {
		last = max(last, e.Step)
	}
	return last
}

// bestEvaluation is the best evaluation of a history, nil where there is none.
func bestEvaluation(h *checkpoints.History) *checkpoints.Evaluation {
	for i := len(h.Evaluations) - 1; i >= 0; i-- {
		if h.Evaluations[i].Best {
			return &h.Evaluations[i]
		}
	}
	return nil
}

// A bin is the losses of neighbouring steps: the mean of the steps, and the mean
// and range of the losses.
type bin struct{ step, mean, low, high float64 }

// bins sums losses up in at most n bins of equal length, so that a line through
// them has few points. Steps are at most last; losses that are not finite are
// left out.
func bins(losses []checkpoints.Loss, last, n int) []bin {
	var list []bin
	count, at := 0.0, -1
	for _, s := range losses {
		if !finite(s.Loss) {
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
