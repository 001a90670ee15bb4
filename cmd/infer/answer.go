package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"antecedent/inspect/export"
	"antecedent/inspect/layout"
	"antecedent/inspect/terminal"
	"antecedent/internal/cli"
	"antecedent/model"
	"antecedent/resolve"
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
	mapped, err := a.mapped(r.Config())
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
			fmt.Fprintln(s.Out, layout.Printable(t.Text))
		}
		problem, err := a.answer(r, t.Text, style, mapped, s.Out)
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
func (a *answer) mapped(c model.Config) (*model.Head, error) {
	switch h := a.head; {
	case h.layer < 0 && h.head == "":
		return nil, nil
	case h.head == "":
		return nil, cli.Usage("--layer %d: name one of its heads too, as --head %d.0", h.layer, h.layer)
	case a.json:
		return nil, cli.Usage("--head draws a map; --json has every head without it")
	}
	head, err := a.head.find(c)
	return &head, err
}

// answer answers one text. problem is what is wrong with the text, err what keeps
// the command from going on. With --json each text gives one object, whether it
// has an answer or not.
func (a *answer) answer(r *resolve.Resolver, text string, style layout.Style, mapped *model.Head, w io.Writer) (problem, err error) {
	reading, problem := r.Read(text)
	switch {
	case problem != nil && a.json:
		return problem, export.WriteUnreadJSON(w, text)
	case problem != nil:
		return problem, nil
	case len(reading.Answers) == 0:
		problem = resolve.ErrNoPronoun
	}
	switch {
	case a.json:
		return problem, export.WriteJSON(w, reading)
	case problem != nil:
		return problem, nil
	}
	err = terminal.WriteAnswers(w, reading, style)
	if err == nil && mapped != nil {
		fmt.Fprintln(w)
		err = terminal.WriteMap(w, reading, *mapped, style)
	}
	return nil, err
}
