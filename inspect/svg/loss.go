package svg

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"antecedent/checkpoints"
)

// axisWidth is the room for the labels of a vertical axis, in pixels.
const axisWidth = 46.0

// Loss draws a training over its steps: above the losses of the training batches
// and of the examples held out, below the accuracy on the latter.
func Loss(w io.Writer, h checkpoints.History) error {
	if len(h.Losses)+len(h.Evaluations) == 0 {
		return errors.New("a history without steps has no curve")
	}
	p := newPicture(720)
	last, best := lastStep(&h), bestEvaluation(&h)
	p.heading("Training of "+h.Name, "", caption(&h, last, best))

	// 1. loss
	highest := 0.0
	list := bins(h.Losses, last, 180)
	for _, b := range list {
		highest = max(highest, b.high)
	}
	for _, e := range h.Evaluations {
		if finite(e.Loss) {
			highest = max(highest, e.Loss)
		}
	}
	step := niceStep(highest / 4)
	top := step * math.Max(1, math.Ceil(highest/step-1e-9))
	loss := p.plot(plot{title: "loss (nats)", height: 210, last: last, top: top, step: step})
	if len(list) > 0 {
		var band, line strings.Builder
		for i, b := range list {
			fmt.Fprintf(&band, "%s%s %s", to(i), num(loss.x(b.step)), num(loss.y(b.high)))
			fmt.Fprintf(&line, "%s%s %s", to(i), num(loss.x(b.step)), num(loss.y(b.mean)))
		}
		for i := len(list) - 1; i >= 0; i-- {
			fmt.Fprintf(&band, "L%s %s", num(loss.x(list[i].step)), num(loss.y(list[i].low)))
		}
		p.path(band.String()+"z", blue, `fill-opacity="0.16"`)
		p.path(line.String(), "none", `stroke="`+blue+`" stroke-width="1.6" stroke-linejoin="round"`)
	}
	p.curve(loss, h.Evaluations, vermilion, "", func(e checkpoints.Evaluation) float64 { return e.Loss })
	p.best(loss, best)
	p.lineLegend([]sample{{blue, "", "training, with the range within each stretch", false}, {vermilion, "", "held out", true}})

	// 2. accuracy
	if len(h.Evaluations) > 0 {
		p.y += 12
		accuracy := p.plot(plot{title: "accuracy on the examples held out", height: 150, last: last, top: 1, step: 0.25})
		samples := []sample{{vermilion, "", "of sentences", true}}
		p.curve(accuracy, h.Evaluations, vermilion, "", func(e checkpoints.Evaluation) float64 { return e.Accuracy })
		pairs := false
		for _, e := range h.Evaluations {
			pairs = pairs || e.Pairs > 0
		}
		if pairs {
			p.curve(accuracy, h.Evaluations, green, "5 4", func(e checkpoints.Evaluation) float64 { return e.PairAccuracy })
			samples = append(samples, sample{green, "5 4", "of minimal pairs (both twins right)", true})
		}
		p.best(accuracy, best)
		p.lineLegend(samples)
	}
	p.y -= 4
	return p.write(w, "Training of "+h.Name)
}

// caption sums a training up in words.
func caption(h *checkpoints.History, last int, best *checkpoints.Evaluation) string {
	text := fmt.Sprintf("%d steps.", last)
	if n := len(h.Losses); n > 0 {
		text += fmt.Sprintf(" The loss of a batch went from %.2f to %.2f nats.", h.Losses[0].Loss, h.Losses[n-1].Loss)
	}
	if best != nil {
		text += fmt.Sprintf(" Best on the examples held out: step %d, with %.1f %% right", best.Step, 100*best.Accuracy)
		if best.Pairs > 0 {
			text += fmt.Sprintf(" and both twins right in %.1f %% of the minimal pairs", 100*best.PairAccuracy)
		}
		text += "."
	}
	return text
}

// A plot is a pair of axes, each from 0: steps to the right, a value upwards.
type plot struct {
	title              string
	top, step          float64 // greatest value, and the distance between grid lines
	last               int     // greatest step
	height             float64 // of the plot, in pixels
	left, width, upper float64 // its place, in pixels
}

func (p plot) x(step float64) float64 { return p.left + p.width*step/float64(p.last) }

func (p plot) y(value float64) float64 {
	return p.upper + p.height*(1-min(1, max(0, value/p.top)))
}

// plot draws axes, goes on below them, and returns them with their place.
func (p *picture) plot(q plot) plot {
	q.left, q.width = margin+axisWidth, p.width-axisWidth-14
	p.y += 14
	p.text(margin, p.y, start, font{size: 12.5, bold: true, fill: ink}, q.title)
	q.upper = p.y + 14
	for v := 0.0; v <= q.top*(1+1e-9); v += q.step {
		p.line(q.left, q.y(v), q.left+q.width, q.y(v), hairline, 1, "")
		p.text(q.left-7, q.y(v)+4, end, noteFont, fmt.Sprintf("%.4g", v))
	}
	base := q.upper + q.height
	each := max(1, niceStep(float64(q.last)/6))
	for s := 0.0; s <= float64(q.last); s += each {
		p.line(q.x(s), base, q.x(s), base+4, frame, 1, "")
		label := fmt.Sprintf("%.0f", s)
		if s == 0 {
			label = "step 0"
		}
		// The last label must not go beyond the picture's right edge.
		at := min(q.x(s), p.right()-widthOf(label, noteFont)/2)
		p.text(at, base+16, middle, noteFont, label)
	}
	p.y = base + 18
	return q
}

// curve draws a value of each evaluation, with dots where they are few enough to
// be told apart.
func (p *picture) curve(q plot, evaluations []checkpoints.Evaluation, color, dashes string, value func(checkpoints.Evaluation) float64) {
	var line, dots strings.Builder
	n := 0
	for _, e := range evaluations {
		v := value(e)
		if !finite(v) {
			continue
		}
		x, y := num(q.x(float64(e.Step))), num(q.y(v))
		fmt.Fprintf(&line, "%s%s %s", to(n), x, y)
		fmt.Fprintf(&dots, `<circle cx="%s" cy="%s" r="2.8" fill="%s"><title>step %d: %.4g</title></circle>`+"\n", x, y, color, e.Step, v)
		n++
	}
	more := `stroke="` + color + `" stroke-width="1.8" stroke-linejoin="round"`
	if dashes != "" {
		more += ` stroke-dasharray="` + dashes + `"`
	}
	if n > 1 {
		p.path(line.String(), "none", more)
	}
	if n <= 60 {
		p.b.WriteString(dots.String())
	}
}

// best marks the best evaluation's step.
func (p *picture) best(q plot, e *checkpoints.Evaluation) {
	if e == nil {
		return
	}
	x := q.x(float64(e.Step))
	p.line(x, q.upper, x, q.upper+q.height, quiet, 1, `stroke-dasharray="2 3"`)
	label := fmt.Sprintf("best: step %d", e.Step)
	half := widthOf(label, noteFont) / 2
	p.text(min(max(x, q.left+half), p.right()-half), q.upper-5, middle, noteFont, label)
}

// A sample is a line with its meaning.
type sample struct {
	color, dashes, means string
	dot                  bool
}

// lineLegend explains lines, side by side.
func (p *picture) lineLegend(list []sample) {
	p.y += 18
	x := margin + axisWidth
	for _, s := range list {
		more := ""
		if s.dashes != "" {
			more = `stroke-dasharray="` + s.dashes + `"`
		}
		p.line(x, p.y-4, x+24, p.y-4, s.color, 2, more)
		if s.dot {
			fmt.Fprintf(&p.b, `<circle cx="%s" cy="%s" r="2.8" fill="%s"/>`+"\n", num(x+12), num(p.y-4), s.color)
		}
		p.text(x+30, p.y, start, noteFont, s.means)
		x += 30 + widthOf(s.means, noteFont) + 20
	}
	p.y += 6
}

// niceStep is the least of 1, 2 and 5 times a power of ten that is not below x; 1
// where x is not positive and finite.
func niceStep(x float64) float64 {
	if !(x > 0) || math.IsInf(x, 0) {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 5, 10} {
		if m*power >= x*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// to is the path command for point i of a line.
func to(i int) string {
	if i == 0 {
		return "M"
	}
	return "L"
}
