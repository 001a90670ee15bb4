package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"antecedent/data"
	"antecedent/inspect"
	"antecedent/internal/cli"
	"antecedent/model"
	"antecedent/model/resolver"
)

// answerForm is the plain form: it resolves the pronouns of texts.
func answerForm() *cli.Form {
	a := &answer{}
	f := &cli.Form{Operands: "[TEXT…]", Run: a.run, Help: `Answers what pronouns refer to, and shows what the attention looked at.

  infer "The cat sat on the mat because it was tired."
  infer < sentences.txt                  one text a line
  infer --json TEXT…                     one JSON object a text
  infer --head 0.2 TEXT                  and every weight of that head
`}
	bindCheckpoint(f, &a.checkpoint)
	f.Bind(&a.json, "json", "JSON instead of text, one object for each text")
	a.head.bind(f, "show every weight of this head too", "the layer; --head is then the head's number alone")
	a.style.bind(f)
	return f
}

type answer struct {
	checkpoint string
	json       bool
	head       headFlags
	style      styleFlags
}

// run resolves each text. One that cannot be resolved is reported, and does not
// keep the others from being resolved.
func (a *answer) run(ctx context.Context, operands []string, s cli.Streams) error {
	style, err := a.style.style(s.Out)
	if err != nil {
		return err
	}
	if len(operands) == 0 && cli.IsTerminal(s.In) {
		return errNoText()
	}
	r, _, err := open(a.checkpoint, s.Err)
	if err != nil {
		return err
	}
	show, err := a.mapped(r.Model.Config())
	if err != nil {
		return err
	}
	failed, texts := false, 0
	for t, err := range cli.Texts(ctx, operands, s.In) {
		if err != nil {
			return err
		}
		texts++
		if !a.json && len(operands) != 1 { // several texts need a heading each
			if texts > 1 {
				fmt.Fprintln(s.Out)
			}
			fmt.Fprintln(s.Out, printable(t.Text))
		}
		problem, err := a.resolve(r, t.Text, style, show, s.Out)
		if err != nil {
			return err
		}
		if problem != nil {
			failed = true
			fmt.Fprintf(s.Err, "infer: %s: %v\n", t.Where, problem)
		}
	}
	switch {
	case texts == 0:
		return errors.New("standard input holds no text")
	case failed:
		return cli.ErrReported
	}
	return nil
}

func errNoText() error {
	return cli.Usage("no text: give one as an argument, or lines on standard input")
}

// mapped is the head whose weights are shown after an answer, nil for none.
func (a *answer) mapped(c model.Config) (*inspect.Place, error) {
	switch h := a.head; {
	case h.layer < 0 && h.head == "":
		return nil, nil
	case h.head == "":
		return nil, cli.Usage("--layer %d: name one of its heads too, as --head %d.0", h.layer, h.layer)
	case a.json:
		return nil, cli.Usage("--head draws a map; --json has every head without it")
	}
	at, err := a.head.find(c)
	return &at, err
}

// resolve answers one text. problem is what is wrong with the text, err what
// keeps the command from going on.
func (a *answer) resolve(r *resolver.Resolver, text string, style inspect.Style, show *inspect.Place, w io.Writer) (problem, err error) {
	answers, problem := r.Text(text)
	unknown := inspect.Unknown(r, data.Tokenize(text))
	if a.json {
		// One object a text, with or without an answer, so that they can be matched.
		return problem, inspect.Object(text, answers, unknown).WriteJSON(w)
	}
	if problem != nil {
		return problem, nil
	}
	err = inspect.WriteAnswers(w, text, answers, unknown, style)
	if err == nil && show != nil {
		fmt.Fprintln(w)
		err = inspect.WriteMap(w, answers, show.Layer, show.Head, style)
	}
	return nil, err
}

// printable replaces the characters of a text that could control a terminal.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsGraphic(r):
			return '?'
		}
		return r
	}, text)
}
