package main

import (
	"context"
	"errors"
	"fmt"

	"antecedent/inspect/explain"
	"antecedent/internal/cli"
)

// explainForm takes apart what the attention did with one text.
func explainForm() *cli.Form {
	e := &explanation{}
	f := &cli.Form{Name: "explain", Operands: "TEXT", Run: e.run,
		Summary: "attention step by step, with its numbers",
		Help: `Shows each step from the words to the answer with this model's numbers: Q, K
and V, dot product, scaling, softmax, weighted sum and pointer.

  infer explain "The cat sat on the mat because it was tired."
  infer explain --head 0.2 --query cat TEXT
`}
	bindCheckpoint(f, &e.checkpoint)
	e.head.bind(f, "the head to follow (default: the one that looks most at one content word)",
		"the layer; --head is then the head's number alone, or left out")
	f.Bind(&e.query, "query WORD", "the word that looks, or its number from 0 (default: the pronoun)")
	f.Bind(&e.json, "json", "JSON instead of text")
	e.style.bind(f)
	return f
}

type explanation struct {
	checkpoint string
	head       headFlags
	query      string
	json       bool
	style      styleFlags
}

func (e *explanation) run(_ context.Context, operands []string, s cli.Streams) error {
	style, err := e.style.style(s.Out)
	if err != nil {
		return err
	}
	text, err := oneText("explain", operands)
	if err != nil {
		return err
	}
	r, _, err := open(e.checkpoint, s.Err)
	if err != nil {
		return err
	}
	at := explain.Place{Query: -1}
	if at.Head, err = e.head.find(r.Config()); err != nil {
		return err
	}
	reading, err := r.Read(text)
	if err != nil {
		return err
	}
	if e.query != "" {
		if at.Query, err = reading.FindToken(e.query); err != nil {
			return fmt.Errorf("--query: %w", err)
		}
	}
	steps, err := explain.New(r, reading, at)
	switch {
	case errors.Is(err, explain.ErrNoQuery):
		return fmt.Errorf("%.40q: there is no pronoun to start from: name the word that is to look by --query", text)
	case err != nil:
		return err
	case e.json:
		return steps.WriteJSON(s.Out)
	}
	return steps.Write(s.Out, style)
}
