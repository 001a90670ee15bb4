package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"
)

// Main runs a command with the arguments and the streams of this process and
// exits with the code that it returns. The first interrupt, termination or
// hangup cancels the context, and [Report] makes its code of which one it was;
// the second one ends the process. A hangup or an interrupt that the process
// ignored when it started, as after nohup or in the background of a script,
// stays ignored.
func Main(run func(ctx context.Context, args []string, s Streams) int) {
	signals := slices.DeleteFunc([]os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}, signal.Ignored)
	os.Exit(run(cancelledBy(context.Background(), signals), os.Args[1:], Streams{os.Stdin, os.Stdout, NewMessages(os.Stderr)}))
}

// cancelledBy is a context that the first of the signals cancels, with a cause of type
// stopped. From then on they have their usual effect.
func cancelledBy(parent context.Context, signals []os.Signal) context.Context {
	if len(signals) == 0 { // Notify takes none for all
		return parent
	}
	ctx, cancel := context.WithCancelCause(parent)
	arrived := make(chan os.Signal, 1)
	signal.Notify(arrived, signals...)
	go func() {
		s := <-arrived
		signal.Stop(arrived)
		cancel(stopped{s})
	}()
	return ctx
}

// stopped is the cause of a context that a signal cancelled.
type stopped struct{ signal os.Signal }

func (s stopped) Error() string { return fmt.Sprintf("stopped by a signal: %v", s.signal) }

// stoppedBy is the signal that cancelled a context; where it was none, an interrupt.
func stoppedBy(ctx context.Context) syscall.Signal {
	var s stopped
	if errors.As(context.Cause(ctx), &s) {
		if number, ok := s.signal.(syscall.Signal); ok {
			return number
		}
	}
	return syscall.SIGINT
}
