package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"antecedent/data/mine"
	"antecedent/inspect/layout"
	"antecedent/internal/cli"
)

// mineForm makes labelled examples from plain text.
func (o *options) mineForm() cli.Form {
	return cli.Form{Name: "mine", Usage: "infer mine TEXT-FILE…", Run: o.mine,
		Flags:   []string{"all", "o"},
		Summary: "labelled examples from plain text",
		Help: `Writes examples, one JSON object a line, mined from plain text that nobody
labelled: from sentences that name one man and one woman, whose pronoun tells
which of them it is, and from sentences that repeat a name, which becomes a
pronoun. New names of one gender then hide what gave the answer away.

A file is a text in UTF-8, such as a book of Project Gutenberg, a .gz file of
one, a .tar.gz archive, or a folder of these. It takes seconds a hundred books.

  infer mine -o mined.jsonl book.txt
  infer mine -o mined.jsonl novels.tar.gz articles/
  train --data mined.jsonl
`}
}

func (o *options) mine(ctx context.Context, operands []string, s cli.Streams) error {
	if len(operands) == 0 {
		return cli.Usage("mine needs the names of text files")
	}
	found, err := mine.Files(ctx, operands, mine.Options{Progress: mineProgress(s.Err)})
	failed, err := passedOver(s.Err, err)
	if err != nil {
		return err
	}
	examples := found.Examples
	if !o.all {
		examples = mine.Balance(examples)
	}
	if len(examples) == 0 {
		if failed != nil {
			return failed
		}
		return fmt.Errorf("%s: nothing found: the texts must be English prose that names persons", operands[0])
	}
	fmt.Fprintf(s.Err, "texts: %d (%.1f MB); windows with two persons: %d; examples: %d\n",
		found.Documents, float64(found.Bytes)/1e6, found.Windows, len(found.Examples))
	fmt.Fprintf(s.Err, "written: %d", len(examples))
	for _, c := range mine.Count(examples) {
		fmt.Fprintf(s.Err, "; %d by %s, %s of the person named last, %s of the one named first",
			c.Examples, c.Kind.About(), layout.Share(float64(c.Last)/float64(c.Examples), 0), layout.Share(float64(c.First)/float64(c.Examples), 0))
	}
	fmt.Fprintln(s.Err)
	err = cli.Output(ctx, o.out, s.Out, func(w io.Writer) error { return mine.WriteJSONL(w, examples) })
	return cmp.Or(err, failed)
}

// passedOver reports the texts that could not be read while the others were, and returns
// what the command ends with then, or any other error.
func passedOver(w io.Writer, err error) (failed, other error) {
	var unread mine.UnreadError
	if !errors.As(err, &unread) {
		return nil, err
	}
	for _, problem := range unread {
		fmt.Fprintf(w, "infer: passed over: %s\n", strings.TrimPrefix(problem.Error(), "mine: "))
	}
	return cli.ErrReported, nil
}

// mineProgress prints every few seconds how far the mining is.
func mineProgress(w io.Writer) func(mine.Progress) {
	last := time.Now()
	return func(p mine.Progress) {
		if now := time.Now(); now.Sub(last) > 3*time.Second {
			last = now
			fmt.Fprintf(w, "mining: %.1f MB, %d examples\n", float64(p.Bytes)/1e6, p.Examples)
		}
	}
}
