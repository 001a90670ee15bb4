package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"antecedent/data"
	"antecedent/inspect"
	"antecedent/inspect/layout"
	"antecedent/model/resolver"
)

// answer is the form without a name: it resolves the texts given as arguments,
// or those on the lines of standard input. A text that cannot be resolved does
// not keep the others from it.
func answer(ctx context.Context, s *settings, stdin io.Reader, stdout, stderr io.Writer) error {
	style, err := s.style(stdout)
	if err != nil {
		return err
	}
	if len(s.Texts) == 0 && isTerminal(stdin) {
		return fmt.Errorf("no text: give one as an argument, or lines on standard input; %w", errUsage)
	}
	r, err := open(s.Checkpoint, stderr)
	if err != nil {
		return err
	}
	show, err := s.heatMap(r.Model.Config())
	if err != nil {
		return err
	}
	failed, texts := false, 0
	err = eachText(s, stdin, func(t textLine) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		texts++
		if !s.JSON && len(s.Texts) != 1 { // several texts need a heading each
			if texts > 1 {
				fmt.Fprintln(stdout)
			}
			fmt.Fprintln(stdout, layout.Printable(t.text))
		}
		problem, err := resolve(r, t.text, s.JSON, style, show, stdout)
		if problem != nil {
			failed = true
			fmt.Fprintf(stderr, "infer: %s: %v\n", t.where, problem)
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case texts == 0:
		return errors.New("standard input holds no text")
	case failed:
		return errFailed
	}
	return nil
}

// errFailed ends the command with an exit code after each problem was reported.
var errFailed = errors.New("not every text could be resolved")

// resolve answers one text. problem is what is wrong with the text, err what
// keeps the command from going on.
func resolve(r *resolver.Resolver, text string, asJSON bool, style layout.Style, show *inspect.Place, w io.Writer) (problem, err error) {
	answers, problem := r.Text(text)
	unknown := inspect.Unknown(r, data.Tokenize(text))
	if asJSON {
		// One object a text, whatever became of it, so that lines can be matched.
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
