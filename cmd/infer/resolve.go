package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"antecedent/inspect/export"
	"antecedent/internal/cli"
	"antecedent/resolve"
	"antecedent/resolve/rewrite"
)

// resolveForm replaces the pronouns of texts by what they refer to.
func (o *options) resolveForm() cli.Form {
	return cli.Form{Name: "resolve", Usage: "infer resolve [TEXT…]", Run: o.resolve,
		Flags:   []string{"sure", "checkpoint", "json", "o"},
		Summary: "the text with what its pronouns refer to",
		Help: `Writes texts, given as arguments or as lines of standard input, with each
pronoun replaced by what it refers to. All else stays as it is, and so do
pronouns whose answer is less probable than --sure (0: none of them) or longer
than 300 characters, that refer to nothing in the text, or that are reflexive;
and lines of more than 1 MB.

  infer resolve "The cat sat on its mat because it was tired."
  infer resolve < texts.txt > resolved.txt
  infer resolve --json < sentences.txt   one JSON object a line

An object has "text", "resolved" and "replacements", each with the "pronoun"
and its "antecedent" in the text, and what was "resolved" in the new one; their
offsets count characters.
`}
}

func (o *options) resolve(ctx context.Context, operands []string, s cli.Streams) error {
	sure := o.sure
	switch {
	case sure < 0 || sure > 1:
		return cli.Usage("--sure %v: use a probability from 0 to 1", sure)
	case math.IsNaN(sure):
		sure = resolve.Sure
	}
	r, _, err := open(o.checkpoint, s.Err)
	if err != nil {
		return err
	}
	failed := false
	write := func(w io.Writer) error {
		for l, problem := range lines(ctx, operands, s.In) {
			if problem != nil && !errors.As(problem, new(*cli.TextError)) {
				return problem
			}
			if l.piece {
				if err := o.writePiece(w, l); err != nil {
					return err
				}
				continue
			}
			var reading *resolve.Reading
			if problem == nil {
				if reading, problem = readLong(ctx, r, l.Text.Text, s.Err); problem != nil {
					problem = fmt.Errorf("%s: %w", l.Where, problem)
				}
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if problem != nil {
				failed = true
				fmt.Fprintf(s.Err, "infer: %v\n", problem)
			}
			if err := o.writeResolved(w, l, reading, problem, sure); err != nil {
				return err
			}
		}
		return nil
	}
	if o.out == "" || o.out == "-" {
		err = write(cli.Shown(s.Out)) // a line as soon as it is read
	} else {
		err = cli.Output(ctx, o.out, s.Out, write)
	}
	if err == nil && failed {
		return cli.ErrReported
	}
	return err
}

// writePiece copies a piece of a line that is too long, which has its error in JSON
// already.
func (o *options) writePiece(w io.Writer, l line) error {
	if o.json {
		return nil
	}
	_, err := io.WriteString(w, l.Text.Text)
	return err
}

// writeResolved writes a line with its pronouns replaced. One that could not be read
// stays as it is, and is an error in JSON.
func (o *options) writeResolved(w io.Writer, l line, reading *resolve.Reading, problem error, sure float64) error {
	resolved := l.Text.Text
	switch {
	case problem != nil && o.json:
		return export.WriteErrorJSON(w, problem)
	case problem == nil:
		replaced := rewrite.Replace(reading, sure)
		if o.json {
			e := json.NewEncoder(w)
			e.SetEscapeHTML(false)
			return e.Encode(replaced)
		}
		resolved = replaced.Resolved
	}
	_, err := io.WriteString(w, l.before+resolved+l.after)
	return err
}
