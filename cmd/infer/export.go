package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"antecedent/inspect/export"
	"antecedent/internal/cli"
	"antecedent/resolve"
)

// exportForm writes the weights of texts in another viewer's format.
func exportForm() *cli.Form {
	e := &exporting{}
	f := &cli.Form{Name: "export", Operands: "--to FORMAT [TEXT…]", Run: e.run,
		Summary: "the weights, for other viewers",
		Help: `Writes the attention weights of texts, given as arguments or as lines of
standard input, in the format of another viewer.

  infer export --to bertviz -o it.json "It was tired."
  infer export --to csv < sentences.txt > weights.csv
`}
	f.Bind(&e.to, "to FORMAT", "one of "+strings.Join(export.Formats(), ", "))
	bindOut(f, &e.out)
	bindCheckpoint(f, &e.checkpoint)
	return f
}

// bindOut defines the flag that names the file to write, for [cli.Output].
func bindOut(f *cli.Form, path *string) {
	f.Bind(path, "o FILE", "where to write (default: standard output)")
}

type exporting struct{ to, out, checkpoint string }

func (e *exporting) run(ctx context.Context, operands []string, s cli.Streams) error {
	if e.to == "" {
		return cli.Usage("export needs --to FORMAT, one of %s", strings.Join(export.Formats(), ", "))
	}
	if err := cli.OneOf("to", e.to, "formats", export.Formats()); err != nil {
		return err
	}
	if e.to == "npz" && e.out == "" && cli.IsTerminal(s.Out) {
		return cli.Usage("npz is binary: name a file by -o")
	}
	if len(operands) == 0 && cli.IsTerminal(s.In) {
		return errNoText()
	}
	r, _, err := open(e.checkpoint, s.Err)
	if err != nil {
		return err
	}
	var list []*resolve.Reading
	for t, err := range cli.Texts(ctx, operands, s.In) {
		if err != nil {
			return err
		}
		reading, err := r.Read(t.Text)
		if err == nil && len(reading.Answers) == 0 {
			err = resolve.ErrNoPronoun
		}
		if err != nil {
			return fmt.Errorf("%s: %w", t.Where, err)
		}
		list = append(list, reading)
	}
	if len(list) == 0 {
		return errNoText()
	}
	return cli.Output(ctx, e.out, s.Out, func(w io.Writer) error { return export.Write(w, e.to, list) })
}
