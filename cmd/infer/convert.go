package main

import (
	"context"
	"io"
	"slices"

	"antecedent/data"
	"antecedent/data/format"
	"antecedent/data/score"
	"antecedent/internal/cli"
)

// convertForm writes examples of any format as JSONL.
func (o *options) convertForm() cli.Form {
	return cli.Form{Name: "convert", Usage: "infer convert --data PATH", Run: o.convert,
		Flags:   []string{"data", "format", "free", "o"},
		Summary: "examples of any format, as JSONL",
		Help: `Writes the examples of files in any format that is read, or of the files of a
folder, as this project's own JSONL. Reading them again gives the same examples.
With --free they have no candidates: the answer is to be found among all that the
text mentions. Examples to which none of the candidates is the answer are left out
then, since what is, is not known.

  infer convert --data litbank -o litbank.jsonl
  infer convert --free --data gap-development.tsv -o gap-free.jsonl
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
	sets, err := o.examples(ctx, s.Err)
	if err != nil {
		return err
	}
	return cli.Output(ctx, o.out, s.Out, func(w io.Writer) error {
		examples := sets[0].Examples
		if o.free {
			examples = free(examples)
		}
		return format.WriteJSONL(w, examples)
	})
}

// free returns the examples without candidates, but for those to which none of their
// candidates is the answer.
func free(examples []data.Example) []data.Example {
	known := slices.DeleteFunc(slices.Clone(examples), func(e data.Example) bool {
		return e.Labelled && len(e.Candidates) > 0 && len(e.Antecedents) == 0
	})
	return score.WithoutCandidates(known)
}
