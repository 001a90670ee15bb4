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
	every int // steps between lines where there is no evaluation
	clock
}

// NewLines makes an observer that writes to w.
func NewLines(w io.Writer) *Lines { return &Lines{w: w} }

func (l *Lines) Started(s train.Start) {
	// Twenty lines over a run are enough to see that it goes on.
	l.every = max(1, s.Config.Steps/20)
	l.clock = clock{s.Step, s.Config.Steps}
	writeStart(l.w, s)
}

func (l *Lines) Stepped(s train.Step) {
	if s.Step%l.every == 0 {
		fmt.Fprintf(l.w, "step %*d/%d  loss %s  %s, %s left\n", digits(l.steps), s.Step, l.steps, layout.Number(s.Loss, 4), layout.Duration(s.Seconds), layout.Duration(l.left(s.Step, s.Seconds)))
	}
}

func (l *Lines) Evaluated(e train.Evaluation) { writeEvaluation(l.w, e, l.steps) }

func (l *Lines) Saved(c train.Checkpoint) { writeWarnings(l.w, c.Warnings) }

func (l *Lines) Ended(train.Result) {}
