package main

import (
	"context"
	"errors"
	"fmt"

	"antecedent/inspect/export"
	"antecedent/inspect/layout"
	"antecedent/inspect/terminal"
	"antecedent/internal/cli"
	"antecedent/model"
	"antecedent/resolve"
)

// answerForm is the plain form: it resolves the pronouns of texts.
func (o *options) answerForm() cli.Form {
	return cli.Form{Usage: "infer [TEXT…]", Run: o.answer,
		Flags: []string{"look", "head", "layer", "checkpoint", "json", "color", "width", "version"},
		Help: `Answers what pronouns refer to, and shows what the attention looked at. Several
pronouns have a line each; --look draws what each of them looked at.

  infer "The cat sat on the mat because it was tired."
  infer < sentences.txt                  one text a line
  infer --look TEXT…                     the picture of every pronoun
  infer --json TEXT…                     one JSON object a text
  infer --head 0.2 TEXT                  and every weight of that head

A text may be of any length: one of more than 512 words and marks is read in
windows, each pronoun with the text around it. Of such a text --json has the
window of each pronoun, outside of which its pointer is 0, and no attention.

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
	case o.json && o.look:
		return cli.Usage("--look draws pictures; --json has every weight without it")
	}
	a := answerer{streams: s, resolver: r, style: style, head: head, look: o.look, several: len(operands) > 1}
	texts := cli.Texts(ctx, operands, s.In)
	if o.json {
		texts = cli.AllTexts(ctx, operands, s.In) // blank lines have an object too
	}
	err = eachReading(ctx, r, texts, s, func(t cli.Text, reading *resolve.Reading, problem error) error {
		switch {
		case !o.json:
			return a.add(t, reading)
		case problem != nil:
			return export.WriteErrorJSON(s.Out, problem)
		}
		return export.WriteJSON(s.Out, reading)
	})
	return errors.Join(a.flush(), err)
}

// An answerer prints what was read. It holds back the first text until it is known
// whether there is another, since a single one has no heading.
type answerer struct {
	streams  cli.Streams
	resolver *resolve.Resolver
	style    layout.Style
	head     model.Head
	look     bool

	several bool     // whether there is more than one text
	held    *reading // the first text
	printed bool
}

// A reading is what was read of a text, nil where that was not possible.
type reading struct {
	text    string
	reading *resolve.Reading
}

// add takes the next text, or nil for one that could not be read.
func (a *answerer) add(t cli.Text, r *resolve.Reading) error {
	next := &reading{t.Text, r}
	if a.held == nil && !a.several {
		a.held = next
		return nil
	}
	a.several = true
	if err := a.flush(); err != nil {
		return err
	}
	return a.write(next)
}

// flush prints the text that was held back.
func (a *answerer) flush() error {
	held := a.held
	if held == nil {
		return nil
	}
	a.held = nil
	return a.write(held)
}

func (a *answerer) write(t *reading) error {
	if t.reading == nil {
		return nil
	}
	out := a.streams.Out
	if a.several {
		if a.printed {
			fmt.Fprintln(out)
		}
		fmt.Fprintln(out, a.style.Clip(layout.Printable(t.text), max(24, a.style.Width)))
	}
	a.printed = true
	answers := len(t.reading.Answers)
	switch {
	case answers == 0:
		return nil
	case a.look || answers == 1 && !a.several:
		if err := a.pictures(t.reading); err != nil {
			return err
		}
	default:
		if err := terminal.WriteList(out, t.reading, a.style); err != nil {
			return err
		}
	}
	if a.head.Head < 0 {
		return nil
	}
	shown, _, err := picture(a.resolver, t.reading, -1, a.streams.Err)
	if err != nil {
		return err
	}
	fmt.Fprintln(out)
	return terminal.WriteMap(out, shown, a.head, a.style)
}

// pictures draws what every pronoun looked at, for a long text window by window.
func (a *answerer) pictures(r *resolve.Reading) error {
	out := a.streams.Out
	if !r.Long() {
		return terminal.WriteAnswers(out, r, a.style)
	}
	for i := range r.Answers {
		span := r.Answers[i].Window
		if i > 0 && span == r.Answers[i-1].Window {
			continue
		}
		shown, err := a.resolver.ReadWindow(r, span)
		if err != nil {
			return err
		}
		if i > 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintf(out, "Tokens %d to %d of %d:\n\n", span.Start, span.End-1, len(r.Tokens))
		if err := terminal.WriteAnswers(out, shown, a.style); err != nil {
			return err
		}
	}
	return nil
}
