package main

import (
	"context"
	"fmt"
	"io"

	"antecedent/checkpoints"
	"antecedent/inspect/svg"
	"antecedent/internal/cli"
	"antecedent/model"
	"antecedent/resolve"
)

// svgForm draws a picture of one text, or of a run's training.
func svgForm() *cli.Form {
	p := &picture{view: "heatmap"}
	f := &cli.Form{Name: "svg", Operands: "TEXT", Run: p.run,
		Summary: "a picture, for pages and papers",
		Help: `Draws the attention weights of one text, or how a run was trained, as SVG.

  infer svg -o it.svg "The cat sat on the mat because it was tired."
  infer svg --head 0.2 TEXT              all words in one head
  infer svg --view loss -o loss.svg      the training of the newest run
`}
	f.Bind(&p.view, "view NAME", "heatmap, lines, grid, or loss: a run's training, without TEXT")
	p.head.bind(f, "heatmap: all words in one head, not the pronoun in all; lines: the head",
		"the layer; --head is then the head's number alone")
	bindOut(f, &p.out)
	bindCheckpoint(f, &p.checkpoint)
	return f
}

type picture struct {
	view            string
	head            headFlags
	out, checkpoint string
}

func (p *picture) run(ctx context.Context, operands []string, s cli.Streams) error {
	if err := cli.OneOf("view", p.view, "views", []string{"heatmap", "lines", "grid", "loss"}); err != nil {
		return err
	}
	switch {
	case p.view == "loss" && len(operands) > 0:
		return cli.Usage("--view loss is of a run and takes no text")
	case p.view == "loss":
		return p.loss(ctx, s)
	case p.head.head == "" && p.head.layer >= 0:
		return cli.Usage("--layer alone names no head: use --head LAYER.HEAD")
	case p.head.head != "" && p.view == "grid":
		return cli.Usage("--view grid shows all heads; leave out --head, or use --view heatmap")
	}
	text, err := oneText("svg", operands)
	if err != nil {
		return err
	}
	r, _, err := open(p.checkpoint, s.Err)
	if err != nil {
		return err
	}
	reading, err := r.Read(text)
	if err == nil && len(reading.Answers) == 0 {
		err = resolve.ErrNoPronoun
	}
	if err != nil {
		return fmt.Errorf("%.40q: %w", text, err)
	}
	head, err := p.head.find(r.Config())
	if err != nil {
		return err
	}
	return cli.Output(ctx, p.out, s.Out, func(w io.Writer) error {
		switch {
		case p.view == "grid":
			return svg.Grid(w, reading)
		case p.view == "lines" && head.Head < 0:
			return svg.Lines(w, reading, evidenceHead(reading))
		case p.view == "lines":
			return svg.Lines(w, reading, head)
		case head.Head >= 0:
			return svg.Head(w, reading, head)
		}
		return svg.Rows(w, reading)
	})
}

// evidenceHead is the head in which the first pronoun attends most to a content
// word that is not the answer, or head 0.0.
func evidenceHead(r *resolve.Reading) model.Head {
	if evidence := r.Looks(&r.Answers[0]).Evidence; evidence != nil {
		return evidence.Head
	}
	return model.Head{}
}

// loss draws how a run was trained.
func (p *picture) loss(ctx context.Context, s cli.Streams) error {
	dir, err := find(p.checkpoint)
	if err != nil {
		return err
	}
	history, err := checkpoints.ReadHistory(dir)
	if err != nil {
		return err
	}
	return cli.Output(ctx, p.out, s.Out, func(w io.Writer) error { return svg.Loss(w, history) })
}
