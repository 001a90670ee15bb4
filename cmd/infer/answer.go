package main

import (
	"context"
	"errors"
	"fmt"

	"antecedent/data"
	"antecedent/inspect/export"
	"antecedent/inspect/layout"
	"antecedent/internal/cli"
	"antecedent/resolve"
)

// answerForm is the plain form: it resolves the pronouns of texts.
func (o *options) answerForm() cli.Form {
	return cli.Form{Usage: "infer [TEXT…]", Run: o.answer,
		Flags: []string{"look", "head", "layer", "query", "checkpoint", "json", "color", "background", "width", "version"},
		Help: `Answers what pronouns refer to, and shows what the attention looked at. Where
there are several pronouns, or texts, or standard input is read, an answer has
one line; --look draws what each pronoun looked at.

  infer "The cat sat on the mat because it was tired."
  infer < sentences.txt                  one text a line
  infer --look TEXT…                     the picture of each pronoun, up to 20
  infer --json TEXT…                     one JSON object a text
  infer --head 0.2 TEXT                  and every weight of that head
  infer --query cat TEXT                 what "cat" looks at, in every head

A text may be long, on standard input up to 1 MB a line: one of more than 512
words and marks is read in windows, each pronoun with the text around it. Of
such a text --json has the window of each pronoun, outside of which its pointer
is 0, and no attention.

In JSON, start and end of a token count characters of the text, those of an
antecedent, a mention or a runner-up count tokens, and so does pronoun. All
count from 0; the end is the first that no longer belongs to it.
`}
}

// answer resolves each text. A text that cannot be read is reported, and does not
// keep the others from being resolved.
func (o *options) answer(ctx context.Context, operands []string, s cli.Streams) error {
	style, err := o.style(s.Out)
	if err != nil {
		return err
	}
	r, _, err := open(o.checkpoint, s.Err)
	if err != nil {
		return err
	}
	head, err := o.findHead(r.Config())
	switch {
	case err != nil:
		return err
	case o.layer >= 0 && o.head == "":
		return cli.Usage("--layer %d: name one of its heads too, as --head %d.0", o.layer, o.layer)
	case o.json && o.head != "":
		return cli.Usage("--head draws a map; --json has every head without it")
	case o.json && o.query != "":
		return cli.Usage("--query chooses a row; --json has the rows of all words without it")
	case o.json && o.look:
		return cli.Usage("--look draws pictures; --json has every weight without it")
	}
	p := printer{streams: s, resolver: r, style: style, head: head, look: o.look}
	texts := cli.Texts(ctx, operands, s.In)
	if o.json {
		texts = cli.AllTexts(ctx, operands, s.In) // blank lines have an object too
	}
	first, several, failed := true, len(operands) != 1, false
	for t, err := range texts {
		if err != nil && !errors.As(err, new(*cli.TextError)) {
			return err
		}
		var reading *resolve.Reading
		if err == nil {
			if reading, err = readLong(ctx, r, t.Text, s.Err); err != nil {
				err = fmt.Errorf("%s: %w", t.Where, err)
			}
		}
		query := -1
		if err == nil && o.looks() {
			if query, err = o.findQuery(reading); err != nil {
				err = fmt.Errorf("%s: %w", t.Where, err)
			}
		}
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			failed = true
			fmt.Fprintf(s.Err, "infer: %v\n", err)
		case len(reading.Answers) == 0 && !o.looks():
			notePronoun(s, t)
		}
		switch {
		case err != nil && o.json:
			err = export.WriteErrorJSON(cli.Shown(s.Out), err)
		case err != nil:
			err = nil
		case o.json:
			err = export.WriteJSON(cli.Shown(s.Out), reading, func(span data.Span) ([]resolve.Answer, error) {
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				return r.Answers(reading, span)
			})
		default:
			if several { // each has a heading
				if !first {
					fmt.Fprintln(s.Out)
				}
				fmt.Fprintln(s.Out, style.Clip(layout.Printable(reading.Text), max(24, style.Width)))
			}
			first = false
			err = p.print(reading, query, several)
		}
		if err != nil {
			return err
		}
	}
	if failed {
		return cli.ErrReported
	}
	return nil
}

// notePronoun tells of a text without a pronoun, which is no failure.
func notePronoun(s cli.Streams, t cli.Text) {
	fmt.Fprintf(s.Err, "infer: %s: %v\n", t.Where, resolve.ErrNoPronoun)
}
