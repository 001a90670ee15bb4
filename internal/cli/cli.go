// Package cli is what the commands train and infer have in common around their
// work: exit codes and signals ([Main], [Report]), forms and flags with their help
// ([Command]), a configuration file ([Command.ReadConfig]), texts from arguments or
// standard input ([Texts]), files written whole or not at all ([Output]), and
// finding a checkpoint by its name ([Checkpoint]).
//
// The functions take the streams and arguments that they work on, so that a
// command can be tested without a process.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
)

// Exit codes of both commands.
const (
	ExitDone        = 0
	ExitFailed      = 1   // something could not be read or done
	ExitUsage       = 2   // the command line is wrong
	ExitInterrupted = 130 // stopped by a signal, or by train's --stop-after
)

// Streams are the standard streams of a command.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// Main runs a command with the arguments and the streams of this process and
// exits with the code that it returns. The first interrupt, termination or
// hangup cancels the context; the second one ends the process. A hangup or an
// interrupt that the process ignored when it started, as after nohup or in the
// background of a script, stays ignored.
func Main(run func(ctx context.Context, args []string, s Streams) int) {
	ctx := context.Background()
	signals := slices.DeleteFunc([]os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}, signal.Ignored)
	if len(signals) > 0 { // NotifyContext takes none for all
		var stop context.CancelFunc
		ctx, stop = signal.NotifyContext(ctx, signals...)
		context.AfterFunc(ctx, stop)
	}
	os.Exit(run(ctx, os.Args[1:], Streams{os.Stdin, os.Stdout, os.Stderr}))
}

// ErrReported is returned where each problem has been printed already: [Report]
// adds nothing.
var ErrReported = errors.New("failed")

type usageError struct{ error }

func (u usageError) Unwrap() error { return u.error }

// Usage makes an error, as [fmt.Errorf] does, that is a mistake on the command
// line.
func Usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// IsUsage reports whether an error is, or wraps, one of [Usage].
func IsUsage(err error) bool { return errors.As(err, new(usageError)) }

// Report prints an error behind the command's name, each of its lines in a line
// of its own, and returns the exit code. It prints nothing for nil,
// [ErrReported] and context.Canceled. A prefix "train:" or "model:", the name
// of a package, is left out.
func Report(w io.Writer, command string, err error) int {
	switch {
	case err == nil:
		return ExitDone
	case errors.Is(err, context.Canceled):
		return ExitInterrupted
	case errors.Is(err, ErrReported):
		return ExitFailed
	}
	for line := range strings.Lines(err.Error()) {
		line = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(line), "train: "), "model: ")
		fmt.Fprintf(w, "%s: %s\n", command, line)
	}
	if IsUsage(err) {
		return ExitUsage
	}
	return ExitFailed
}
