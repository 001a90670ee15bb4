// Command train teaches a small attention model what pronouns refer to.
//
// With no arguments it trains the default model on the built-in corpus in less
// than a minute, and shows on the way what "it" attends to in the lesson's
// sentence. Run it with --help for its flags.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"unicode"

	"golang.org/x/term"

	"antecedent/checkpoints"
	"antecedent/internal/progress"
	"antecedent/train"
)

// Exit codes, the same for both commands.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

func main() {
	// Nearly all memory is buffers that stay; what garbage there is need not be
	// allowed to grow as large as they are.
	debug.SetGCPercent(20)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	// The first signal asks the run to save and stop; the second one, no longer
	// caught, ends the process.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the command without the process around it.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	s, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usage)
		return exitDone
	case err != nil:
		return fail(stderr, exitUsage, err)
	}
	p, err := prepare(s)
	if err != nil {
		code := exitFailed
		if errors.Is(err, errUsage) {
			code = exitUsage
		}
		return fail(stderr, code, err)
	}
	defer p.close()
	if !s.Quiet {
		for _, note := range p.notes {
			fmt.Fprintln(stderr, note)
		}
	}
	for _, warning := range p.warnings {
		fmt.Fprintln(stderr, warning)
	}
	if !s.Quiet {
		p.options.Observers = append(p.options.Observers, observer(stderr))
	}
	t, err := p.trainer()
	if err != nil {
		return fail(stderr, exitFailed, err)
	}
	result, err := t.Run(ctx)
	if s.JSON {
		if err := writeJSON(stdout, result); err != nil {
			return fail(stderr, exitFailed, err)
		}
	}
	if err != nil {
		code := fail(stderr, exitFailed, err)
		if _, err := checkpoints.Open(result.Dir); err == nil && result.Status != train.Diverged {
			fmt.Fprintf(stderr, "what was saved before is whole; go on with: %s --resume %s\n", command("train"), quoted(result.Dir))
		}
		return code
	}
	if !s.JSON && !s.Quiet {
		err = p.report(ctx, stdout, result)
	}
	switch {
	case errors.Is(err, context.Canceled):
		fmt.Fprintf(stderr, "interrupted while the result was scored; the run is saved in %s\n", result.Dir)
		return exitInterrupted
	case err != nil:
		return fail(stderr, exitFailed, err)
	case result.Status == train.Interrupted:
		return exitInterrupted
	}
	return exitDone
}

// observer shows the run on stderr, by a bar if that is a terminal.
func observer(stderr io.Writer) train.Observer {
	if f, ok := stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb" {
		return progress.NewBar(f, func() int {
			if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
				return width
			}
			return 80
		})
	}
	return progress.NewLines(stderr)
}

// fail prints every line of an error behind the command's name.
func fail(stderr io.Writer, code int, err error) int {
	for line := range strings.Lines(err.Error()) {
		line = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(line), "train: "), "model: ")
		fmt.Fprintf(stderr, "train: %s\n", line)
	}
	if code == exitUsage {
		fmt.Fprintf(stderr, "%s --help lists the flags\n", command("train"))
	}
	return code
}

// command is how a person runs a command of this project here: the built
// binary's name, or go run from the repository.
func command(name string) string {
	if strings.Contains(os.Args[0], "go-build") {
		return "go run ./cmd/" + name
	}
	return quoted(strings.TrimSuffix(os.Args[0], "train") + name)
}

// quoted is a path as it is typed into a shell.
func quoted(path string) string {
	unsafe := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("/._-+:,@%", r)
	}
	if path != "" && !strings.ContainsFunc(path, unsafe) {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

// writeJSON prints the object that scripts read.
func writeJSON(w io.Writer, r train.Result) error {
	type valid struct {
		Accuracy     float64 `json:"accuracy"`
		PairAccuracy float64 `json:"pair_accuracy"`
		Examples     int     `json:"examples"`
	}
	object := struct {
		Run       string   `json:"run"`
		Status    string   `json:"status"`
		Step      int      `json:"step"`
		TrainLoss *float64 `json:"train_loss"` // null where this process took no step
		Valid     valid    `json:"valid"`
		Seconds   float64  `json:"seconds"`
	}{
		Run: r.Dir, Status: r.Status.String(), Step: r.Step, Seconds: r.Seconds,
		Valid: valid{r.Valid.Accuracy, r.Valid.PairAccuracy, r.Valid.Examples},
	}
	if r.Loss == r.Loss {
		object.TrainLoss = &r.Loss
	}
	return json.NewEncoder(w).Encode(object)
}
