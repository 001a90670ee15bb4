package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"path/filepath"

	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/inspect/accuracy"
	"antecedent/internal/cli"
	"antecedent/internal/text"
	"antecedent/resolve"
	"antecedent/train"
)

// report says how the run ended, how good its best step is, and what to type
// next.
func (c *command) report(ctx context.Context, w io.Writer, r train.Result) error {
	switch {
	case r.Status == train.Interrupted, r.Status == train.Stopped:
		fmt.Fprintf(w, "%s\n\n  %s\n", stopped(r), resumeCommand(r.Dir))
		return nil
	case r.Status == train.EarlyStopped:
		fmt.Fprintf(w, "stopped early after step %d: step %d stayed the best for %d evaluations\n", r.Step, r.Best, c.options.Config.Patience)
	case math.IsNaN(r.Loss): // no step was left to take
		fmt.Fprintf(w, "this run is complete: it took all its %d steps. To train its weights further, start a new run with --init-from %s\n", r.Step, cli.Quote(r.Dir))
	default:
		fmt.Fprintf(w, "trained %d steps in %.1f s\n", r.Step, r.Seconds)
	}
	best, err := resolve.Open(r.Dir)
	if err != nil {
		return err
	}
	report, err := accuracy.Evaluate(ctx, best, c.sets)
	if err != nil {
		return err
	}
	if len(c.sources) > 1 && len(c.sets) > 1 {
		report.Total = "all"
	}
	report.Brief = true
	fmt.Fprintln(w)
	if err := report.Write(w); err != nil {
		return err
	}
	fmt.Fprintf(w, "\nsaved in %s; now look inside:\n\n  %s%s %q\n", text.Escape(r.Dir), cli.Invocation("infer"), checkpointFlag(r.Dir), c.sentence())
	return nil
}

// stopped says how a run ended that can be resumed; resumeCommand is to follow.
func stopped(r train.Result) string {
	return fmt.Sprintf("%v after step %d, which is saved; go on with", r.Status, r.Step)
}

// resumeCommand is what to type to go on with a run.
func resumeCommand(dir string) string {
	return cli.Invocation("train") + " --resume " + cli.Quote(dir)
}

// checkpointFlag names the run to infer where it would not be found by itself.
func checkpointFlag(dir string) string {
	if filepath.Dir(dir) == cli.Runs {
		return ""
	}
	return " --checkpoint " + cli.Quote(dir)
}

// sentence is one to try the model on: the lesson's, or a short one of the
// user's own.
func (c *command) sentence() string {
	const short = 100 // bytes, about a line
	if c.options.Observe == nil {
		for _, e := range c.options.Valid {
			if len(e.Text) <= short && len(data.FindPronouns(e.Tokens)) > 0 {
				return e.Text
			}
		}
	}
	return corpus.Lesson
}

// writeJSON prints the object that scripts read.
func (c *command) writeJSON(w io.Writer, r train.Result) error {
	type valid struct {
		Accuracy     *float64 `json:"accuracy"`      // null where nothing was validated
		PairAccuracy *float64 `json:"pair_accuracy"` // null where there are no pairs
		Examples     int      `json:"examples"`
		TrainedOn    int      `json:"trained_on,omitempty"` // how many of them are trained on
	}
	known := func(x float64, is bool) *float64 {
		if !is {
			return nil
		}
		return &x
	}
	v := r.Valid
	return json.NewEncoder(w).Encode(struct {
		Run       string   `json:"run"`
		Status    string   `json:"status"`
		Step      int      `json:"step"`
		TrainLoss *float64 `json:"train_loss"` // null where this process took no step
		Valid     valid    `json:"valid"`
		Seconds   float64  `json:"seconds"`
	}{
		r.Dir, r.Status.String(), r.Step, known(r.Loss, !math.IsNaN(r.Loss)),
		valid{known(v.Accuracy, v.Examples > 0), known(v.PairAccuracy, v.Pairs > 0), v.Examples, c.trained}, r.Seconds,
	})
}
