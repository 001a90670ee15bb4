// Command train teaches a small attention model what pronouns refer to.
//
// With no arguments it trains the default model on the built-in corpus in less
// than a minute, and shows on the way what "it" attends to in the sentence of
// the lesson in package model. Run it with --help for its flags.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	"antecedent/checkpoints"
	"antecedent/internal/cli"
	"antecedent/internal/progress"
	"antecedent/train"
)

func main() {
	// Nearly all memory is buffers that live as long as the run, so garbage need
	// not be allowed to grow as large as they are.
	debug.SetGCPercent(20)
	cli.Main(run)
}

// run is the command without the process around it.
func run(ctx context.Context, args []string, s cli.Streams) int {
	command := cli.Command{Name: "train", Forms: []*cli.Form{&newSettings().form}}
	err := command.Run(ctx, args, s)
	code := cli.Report(s.Err, "train", err)
	if code == cli.ExitUsage {
		fmt.Fprintf(s.Err, "%s --help lists the flags\n", cli.Invocation("train"))
	}
	if failed := (runError{}); errors.As(err, &failed) {
		fmt.Fprintf(s.Err, "what was saved before is whole; go on with: %s --resume %s\n", cli.Invocation("train"), cli.Quote(failed.dir))
	}
	return code
}

// A runError ended a run that can be resumed.
type runError struct {
	error
	dir string
}

// train trains as the settings say.
func (s *settings) train(ctx context.Context, operands []string, std cli.Streams) error {
	if err := s.complete(operands); err != nil {
		return err
	}
	p, err := prepare(s)
	if err != nil {
		return err
	}
	defer p.close()
	if !s.Quiet {
		for _, note := range p.notes {
			fmt.Fprintln(std.Err, note)
		}
		p.options.Observers = append(p.options.Observers, observer(std.Err))
	}
	for _, warning := range p.warnings {
		fmt.Fprintln(std.Err, warning)
	}
	t, err := p.trainer()
	if err != nil {
		return err
	}
	result, err := t.Run(ctx)
	if s.JSON {
		if err := writeJSON(std.Out, result); err != nil {
			return err
		}
	}
	switch {
	case errors.Is(err, train.ErrDiverged):
		return fmt.Errorf("%w; begin a new run with a smaller --lr", err)
	case err != nil:
		if _, unsaved := checkpoints.Open(result.Dir); unsaved == nil {
			return runError{err, result.Dir}
		}
		return err
	}
	if !s.JSON && !s.Quiet {
		err = p.report(ctx, std.Out, result)
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintf(std.Err, "interrupted while the result was scored; the run is saved in %s\n", result.Dir)
	}
	if err == nil && result.Status == train.Interrupted {
		return context.Canceled
	}
	return err
}

// observer shows the run on stderr, by a bar where that can be redrawn.
func observer(stderr io.Writer) train.Observer {
	if cli.Redraws(stderr) {
		return progress.NewBar(stderr, func() int { return cli.Width(stderr) })
	}
	return progress.NewLines(stderr)
}
