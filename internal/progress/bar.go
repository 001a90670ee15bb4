package progress

import (
	"fmt"
	"io"
	"time"

	"github.com/schollz/progressbar/v3"

	"antecedent/inspect/layout"
	"antecedent/train"
)

// Bar shows a run as a progress bar with loss, held-out accuracy and time left
// in the last line of a terminal, and leaves a line for each evaluation above
// it.
//
// The bar counts the steps that this process has to do: progressbar takes steps
// of an earlier one for its own pace. Its writer is wrapped, because it would
// sync a file at every redraw.
type Bar struct {
	w     io.Writer  // of lines
	bars  io.Writer  // of the bar: the same terminal, as it is
	width func() int // columns of the terminal
	cells int        // of the bar itself
	bar   *progressbar.ProgressBar
	clock

	loss     float64
	accuracy float64
	scored   bool
}

// NewBar makes an observer that writes lines to w, and a bar to the terminal where they
// are shown. It asks for the width at every redraw, since a line that wraps cannot be
// taken back.
func NewBar(w, terminal io.Writer, width func() int) *Bar {
	return &Bar{w: w, bars: struct{ io.Writer }{terminal}, width: width}
}

func (b *Bar) Started(s train.Start) {
	b.clock = clock{s.Step, s.Config.Steps}
	writeStart(b.w, s)
	// What stands beside the bar takes about 60 columns.
	b.cells = max(5, min(30, b.width()-62))
	b.bar = progressbar.NewOptions(max(1, s.Config.Steps-s.Step),
		progressbar.OptionSetWriter(b.bars),
		progressbar.OptionSetWidth(b.cells),
		progressbar.OptionSetElapsedTime(false),
		progressbar.OptionSetPredictTime(false),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionUseANSICodes(true),
		progressbar.OptionSetTheme(progressbar.Theme{Saucer: "=", SaucerHead: ">", SaucerPadding: " ", BarStart: "[", BarEnd: "]"}),
	)
}

func (b *Bar) Stepped(s train.Step) {
	if b.loss == 0 {
		b.loss = s.Loss
	}
	b.loss += 0.1 * (s.Loss - b.loss) // one batch alone jumps too much to be read
	b.bar.Describe(b.describe(s))
	b.bar.Add(1)
}

// describe is what stands before the bar: as much as leaves the line shorter
// than the terminal, the time left before the loss and the accuracy last.
func (b *Bar) describe(s train.Step) string {
	room := b.width() - 1 - len("  100% []  ") - b.cells
	step, time := fmt.Sprintf("step %d/%d", s.Step, b.steps), "  "+layout.Duration(b.left(s.Step, s.Seconds))+" left"
	loss := "  loss " + layout.Number(b.loss, 3)
	accuracy := ""
	if b.scored {
		accuracy = fmt.Sprintf("  held-out %.3f", b.accuracy)
	}
	for _, text := range []string{step + loss + accuracy + time, step + loss + time, step + time, step} {
		if len(text) <= room {
			return text
		}
	}
	return ""
}

func (b *Bar) Evaluated(e train.Evaluation) {
	b.accuracy, b.scored = e.Valid.Accuracy, e.Valid.Examples > 0
	b.bar.Clear()
	writeEvaluation(b.w, e, b.steps)
	b.bar.RenderBlank()
}

func (b *Bar) Saved(c train.Checkpoint) {
	if len(c.Warnings) > 0 {
		b.bar.Clear()
		writeWarnings(b.w, c.Warnings)
	}
}

// Ended takes the bar away: what a finished run reports stands without it, and
// a bar left at 40 % would look as if it still moved.
func (b *Bar) Ended(train.Result) { b.bar.Clear() }
