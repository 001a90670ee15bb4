package progress

import (
	"fmt"
	"io"

	"antecedent/inspect/layout"
	"antecedent/train"
)

// Lines reports a run in plain lines, a handful for each evaluation and no
// control characters: for pipes, files and logs.
type Lines struct {
	w     io.Writer
	steps int
	every int // steps between lines where there is no evaluation
	clock clock
}

// NewLines makes an observer that writes to w.
func NewLines(w io.Writer) *Lines { return &Lines{w: w} }

func (l *Lines) Started(s train.Start) {
	l.steps = s.Config.Steps
	// Twenty lines over a run are enough to see that it lives.
	l.every = max(1, s.Config.Steps/20)
	l.clock.start(s.Step, s.Config.Steps)
	start(l.w, s)
}

func (l *Lines) Stepped(s train.Step) {
	left := l.clock.left(s.Step, s.Seconds)
	if s.Step%l.every == 0 {
		fmt.Fprintf(l.w, "step %*d/%d  loss %s  %s, %s left\n", digits(l.steps), s.Step, l.steps, layout.Number(s.Loss, 4), layout.Duration(s.Seconds), layout.Duration(left))
	}
}

func (l *Lines) Evaluated(e train.Evaluation) { evaluation(l.w, e, l.steps) }

func (l *Lines) Saved(c train.Checkpoint) { warn(l.w, c) }

func (l *Lines) Ended(train.Result) {}

func warn(w io.Writer, c train.Checkpoint) {
	for _, warning := range c.Warnings {
		fmt.Fprintf(w, "warning: %s\n", warning)
	}
}

// A clock estimates the time left from the pace of this process alone: the
// steps of an earlier one say nothing about it.
type clock struct{ first, steps int }

func (c *clock) start(first, steps int) { c.first, c.steps = first, steps }

func (c *clock) left(step int, seconds float64) float64 {
	return seconds / float64(max(1, step-c.first)) * float64(c.steps-step)
}
