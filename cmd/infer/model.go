package main

import (
	"errors"
	"fmt"
	"io"

	"antecedent/checkpoints"
	"antecedent/internal/cli"
	"antecedent/model/resolver"
)

// bindCheckpoint defines the flag that names the model.
func bindCheckpoint(f *cli.Flags, name *string) {
	f.Bind(name, "checkpoint DIR", "run or step, or its name in checkpoints (default: the best step of the newest run)")
}

// find is the folder of a run or step, by the value of --checkpoint.
func find(name string) (string, error) {
	dir, err := cli.Checkpoint(name)
	if errors.Is(err, checkpoints.ErrNoRun) {
		err = errors.New("there is no trained model in checkpoints: run train first, or name one with --checkpoint")
	}
	return dir, err
}

// openStep reads a step, or the best one of a run.
func openStep(name string, stderr io.Writer) (*checkpoints.Step, error) {
	dir, err := find(name)
	if err != nil {
		return nil, err
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

// open loads the model of a step, or of the best one of a run.
func open(name string, stderr io.Writer) (*resolver.Resolver, error) {
	step, err := openStep(name, stderr)
	if err != nil {
		return nil, err
	}
	return resolver.FromStep(step)
}
