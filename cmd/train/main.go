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
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"antecedent/checkpoints"
	"antecedent/internal/cli"
	"antecedent/internal/progress"
	"antecedent/train"
)

func main() {
	// Nearly all memory is buffers that live as long as the run, so garbage need
	// not be allowed to grow as large as they are.
	debug.SetGCPercent(20)
	// Without a reader of the progress, as after "train 2>&1 | head", a run goes on.
	signal.Ignore(syscall.SIGPIPE)
	cli.Main(run)
}

// run is the command without the process around it.
func run(ctx context.Context, args []string, s cli.Streams) int {
	c := newCommand()
	err := c.Run(ctx, args, s)
	if c.world == nil && cli.IsUsage(err) {
		err = c.settleUsage(ctx, err, args)
	}
	name := "train"
	if !c.first() {
		name = fmt.Sprintf("train: process %d", c.world.Rank())
	}
	code := cli.Report(ctx, s.Err, name, err)
	if code == cli.ExitUsage && c.first() {
		fmt.Fprintf(s.Err, "%s --help lists the flags\n", cli.Invocation("train"))
	}
	defer c.leave(code, err)
	if c.failed != "" {
		fmt.Fprintf(s.Err, "what was saved before is whole; go on with: %s\n", resumeCommand(c.failed))
	}
	return code
}

// train trains as the flags say.
func (c *command) train(ctx context.Context, operands []string, s cli.Streams) error {
	if err := c.join(ctx); err != nil {
		return err
	}
	if err := c.settle(c.check(ctx, operands)); err != nil {
		return err
	}
	err := c.settle(c.prepare(ctx))
	if c.options.Store != nil {
		defer c.options.Store.Close()
	}
	if err != nil {
		return err
	}
	if c.first() {
		c.announce(s)
	}
	t, err := c.trainer()
	if warning := c.unanswerable(t, err); warning != "" {
		fmt.Fprintln(s.Err, warning)
	}
	c.options.Train = nil // the trainer has what it needs
	if err := c.settle(err); err != nil {
		return err
	}
	if c.world != nil {
		c.world.SetTimeout(c.timeout())
	}
	result, err := t.Run(ctx)
	if !c.first() {
		return c.ended(result, err)
	}
	return c.conclude(ctx, s, result, err)
}

// announce prints what was read, and has the run reported.
func (c *command) announce(s cli.Streams) {
	if !c.quiet {
		for _, note := range c.notes {
			fmt.Fprintln(s.Err, note)
		}
		c.options.Observers = append(c.options.Observers, observer(s))
	}
	for _, warning := range c.warnings {
		fmt.Fprintln(s.Err, warning)
	}
}

// conclude prints how a run ended.
func (c *command) conclude(ctx context.Context, s cli.Streams, result train.Result, err error) error {
	if c.json {
		if err := c.writeJSON(cli.Shown(s.Out), result); err != nil {
			return unprinted(err, result)
		}
	} else if c.quiet { // nobody needs to guess which folder was free
		if _, err := fmt.Fprintln(cli.Shown(s.Out), result.Dir); err != nil {
			return unprinted(err, result)
		}
	}
	switch {
	case errors.Is(err, train.ErrDiverged):
		return fmt.Errorf("%w; begin a new run with a smaller --lr", err)
	case err != nil:
		if _, unsaved := checkpoints.Open(result.Dir); unsaved == nil {
			c.failed = result.Dir
		}
		return err
	}
	if !c.json && !c.quiet {
		err = c.report(ctx, s.Out, result)
	} else if result.Status == train.Interrupted {
		fmt.Fprintf(s.Err, "%s: %s\n", stopped(result), resumeCommand(result.Dir))
	}
	switch {
	case errors.Is(err, context.Canceled):
		fmt.Fprintf(s.Err, "interrupted while the result was scored; the run is saved in %s\n", result.Dir)
	case err != nil:
		return unprinted(err, result)
	}
	if err == nil && result.Status == train.Interrupted {
		return context.Canceled
	}
	return err
}

// unprinted is the error of a run that is saved, but whose results nobody could read.
func unprinted(err error, r train.Result) error {
	return fmt.Errorf("the results could not be printed: %w; the run is in %s", err, r.Dir)
}

// observer shows the run on stderr, by a bar if that is a terminal which can
// move its cursor.
func observer(s cli.Streams) train.Observer {
	if m, ok := s.Err.(*cli.Messages); ok && cli.IsTerminal(m) && os.Getenv("TERM") != "dumb" {
		return progress.NewBar(m, m.Terminal(), func() int { return cli.Width(m) })
	}
	return progress.NewLines(s.Err)
}
