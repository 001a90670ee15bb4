package main

import (
	"errors"
	"fmt"
	"io"

	"antecedent/checkpoints"
	"antecedent/internal/cli"
	"antecedent/resolve"
)

// find is the folder of a run or step, by the value of --checkpoint.
func find(name string) (string, error) {
	dir, err := cli.Checkpoint(name)
	if errors.Is(err, checkpoints.ErrNoRun) {
		err = errors.New("there is no trained model in checkpoints: run train first, or name one with --checkpoint")
	}
	return dir, err
}

// open loads the model of a step, or of the best one of a run.
func open(name string, stderr io.Writer) (*resolve.Resolver, *checkpoints.Step, error) {
	dir, err := find(name)
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
	r, err := resolve.FromStep(step)
	return r, step, err
}

// read reads a text. If there is nothing to resolve in it, the error is
// [resolve.ErrNoPronoun], and the reading is returned nevertheless.
func read(r *resolve.Resolver, text string) (*resolve.Reading, error) {
	reading, err := r.Read(text)
	if err == nil && len(reading.Answers) == 0 {
		err = resolve.ErrNoPronoun
	}
	return reading, err
}

// oneText is the operand of a form that takes one text.
func oneText(form string, operands []string) (string, error) {
	if len(operands) != 1 {
		return "", cli.Usage("%s takes one text as an argument, in quotes, and got %d", form, len(operands))
	}
	return operands[0], nil
}
