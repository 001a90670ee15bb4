// Package cli is what the commands train and infer have in common around their
// work: signals and exit codes ([Main], [Report]), forms and flags with their help
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
	"strings"
)

// Exit codes of both commands.
const (
	ExitDone   = 0
	ExitFailed = 1   // something could not be read or done
	ExitUsage  = 2   // the command line is wrong
	ExitSignal = 128 // plus the number of the signal that stopped it: 130 for an interrupt
)

// Streams are the standard streams of a command.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer // Err is for [Messages]
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

// Report prints an error after the command's name and returns the exit code. An error is
// one line; each of those that [errors.Join] joined has a line of its own. Nothing is
// printed for nil, [ErrReported] and context.Canceled, whose code is that of the signal
// that cancelled ctx. The name of a package as a prefix, such as "train:", is left out.
func Report(ctx context.Context, w io.Writer, command string, err error) int {
	switch {
	case err == nil:
		return ExitDone
	case errors.Is(err, context.Canceled):
		return ExitSignal + int(stoppedBy(ctx))
	case errors.Is(err, ErrReported):
		return ExitFailed
	}
	for _, line := range messages(err) {
		for _, name := range []string{"train: ", "model: ", "mine: "} {
			line = strings.TrimPrefix(line, name)
		}
		fmt.Fprintf(w, "%s: %s\n", command, line)
	}
	if IsUsage(err) {
		return ExitUsage
	}
	return ExitFailed
}
