package main

import (
	"context"

	"antecedent/inspect/explain"
	"antecedent/internal/cli"
)

// explainForm shows what the attention did with one text, step by step.
func (o *options) explainForm() cli.Form {
	return cli.Form{Name: "explain", Usage: "infer explain TEXT", Run: o.explain,
		Flags:   []string{"head", "layer", "query", "checkpoint", "json", "color", "background", "width"},
		Summary: "attention step by step, with its numbers",
		Help: `Shows each step from the words to the answer with this model's numbers: Q, K
and V, dot product, scaling, softmax, weighted sum and pointer. It follows one
head: without --head, the one that looks most at one content word, of all
layers or of that of --layer. Any text will do: in one without a pronoun the
first content word looks, unless --query names one. Of a text of up to five
words and marks it shows the whole matrices.

  infer explain "The cat sat on the mat because it was tired."
  infer explain "The cat sat"
  infer explain --head 0.2 --query cat TEXT
`}
}

func (o *options) explain(ctx context.Context, operands []string, s cli.Streams) error {
	style, err := o.style(s.Out)
	if err != nil {
		return err
	}
	text, err := oneText("explain", operands)
	if err != nil {
		return err
	}
	r, _, err := open(o.checkpoint, s.Err)
	if err != nil {
		return err
	}
	at := explain.Place{Query: -1}
	if at.Head, err = o.findHead(r.Config()); err != nil {
		return err
	}
	reading, err := r.ReadContext(ctx, text, nil)
	if err != nil {
		return err
	}
	if at.Query, err = o.findQuery(reading); err != nil {
		return err
	}
	if reading, at.Query, err = picture(r, reading, at.Query, s.Err); err != nil {
		return err
	}
	release(r, reading)
	steps, err := explain.New(r, reading, at)
	switch {
	case err != nil:
		return err
	case o.json:
		return steps.WriteJSON(cli.Shown(s.Out))
	}
	return steps.Write(s.Out, style)
}
