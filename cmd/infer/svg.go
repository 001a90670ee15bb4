package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"antecedent/checkpoints"
	"antecedent/inspect/svg"
	"antecedent/internal/cli"
	"antecedent/model"
	"antecedent/resolve"
	"antecedent/resolve/english"
)

// svgForm draws a picture of one text, or of a run's training.
func (o *options) svgForm() cli.Form {
	return cli.Form{Name: "svg", Usage: "infer svg TEXT", Run: o.svg,
		Flags:   []string{"view", "head", "layer", "query", "checkpoint", "o"},
		Summary: "a picture, for pages and papers",
		Help: `Draws the attention weights of one text, or how a run was trained, as SVG.

  infer svg -o it.svg "The cat sat on the mat because it was tired."
  infer svg --head 0.2 TEXT              all words in one head
  infer svg --query cat TEXT             what "cat" looks at, in every head
  infer svg --view loss -o loss.svg      the training of the newest run

Without --head, heatmap shows the pronouns' rows of all heads, and lines the
head that looks most at a content word other than the answer. Any text will do:
in one without a pronoun the first content word looks, unless --query names
one.
`}
}

func (o *options) svg(ctx context.Context, operands []string, s cli.Streams) error {
	if err := cli.OneOf("view", o.view, "views", []string{"heatmap", "lines", "grid", "loss"}); err != nil {
		return err
	}
	switch {
	case o.view == "loss" && (o.query != "" || o.head != ""):
		return cli.Usage("--view loss is of a run and has no heads: leave out --head and --query")
	case o.view == "loss" && len(operands) > 0:
		return cli.Usage("--view loss is of a run and takes no text")
	case o.view == "loss":
		return o.svgLoss(ctx, s)
	case o.head == "" && o.layer >= 0:
		return cli.Usage("--layer alone names no head: use --head LAYER.HEAD")
	case o.head != "" && o.view == "grid":
		return cli.Usage("--view grid shows all heads; leave out --head, or use --view heatmap")
	}
	text, err := oneText("svg", operands)
	if err != nil {
		return err
	}
	r, _, err := open(o.checkpoint, s.Err)
	if err != nil {
		return err
	}
	head, err := o.findHead(r.Config())
	if err != nil {
		return err
	}
	reading, err := r.ReadContext(ctx, text, nil)
	if err != nil {
		return fmt.Errorf("%.40q: %w", text, err)
	}
	query, err := o.findQuery(reading)
	if err != nil {
		return err
	}
	if reading, query, err = picture(r, reading, query, s.Err); err != nil {
		return err
	}
	release(r, reading)
	return cli.Output(ctx, o.out, s.Out, func(w io.Writer) error {
		switch {
		case o.view == "grid":
			return svg.Grid(w, reading, query)
		case o.view == "lines" && head.Head < 0:
			return svg.Lines(w, reading, headToShow(reading, query), query)
		case o.view == "lines":
			return svg.Lines(w, reading, head, query)
		case head.Head >= 0:
			return svg.Head(w, reading, head, query)
		}
		return svg.Rows(w, reading, query)
	})
}

// headToShow is the head that looks most from a token; −1 is the default one.
func headToShow(r *resolve.Reading, query int) model.Head {
	if query < 0 {
		query = r.DefaultQuery()
	}
	if query < 0 {
		return model.Head{}
	}
	return r.Looks(r.QueryOf(query)).Head()
}

// svgLoss draws how a run was trained.
func (o *options) svgLoss(ctx context.Context, s cli.Streams) error {
	if o.checkpoint == english.Name {
		return errors.New("the model in the box has no training history: name a run with --checkpoint")
	}
	dir, why, err := cli.Checkpoint(o.checkpoint)
	if errors.Is(err, checkpoints.ErrNoRun) {
		err = errors.New("there is no run in checkpoints whose training could be drawn: run train first, or name one with --checkpoint")
	}
	if err != nil {
		return err
	}
	if why != "" {
		fmt.Fprintf(s.Err, "drawing %s, %s\n", dir, why)
	}
	history, err := checkpoints.ReadHistory(dir)
	if err != nil {
		return err
	}
	return cli.Output(ctx, o.out, s.Out, func(w io.Writer) error { return svg.Loss(w, history) })
}
