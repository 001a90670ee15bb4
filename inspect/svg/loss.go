package svg

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"antecedent/checkpoints"
	"antecedent/inspect/layout"
)

// axisWidth is the room for the labels of a vertical axis, in pixels.
const axisWidth = 46.0

// Loss draws a training over its steps: above the losses of the training batches
// and of the examples held out, below the accuracy on the latter.
func Loss(w io.Writer, h checkpoints.History) error {
	if len(h.Losses)+len(h.Evaluations) == 0 {
		return errors.New("a history without steps has no curve")
	}
	last, pairs := 1, false // last is the greatest step
	var highs, heldOut []float64
	var best *checkpoints.Evaluation // may be nil
	for _, s := range h.Losses {
		last = max(last, s.Step)
	}
	for i := range h.Evaluations {
		e := &h.Evaluations[i]
		last, pairs = max(last, e.Step), pairs || e.Pairs > 0
		if finite(e.Loss) {
			heldOut = append(heldOut, e.Loss)
		}
		if e.Best {
			best = e
		}
	}
	list := bins(h.Losses, last, 180)
	for _, b := range list {
		highs = append(highs, b.high)
	}
	end, greatest := layout.AxisEnd(highs, heldOut)
	step := niceStep(end / 4)
	top := step * math.Max(1, math.Ceil(end/step-1e-9))
	about := caption(&h, last, best)
	if greatest > top {
		about += fmt.Sprintf(" The curves of the loss are cut off at %.4g; the greatest is %s.", top, layout.Number(greatest, 2))
	}
	p := newPicture(720)
	p.heading("Training of "+h.Name, "", about)

	// 1. loss
	loss := p.axes(plot{title: "loss (nats)", height: 210, last: last, top: top, step: step})
	var upper, lower, middle []string
	for _, b := range list {
		upper = append(upper, loss.point(b.step, b.high))
		lower = append(lower, loss.point(b.step, b.low))
		middle = append(middle, loss.point(b.step, b.mean))
	}
	if len(list) > 0 {
		slices.Reverse(lower)
		p.path(polyline(append(upper, lower...))+"z", blue, ` fill-opacity="0.16"`)
		p.path(polyline(middle), "none", ` stroke="`+blue+`" stroke-width="1.6" stroke-linejoin="round"`)
	}
	p.curve(loss, h.Evaluations, vermilion, "", func(e checkpoints.Evaluation) float64 { return e.Loss })
	p.best(loss, best)
	const left, symbol, gap = margin + axisWidth, 30, 20
	samples := []sample{p.stroke(blue, "", "training, with the range within each stretch", false)}
	if len(h.Evaluations) > 0 {
		samples = append(samples, p.stroke(vermilion, "", "held out", true))
	}
	p.legend(left, symbol, gap, samples)

	// 2. accuracy
	if len(h.Evaluations) > 0 {
		p.y += 18
		accuracy := p.axes(plot{title: "accuracy on the examples held out", height: 150, last: last, top: 1, step: 0.25})
		samples = []sample{p.stroke(vermilion, "", "of sentences", true)}
		p.curve(accuracy, h.Evaluations, vermilion, "", func(e checkpoints.Evaluation) float64 { return e.Accuracy })
		if pairs {
			dashed := ` stroke-dasharray="5 4"`
			p.curve(accuracy, h.Evaluations, green, dashed, func(e checkpoints.Evaluation) float64 { return e.PairAccuracy })
			samples = append(samples, p.stroke(green, dashed, "of minimal pairs (both twins right)", true))
		}
		p.best(accuracy, best)
		p.legend(left, symbol, gap, samples)
	}
	p.y += 2
	return p.write(w, "Training of "+h.Name)
}

// caption sums a training up in words.
func caption(h *checkpoints.History, last int, best *checkpoints.Evaluation) string {
	text := fmt.Sprintf("%d steps.", last)
	if n := len(h.Losses); n > 0 {
		text += fmt.Sprintf(" The loss of a batch went from %s to %s nats.", layout.Number(h.Losses[0].Loss, 2), layout.Number(h.Losses[n-1].Loss, 2))
	}
	if best != nil {
		text += fmt.Sprintf(" Best on the examples held out: step %d, with %s right", best.Step, layout.Share(best.Accuracy, 1))
		if best.Pairs > 0 {
			text += fmt.Sprintf(" and both twins right in %s of the minimal pairs", layout.Share(best.PairAccuracy, 1))
		}
		text += "."
	}
	return text
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

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
