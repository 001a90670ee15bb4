package main

import (
	"context"
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
		Help: `Answers what pronouns refer to, and shows what the attention looked at. Where
there are several pronouns, or texts, or standard input is read, an answer has
one line; --look draws what each pronoun looked at.

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
	a := answerer{streams: s, resolver: r, style: style, head: head, look: o.look, several: len(operands) != 1}
	texts := cli.Texts(ctx, operands, s.In)
	if o.json {
		texts = cli.AllTexts(ctx, operands, s.In) // blank lines have an object too
	}
	return eachReading(ctx, r, texts, s, func(t cli.Text, reading *resolve.Reading, problem error) error {
		switch {
		case problem != nil && o.json:
			return export.WriteErrorJSON(s.Out, problem)
		case problem != nil:
			return nil
		case o.json:
			return export.WriteJSON(s.Out, reading)
		}
		return a.write(reading)
	})
}

// An answerer prints what was read.
type answerer struct {
	streams  cli.Streams
	resolver *resolve.Resolver
	style    layout.Style
	head     model.Head
	look     bool
	several  bool // whether there may be more than one text, so that each has a heading
	printed  bool // whether one was printed
}

// write prints the answers of a text, and the weights of a head if one is named.
func (a *answerer) write(r *resolve.Reading) error {
	out := a.streams.Out
	if a.several {
		if a.printed {
			fmt.Fprintln(out)
		}
		fmt.Fprintln(out, a.style.Clip(layout.Printable(r.Text), max(24, a.style.Width)))
	}
	a.printed = true
	answers := len(r.Answers)
	switch {
	case answers == 0:
		return nil
	case a.look || answers == 1 && !a.several:
		if err := a.pictures(r); err != nil {
			return err
		}
	default:
		if err := terminal.WriteList(out, r, a.style); err != nil {
			return err
		}
	}
	if a.head.Head < 0 {
		return nil
	}
	shown, _, err := picture(a.resolver, r, -1, a.streams.Err)
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
