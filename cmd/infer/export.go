package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"antecedent/inspect/export"
	"antecedent/internal/cli"
	"antecedent/resolve"
)

// exportForm writes the weights of texts in another viewer's format.
func (o *options) exportForm() cli.Form {
	return cli.Form{Name: "export", Usage: "infer export --to FORMAT [TEXT…]", Run: o.export,
		Flags:   []string{"to", "checkpoint", "o"},
		Summary: "the weights, for other viewers",
		Help: `Writes the attention weights of texts, given as arguments or as lines of
standard input, in the format of another viewer.

  infer export --to bertviz -o it.json "It was tired."
  infer export --to csv < sentences.txt > weights.csv
`}
}

func (o *options) export(ctx context.Context, operands []string, s cli.Streams) error {
	if o.to == "" {
		return cli.Usage("export needs --to FORMAT, one of %s", strings.Join(export.Formats(), ", "))
	}
	if err := cli.OneOf("to", o.to, "formats", export.Formats()); err != nil {
		return err
	}
	if o.to == "npz" && o.out == "" && cli.IsTerminal(s.Out) {
		return cli.Usage("npz is binary: name a file by -o")
	}
	r, _, err := open(o.checkpoint, s.Err)
	if err != nil {
		return err
	}
	var list []*resolve.Reading
	failed := error(nil)
	for t, err := range cli.Texts(ctx, operands, s.In) {
		if errors.As(err, new(*cli.TextError)) {
			fmt.Fprintf(s.Err, "infer: %v\n", err)
			failed = cli.ErrReported
			continue
		}
		if err != nil {
			return err
		}
		reading, err := read(r, t.Text)
		if err != nil {
			return fmt.Errorf("%s: %w", t.Where, err)
		}
		if reading, _, err = picture(r, reading, -1, s.Err); err != nil {
			return err
		}
		list = append(list, reading)
	}
	if len(list) == 0 {
		return failed
	}
	err = cli.Output(ctx, o.out, s.Out, func(w io.Writer) error { return export.Write(w, o.to, list) })
	return cmp.Or(err, failed)
}
