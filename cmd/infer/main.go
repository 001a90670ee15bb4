// Command infer answers what the pronouns of a text refer to, and shows what a
// trained model's attention looked at on the way. Run it with --help for its
// forms.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"antecedent/checkpoints"
	"antecedent/model/resolver"
)

// Exit codes, the same for both commands.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

const usage = `infer answers what pronouns refer to, and shows what the attention looked at.

  infer "The cat sat on the mat because it was tired."
  infer < sentences.txt                  one text a line
  infer --json TEXT…                     one JSON object a text
  infer eval                             accuracy on the built-in held-out sentences
  infer eval --data mine.jsonl           accuracy on your own, beside baselines

  --checkpoint DIR     a run or one of its steps (default: the newest run's best step)
  --json               JSON instead of text
  --color WHEN         auto, always or never (default auto: on terminals, without NO_COLOR)
  --width N            columns to fill (default: the terminal's, or 80)

of eval
  --data PATH          file of examples; may be repeated (default: the built-in splits)
  --format NAME        jsonl or gap (default: seen from the file)
`

func main() {
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// There is nothing to save, and reading from a pipe waits for no context.
	context.AfterFunc(ctx, func() { os.Exit(exitInterrupted) })
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the command without the process around it.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	form, eval := answer, len(args) > 0 && args[0] == "eval"
	if eval {
		form, args = evaluate, args[1:]
	}
	s, err := parse(args, eval)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usage)
		return exitDone
	case err == nil:
		err = form(ctx, s, stdin, stdout, stderr)
	}
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.Is(err, errFailed):
		return exitFailed
	}
	for line := range strings.Lines(err.Error()) {
		fmt.Fprintf(stderr, "infer: %s\n", strings.TrimSpace(line))
	}
	if errors.Is(err, errUsage) {
		return exitUsage
	}
	return exitFailed
}

// open loads the model that the flags name, or the newest run's best step.
func open(dir string, stderr io.Writer) (*resolver.Resolver, error) {
	if dir == "" {
		newest, err := checkpoints.Newest("checkpoints")
		if errors.Is(err, checkpoints.ErrNoRun) {
			return nil, errors.New("there is no trained model in checkpoints: run train first, or name one with --checkpoint")
		}
		if err != nil {
			return nil, err
		}
		dir = newest
	}
	step, err := checkpoints.Open(dir)
	if err != nil {
		return nil, err
	}
	for _, w := range step.Warnings {
		fmt.Fprintf(stderr, "warning: %s\n", w)
	}
	return resolver.FromStep(step)
}
