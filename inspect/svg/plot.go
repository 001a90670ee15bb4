package svg

import (
	"fmt"
	"math"
	"strings"

	"antecedent/checkpoints"
)

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

// point is the coordinates of a value, for polyline.
func (p plot) point(step, value float64) string { return num(p.x(step)) + " " + num(p.y(value)) }

// polyline is the path through points.
func polyline(points []string) string { return "M" + strings.Join(points, "L") }

// axes draws axes, goes on below them, and returns them with their place.
func (p *picture) axes(q plot) plot {
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
	var points []string
	var dots canvas
	for _, e := range evaluations {
		if v := value(e); finite(v) {
			points = append(points, q.point(float64(e.Step), v))
			dots.add(`<circle cx="%v" cy="%v" r="2.8" fill="%s"><title>step %d: %s</title></circle>`, q.x(float64(e.Step)), q.y(v), color, e.Step, fmt.Sprintf("%.4g", v))
		}
	}
	if len(points) > 1 {
		p.path(polyline(points), "none", ` stroke="`+color+`" stroke-width="1.8" stroke-linejoin="round"`+dashes)
	}
	if len(points) <= 60 {
		p.b.WriteString(dots.b.String())
	}
}

// best marks the best evaluation's step.
func (p *picture) best(q plot, e *checkpoints.Evaluation) {
	if e == nil {
		return
	}
	x := q.x(float64(e.Step))
	p.line(x, q.upper, x, q.upper+q.height, quiet, 1, ` stroke-dasharray="2 3"`)
	label := fmt.Sprintf("best: step %d", e.Step)
	half := widthOf(label, noteFont) / 2
	p.text(min(max(x, q.left+half), p.right()-half), q.upper-5, middle, noteFont, label)
}

// stroke is the sample of a curve, with a dot on it or not.
func (p *picture) stroke(color, dashes, means string, dot bool) sample {
	return sample{means, func(x, y float64) {
		p.line(x, y, x+24, y, color, 2, dashes)
		if dot {
			p.add(`<circle cx="%v" cy="%v" r="2.8" fill="%s"/>`, x+12, y, color)
		}
	}}
}

// niceStep is the least of 1, 2 and 5 times a power of ten that is not below x; 1
// where x is not positive and finite.
func niceStep(x float64) float64 {
	if !(x > 0) || math.IsInf(x, 0) {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= x*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}
