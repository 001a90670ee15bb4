package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"golang.org/x/term"

	"antecedent/data"
	"antecedent/inspect"
	"antecedent/model/resolver"
)

// longestLine is the greatest length of a text on standard input, in bytes.
const longestLine = 1 << 20

// answer is the form without a name: it resolves the texts given as arguments,
// or those on the lines of standard input. A text that cannot be resolved does
// not keep the others from it.
func answer(ctx context.Context, s *settings, stdin io.Reader, stdout, stderr io.Writer) error {
	style, err := s.style(stdout)
	if err != nil {
		return err
	}
	if f, ok := stdin.(*os.File); ok && len(s.Texts) == 0 && term.IsTerminal(int(f.Fd())) {
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
	one := func(where, text string) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		texts++
		if !s.JSON && len(s.Texts) != 1 { // several texts need a heading each
			if texts > 1 {
				fmt.Fprintln(stdout)
			}
			fmt.Fprintln(stdout, printable(text))
		}
		problem, err := resolve(r, text, s.JSON, style, show, stdout)
		if problem != nil {
			failed = true
			fmt.Fprintf(stderr, "infer: %s: %v\n", where, problem)
		}
		return err
	}
	for _, text := range s.Texts {
		if err := one(fmt.Sprintf("%.40q", text), text); err != nil {
			return err
		}
	}
	if len(s.Texts) == 0 {
		lines := bufio.NewScanner(stdin)
		lines.Buffer(nil, longestLine)
		n := 1
		for ; lines.Scan(); n++ {
			if text := strings.TrimSpace(lines.Text()); text != "" {
				if err := one(fmt.Sprintf("line %d", n), text); err != nil {
					return err
				}
			}
		}
		if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
			return fmt.Errorf("line %d of standard input is longer than %d MB: split it into shorter texts", n, longestLine>>20)
		} else if err != nil {
			return fmt.Errorf("standard input: %w", err)
		}
		if texts == 0 {
			return errors.New("standard input holds no text")
		}
	}
	if failed {
		return errFailed
	}
	return nil
}

// printable is a text that cannot steer the terminal it is shown on.
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

// errFailed ends the command with an exit code after each problem was reported.
var errFailed = errors.New("not every text could be resolved")

// resolve answers one text. problem is what is wrong with the text, err what
// keeps the command from going on.
func resolve(r *resolver.Resolver, text string, asJSON bool, style inspect.Style, show *inspect.Place, w io.Writer) (problem, err error) {
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
