package main

import (
	"context"
	"errors"
	"fmt"

	"antecedent/inspect/export"
	"antecedent/inspect/layout"
	"antecedent/internal/cli"
	"antecedent/resolve"
)

// answerForm is the plain form: it resolves the pronouns of texts.
func (o *options) answerForm() cli.Form {
	return cli.Form{Usage: "infer [TEXT…]", Run: o.answer,
		Flags: []string{"head", "layer", "query", "checkpoint", "json", "color", "background", "width", "version"},
		Help: `Answers what pronouns refer to, and shows what the attention looked at.

  infer "The cat sat on the mat because it was tired."
  infer < sentences.txt                  one text a line
  infer --json TEXT…                     one JSON object a text
  infer --head 0.2 TEXT                  and every weight of that head
  infer --query cat TEXT                 what "cat" looks at, in every head
`}
}

// answer resolves each text. A text that cannot be resolved is reported, and
// does not keep the others from being resolved.
func (o *options) answer(ctx context.Context, operands []string, s cli.Streams) error {
	style, err := o.style(s.Out)
	if err != nil {
		return err
	}
	r, _, err := open(o.checkpoint, s.Err)
	if err != nil {
		return err
	}
	head, err := o.findHead(r.Config())
	switch {
	case err != nil:
		return err
	case o.layer >= 0 && o.head == "":
		return cli.Usage("--layer %d: name one of its heads too, as --head %d.0", o.layer, o.layer)
	case o.json && o.head != "":
		return cli.Usage("--head draws a map; --json has every head without it")
	case o.json && o.query != "":
		return cli.Usage("--query chooses a row; --json has the rows of all words without it")
	}
	failed, first := false, true
	for t, err := range cli.Texts(ctx, operands, s.In) {
		if err != nil {
			return err
		}
		if !o.json && len(operands) != 1 { // several texts need a heading each
			if !first {
				fmt.Fprintln(s.Out)
			}
			fmt.Fprintln(s.Out, layout.Printable(t.Text))
		}
		first = false
		reading, problem := read(r, t.Text)
		query := -1
		if o.looks() && (problem == nil || errors.Is(problem, resolve.ErrNoPronoun)) {
			query, problem = o.findQuery(reading)
		}
		switch {
		case o.json && reading == nil:
			err = export.WriteUnreadJSON(s.Out, t.Text)
		case o.json:
			err = export.WriteJSON(s.Out, reading)
		case problem == nil:
			err = show(s.Out, reading, head, query, style)
		}
		if err != nil {
			return err
		}
		if problem != nil {
			failed = true
			fmt.Fprintf(s.Err, "infer: %s: %v\n", t.Where, problem)
		}
	}
	if failed {
		return cli.ErrReported
	}
	return nil
}
