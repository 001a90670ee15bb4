package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/internal/cli"
	"antecedent/model"
	"antecedent/resolve"
	"antecedent/resolve/english"
)

// open loads the model of a step, or of the best one of a run, by the value of
// --checkpoint. That in the box is opened by its name, or where there is no run; the
// Dir of its step is empty. Where no name is given, stderr says which one it is.
func open(name string, stderr io.Writer) (*resolve.Resolver, *checkpoints.Step, error) {
	if name == english.Name {
		return openEnglish()
	}
	dir, why, err := find(name)
	if errors.Is(err, checkpoints.ErrNoRun) {
		fmt.Fprintf(stderr, "no run in %s: using the model in the box (%s)\n", cli.Runs, english.Name)
		return openEnglish()
	}
	if err != nil {
		return nil, nil, err
	}
	step, err := checkpoints.Open(dir)
	if err != nil {
		return nil, nil, err
	}
	for _, w := range step.Warnings {
		fmt.Fprintf(stderr, "warning: %s\n", w)
	}
	if name == "" {
		noteNewest(step, why, stderr)
	}
	r, err := resolve.FromStep(step)
	if err != nil {
		return nil, nil, err
	}
	return r, step, checkMemory(r.Config(), step)
}

// checkMemory returns an error if a model has so many heads that there is no memory for
// what they compute of a text of the greatest length.
func checkMemory(c model.Config, step *checkpoints.Step) error {
	const much = 1 << 30
	need := c.ReadingMemory(data.MaxTokens)
	if need < much { // what is left need not be asked
		return nil
	}
	if err := cli.CheckMemory(need); err != nil {
		return fmt.Errorf("%s: to read with %d layers of %d heads %w: open another model", filepath.Join(step.Dir, "config.json"), c.Layers, c.Heads, err)
	}
	return nil
}

// find is the folder of a run or step by the value of --checkpoint, and for an empty one
// why it is that.
func find(name string) (dir, why string, err error) {
	if name == "" {
		return cli.NewestRun()
	}
	dir, err = cli.Checkpoint(name)
	return dir, "", err
}

func openEnglish() (*resolve.Resolver, *checkpoints.Step, error) {
	r, err := english.Open()
	if err != nil {
		return nil, nil, err
	}
	step, err := english.Step()
	return r, step, err
}

// oneText is the operand of a form that takes one text.
func oneText(form string, operands []string) (string, error) {
	if len(operands) != 1 {
		return "", cli.Usage("%s takes one text as an argument, in quotes, and got %d", form, len(operands))
	}
	t, err := cli.Argument(operands[0])
	return t.Text, err
}
