package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"antecedent/inspect"
	"antecedent/internal/cli"
)

// evalForm scores the model on files, or on the built-in held-out splits.
func evalForm() *form {
	e := &evaluation{}
	f := &form{name: "eval", run: e.run,
		summary: "accuracy beside baselines, head by head",
		help: `Scores a model beside baselines, on the built-in held-out sentences or on
examples of your own.

  infer eval
  infer eval --data mine.jsonl
  infer eval --heads                     which heads the answers depend on
`}
	e.data.bind(&f.flags, "built-in held-out sentences")
	f.flags.Bind(&e.heads, "heads", "score every head against gold, then knock it out: takes seconds")
	bindCheckpoint(&f.flags, &e.checkpoint)
	f.flags.Bind(&e.json, "json", "JSON instead of text")
	return f
}

type evaluation struct {
	data       dataFlags
	heads      bool
	checkpoint string
	json       bool
}

// A report is what an evaluation found.
type report interface{ Write(io.Writer) error }

func (e *evaluation) run(ctx context.Context, operands []string, s cli.Streams) error {
	if len(operands) > 0 {
		return cli.Usage("unexpected argument %q: eval takes files by --data", operands[0])
	}
	if err := e.data.check(); err != nil {
		return err
	}
	sets, err := e.data.read(s.Err)
	if err != nil {
		return err
	}
	measure := e.accuracy
	if e.heads {
		measure = e.measureHeads
	}
	found, examples, err := measure(ctx, sets, s.Err)
	switch {
	case err != nil:
		return err
	case examples == 0:
		return fmt.Errorf("%s: no example says what its pronoun refers to, so there is nothing to score", sets[0].Name)
	case e.json:
		return json.NewEncoder(s.Out).Encode(found)
	}
	return found.Write(s.Out)
}

// accuracy scores the model's answers; examples is how many were scored.
func (e *evaluation) accuracy(ctx context.Context, sets []inspect.Set, stderr io.Writer) (r report, examples int, err error) {
	model, err := open(e.checkpoint, stderr)
	if err != nil {
		return nil, 0, err
	}
	found, err := inspect.Evaluate(ctx, model, sets)
	if err != nil {
		return nil, 0, err
	}
	return found, found.Examples, nil
}
