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
// the line break. What is too long to be a text comes in pieces.
type line struct {
	cli.Text
	before, after string
	piece         bool // not the first piece of a line, to be copied as it is
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
		pipe, stop := text.Interruptible(ctx, stdin)
		defer stop()
		in := bufio.NewReader(text.NewReader(pipe))
		for n, begun := 1, false; ; {
			part, whole, end := readUpTo(in, cli.LongestText)
			if part != "" && !yield(newLine(part, n, begun, whole)) {
				return
			}
			if begun = !whole; whole {
				n++
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

// readUpTo reads to the end of a line, but no more than about so many bytes. whole says
// whether the line ends there.
func readUpTo(in *bufio.Reader, longest int) (part string, whole bool, err error) {
	var b strings.Builder
	for {
		piece, err := in.ReadSlice('\n')
		b.Write(piece)
		switch {
		case err != bufio.ErrBufferFull:
			return b.String(), true, err
		case b.Len() > longest:
			return b.String(), false, nil
		}
	}
}

// newLine divides a line. A byte-order mark at its beginning, which it has where files
// are joined, belongs to what is before the text. Of a line that is too long, and so not
// whole, all pieces are text; the error stands beside the first one.
func newLine(part string, number int, begun, whole bool) (line, error) {
	l := line{Text: cli.Text{Where: fmt.Sprintf("line %d", number)}, piece: begun}
	if begun || !whole {
		l.Text.Text = part
		if begun {
			return l, nil
		}
		return l, &cli.TextError{Where: l.Where, Err: text.TooLong(cli.LongestText)}
	}
	l.Text.Text = strings.TrimSpace(strings.TrimPrefix(part, text.Mark))
	l.before, l.after, _ = strings.Cut(part, l.Text.Text)
	if bad := text.Check(strings.TrimRight(part, "\r\n")); bad != nil {
		return l, &cli.TextError{Where: l.Where, Err: bad}
	}
	return l, nil
}
