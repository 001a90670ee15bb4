package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
)

// A Text is one to be read, and where it was given, for error messages.
type Text struct{ Text, Where string }

// longestLine is the greatest length of a text on standard input, in bytes.
const longestLine = 1 << 20

// Texts yields the arguments or, if there are none, the lines of standard input
// as they come, without the empty ones. A terminal is not read from. The last
// pair has an error if reading failed or the context was cancelled, which need
// not wait for input.
func Texts(ctx context.Context, args []string, stdin io.Reader) iter.Seq2[Text, error] {
	return func(yield func(Text, error) bool) {
		for _, text := range args {
			if !yield(Text{text, fmt.Sprintf("%.40q", text)}, ctx.Err()) || ctx.Err() != nil {
				return
			}
		}
		if len(args) > 0 || IsTerminal(stdin) {
			return
		}
		lines, stopped := make(chan Text), make(chan struct{})
		defer close(stopped)
		var failed error // set before lines is closed
		go func() {
			defer close(lines)
			failed = readLines(stdin, lines, stopped)
		}()
		for {
			select {
			case <-ctx.Done():
				yield(Text{}, ctx.Err())
				return
			case text, ok := <-lines:
				if !ok && failed != nil {
					yield(Text{}, failed)
				}
				if !ok || !yield(text, nil) {
					return
				}
			}
		}
	}
}

// readLines sends the lines that hold a text, until there are no more or
// stopped is closed.
func readLines(stdin io.Reader, lines chan<- Text, stopped <-chan struct{}) error {
	scanner := bufio.NewScanner(stdin)
	scanner.Buffer(nil, longestLine)
	n := 1
	for ; scanner.Scan(); n++ {
		text := strings.TrimSpace(scanner.Text())
		if text == "" {
			continue
		}
		select {
		case lines <- Text{text, fmt.Sprintf("line %d", n)}:
		case <-stopped:
			return nil
		}
	}
	if err := scanner.Err(); errors.Is(err, bufio.ErrTooLong) {
		return fmt.Errorf("line %d of standard input is longer than %d MB: split it into shorter texts", n, longestLine>>20)
	} else if err != nil {
		return fmt.Errorf("standard input: %w", err)
	}
	return nil
}
