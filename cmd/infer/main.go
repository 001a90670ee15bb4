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
  infer --head 0.2 TEXT                  and every weight of that head
  infer explain TEXT                     the steps of attention, with this model's numbers
  infer html -o it.html                  one page in which the model runs, to look at all of it
  infer svg -o it.svg TEXT               a picture of it, for pages and papers
  infer export --to npz -o it.npz TEXT   the weights, for other viewers
  infer compare A B                      what changed between two runs or steps
  infer eval                             accuracy on the built-in held-out sentences
  infer eval --data mine.jsonl           accuracy on your own, beside baselines
  infer eval --heads                     what each head finds, and which the answer needs

  --checkpoint DIR     a run or one of its steps (default: the newest run's best step)
  --json               JSON instead of text
  --color WHEN         auto, always or never (default auto: on terminals, without NO_COLOR)
  --width N            columns to fill (default: the terminal's, or 80)

of explain
  --head LAYER.HEAD    the head (default: the one that looks most at one content word)
  --layer N            the layer; --head is then the head's number alone, or left out
  --query WORD         the word that looks, or its number (default: the pronoun)

of html, which takes any number of texts to begin with; without, minimal pairs
  -o FILE              where to write (default: standard output)
  --compare DIR        a second run or step, to be compared with in the page

of svg
  -o FILE              where to write (default: standard output)
  --view NAME          heatmap (default), lines, grid, or loss: the run's training, without TEXT
  --head LAYER.HEAD    of heatmap: all words in one head, not the pronoun in all heads; of lines: the head

of export
  -o FILE              where to write (default: standard output)
  --to FORMAT          bertviz, bertviz-neuron, circuitsvis, inspectus, npz or csv

of compare, whose A and B are runs or steps; without TEXT it takes built-in held-out sentences
  --data PATH          file of examples; may be repeated
  --format NAME        jsonl or gap (default: seen from the file)

of eval
  --data PATH          file of examples; may be repeated (default: the built-in splits)
  --format NAME        jsonl or gap (default: seen from the file)
  --heads              score every head against gold, then knock it out: takes seconds
`

func main() {
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	// There is nothing to save, and reading from a pipe waits for no context.
	context.AfterFunc(ctx, func() { os.Exit(exitInterrupted) })
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// A form is what the command does, by its first argument.
type form struct {
	run   func(ctx context.Context, s *settings, stdin io.Reader, stdout, stderr io.Writer) error
	flags func(*flag.FlagSet, *settings) // its own, beside those of all forms
}

var forms = map[string]form{
	"":        {answer, viewFlags},
	"explain": {explain, viewFlags},
	"eval":    {evaluate, evalFlags},
	"html":    {html, htmlFlags},
	"svg":     {svg, svgFlags},
	"export":  {exportTo, exportFlags},
	"compare": {compare, compareFlags},
}

// run is the command without the process around it.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	f := forms[""]
	if len(args) > 0 && args[0] != "" {
		if named, ok := forms[args[0]]; ok {
			f, args = named, args[1:]
		}
	}
	s, err := parse(args, f.flags)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usage)
		return exitDone
	case err == nil:
		err = f.run(ctx, s, stdin, stdout, stderr)
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
	step, err := openStep(dir, stderr)
	if err != nil {
		return nil, err
	}
	return resolver.FromStep(step)
}

// openStep reads the checkpoint of that model.
func openStep(dir string, stderr io.Writer) (*checkpoints.Step, error) {
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
	return step, nil
}
