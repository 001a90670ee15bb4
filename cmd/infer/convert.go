package main

import (
	"context"
	"io"

	"antecedent/data/format"
	"antecedent/internal/cli"
)

// convertForm writes examples of any format as JSONL.
func (o *options) convertForm() cli.Form {
	return cli.Form{Name: "convert", Usage: "infer convert --data PATH", Run: o.convert,
		Flags:   []string{"data", "format", "o"},
		Summary: "examples of any format, as JSONL",
		Help: `Writes the examples of files in any format that is read, or of the files of a
folder, as this project's own JSONL. Reading them again gives the same examples.

  infer convert --data litbank -o litbank.jsonl
  infer convert --data words.txt --format conll
`}
}

func (o *options) convert(ctx context.Context, operands []string, s cli.Streams) error {
	switch {
	case len(operands) > 0:
		return cli.Usage("unexpected argument %q: convert takes files by --data", operands[0])
	case len(o.data) == 0:
		return cli.Usage("convert needs --data PATH")
	}
	if err := cli.CheckFormat(o.format, o.data, format.Names()); err != nil {
		return err
	}
	sets, err := o.examples(s.Err)
	if err != nil {
		return err
	}
	return cli.Output(ctx, o.out, s.Out, func(w io.Writer) error {
		return format.WriteJSONL(w, sets[0].Examples)
	})
}
