package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"antecedent/data/format"
	"antecedent/inspect/accuracy"
	"antecedent/inspect/predict"
	"antecedent/internal/cli"
)

// predictions are the formats that predict writes, the default first.
var predictions = []string{"jsonl", "gap"}

// predictForm answers the examples of files.
func (o *options) predictForm() cli.Form {
	return cli.Form{Name: "predict", Usage: "infer predict --data PATH", Run: o.predict,
		Flags:   []string{"data", "format", "to", "setting", "checkpoint", "json", "o"},
		Summary: "one answer an example, for other programs",
		Help: `Answers the examples of files in any format that is read, labelled or not, in
their order, one JSON object a line:

  {"id":"7","source":"mine.jsonl:7","text":"The cat sat on …",
   "pronoun":{"start":31,"end":33,"text":"it"},
   "antecedent":{"start":4,"end":7,"text":"cat","probability":0.97},
   "none":0.01,"unsure":false,
   "runner_up":{"start":19,"end":22,"text":"mat","probability":0.02},
   "candidates":[{"start":4,…},…],"correct":true}

  start, end   offsets in characters of the text, the end exclusive
  antecedent   the answer; null: the pronoun refers to nothing in the text
  none         the probability of that
  unsure       the answer is less probable than 2 in 3
  runner_up    what is most probable after the answer; null: nothing in the text
  candidates   all that the example names, in its order; probabilities and none
               add up to 1 then
  correct      whether the answer is right; left out where that is not known

A row that cannot be read gives {"id":…,"source":…,"error":"…"} in its place,
and the exit code is 1 then.

With --to gap the answers are a system file for gap_scorer.py of GAP, by its
rules: ID, A-coref and B-coref, no header. Each example needs two candidates. A
row that cannot be read is FALSE for both names.

  infer predict --data mine.jsonl -o answers.jsonl
  infer predict --data gap.tsv --to gap -o system.tsv
  infer predict --data gap.tsv --setting snippet
                                         without the candidates: among all that
                                         the text mentions
`}
}

func (o *options) predict(ctx context.Context, operands []string, s cli.Streams) error {
	switch {
	case len(operands) > 0:
		return cli.Usage("unexpected argument %q: predict takes files by --data", operands[0])
	case len(o.data) == 0:
		return cli.Usage("predict needs --data PATH")
	case !slices.Contains(accuracy.Settings(), o.setting):
		return cli.Usage("--setting %s: use one of %s", o.setting, strings.Join(accuracy.Settings(), ", "))
	}
	if o.to == "" {
		o.to = predictions[0]
	}
	if err := cli.OneOf("to", o.to, "formats of predictions", predictions); err != nil {
		return err
	}
	if o.json && o.to == "gap" {
		return cli.Usage("--json and --to gap are two formats: name one")
	}
	if err := cli.CheckFormat(o.format, o.data, format.Names()); err != nil {
		return err
	}
	rows, err := o.rows(ctx, s.Err)
	if err != nil {
		return err
	}
	r, _, err := open(o.checkpoint, s.Err)
	if err != nil {
		return err
	}
	answers, err := predict.Of(ctx, r, rows, o.setting == accuracy.Snippet)
	if err != nil {
		return err
	}
	write := answers.WriteJSONL
	if o.to == "gap" {
		if err := answers.CheckGAP(); err != nil {
			return err
		}
		write = answers.WriteGAP
		if ids := answers.RepeatedIDs(); len(ids) > 0 {
			fmt.Fprintf(s.Err, "warning: %d IDs stand in several rows, of which GAP's scorer counts the first, such as %.60q\n", len(ids), ids[0])
		}
	}
	if err := cli.Output(ctx, o.out, s.Out, write); err != nil {
		return err
	}
	if n := answers.Failed(); n > 0 {
		return fmt.Errorf("%d of %d rows have no answer", n, len(rows))
	}
	return nil
}

// rows are those of the files of --data, with the ones that were skipped.
func (o *options) rows(ctx context.Context, stderr io.Writer) ([]format.Row, error) {
	var rows []format.Row
	for _, path := range o.data {
		f, err := format.ReadFile(ctx, path, o.format)
		if err != nil && (f == nil || len(f.Skipped) == 0) {
			return nil, err
		}
		writeSummary(stderr, f, path)
		rows = append(rows, f.Rows()...)
	}
	return rows, nil
}

func writeSummary(w io.Writer, f *format.File, path string) {
	for _, line := range f.Summary(path) {
		fmt.Fprintln(w, line)
	}
}
