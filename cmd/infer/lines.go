package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"strings"

	"antecedent/internal/cli"
	"antecedent/internal/text"
)

// A line is a text with what belongs to its line beside it: white space around it, and
// the line break.
type line struct {
	cli.Text
	before, after string
}

// lines yields the arguments, each as a line of its own, or if there are none all lines
// of standard input, blank ones too. A [cli.TextError] is of one line alone; any other
// error ends the sequence.
func lines(ctx context.Context, operands []string, stdin io.Reader) iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		if len(operands) > 0 || cli.IsTerminal(stdin) {
			for t, err := range cli.Texts(ctx, operands, stdin) {
				if !yield(line{Text: t, after: "\n"}, err) {
					return
				}
			}
			return
		}
		r, stop := cli.Cancellable(ctx, stdin)
		defer stop()
		in := bufio.NewReader(text.NewReader(r))
		for n := 1; ; n++ {
			whole, end := in.ReadString('\n')
			if whole != "" {
				l := newLine(whole, n)
				bad := text.Check(strings.TrimRight(whole, "\r\n"))
				if bad != nil {
					bad = &cli.TextError{Where: l.Where, Err: bad}
				}
				if !yield(l, bad) {
					return
				}
			}
			if end == io.EOF {
				return
			}
			if end != nil {
				yield(line{}, fmt.Errorf("standard input: %w", end))
				return
			}
		}
	}
}

func newLine(whole string, number int) line {
	inner := strings.TrimSpace(whole)
	before, after, _ := strings.Cut(whole, inner)
	return line{cli.Text{Text: inner, Where: fmt.Sprintf("line %d", number)}, before, after}
}
