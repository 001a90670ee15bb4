package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"antecedent/inspect/accuracy"
	"antecedent/internal/cli"
)

// evalForm scores the model on files, or on the built-in held-out splits.
func evalForm() *cli.Form {
	e := &evaluation{}
	f := &cli.Form{Name: "eval", Run: e.run,
		Summary: "accuracy beside baselines, head by head",
		Help: `Scores a model beside baselines, on the built-in held-out sentences or on
examples of your own.

  infer eval
  infer eval --data mine.jsonl
  infer eval --heads                     which heads the answers depend on
`}
	e.data.bind(f, "built-in held-out sentences")
	f.Bind(&e.heads, "heads", "score every head against gold, then knock it out: takes seconds")
	bindCheckpoint(f, &e.checkpoint)
	f.Bind(&e.json, "json", "JSON instead of text")
	return f
}

type evaluation struct {
	data       dataFlags
	heads      bool
	checkpoint string
	json       bool
}

func (e *evaluation) run(ctx context.Context, operands []string, s cli.Streams) error {
	if len(operands) > 0 {
		return cli.Usage("unexpected argument %q: eval takes files by --data", operands[0])
	}
	sets, err := e.data.read(s.Err)
	if err != nil {
		return err
	}
	r, step, err := open(e.checkpoint, s.Err)
	if err != nil {
		return err
	}
	if e.heads {
		report, err := e.measureHeads(ctx, r, step, sets, s.Err)
		if err != nil {
			return err
		}
		return e.write(s.Out, report, report.Examples, sets)
	}
	report, err := accuracy.Evaluate(ctx, r, sets)
	if err != nil {
		return err
	}
	return e.write(s.Out, report, report.Examples, sets)
}

// write writes a report on that many labelled examples.
func (e *evaluation) write(w io.Writer, report interface{ Write(io.Writer) error }, examples int, sets []accuracy.Set) error {
	switch {
	case examples == 0:
		return fmt.Errorf("%s: no example says what its pronoun refers to, so there is nothing to score", sets[0].Name)
	case e.json:
		return json.NewEncoder(w).Encode(report)
	}
	return report.Write(w)
}
