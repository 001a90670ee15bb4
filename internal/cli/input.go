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

// ErrNoText is wrapped by the error of [Texts] where there are no arguments, and
// standard input is a terminal or holds no text.
var ErrNoText = errors.New("no text")

// longestLine is the greatest length of a text on standard input, in bytes.
const longestLine = 1 << 20

// Texts yields the arguments or, if there are none, the lines of standard input
// as they come, without the empty ones. A terminal is not read from. An error
// ends the sequence: one that wraps [ErrNoText], one of reading, or that of the
// context, which may be cancelled even while Texts waits for input.
func Texts(ctx context.Context, args []string, stdin io.Reader) iter.Seq2[Text, error] {
	return func(yield func(Text, error) bool) {
		for _, text := range args {
			if err := ctx.Err(); !yield(Text{text, fmt.Sprintf("%.40q", text)}, err) || err != nil {
				return
			}
		}
		if len(args) > 0 {
			return
		}
		if IsTerminal(stdin) {
			yield(Text{}, Usage("%w: give one as an argument, or lines on standard input", ErrNoText))
			return
		}
		// A read of a file cannot be cancelled, but one of a pipe in memory can.
		r, w := io.Pipe()
		defer r.Close()
		defer context.AfterFunc(ctx, func() { w.CloseWithError(ctx.Err()) })()
		go func() {
			_, err := io.Copy(w, stdin)
			w.CloseWithError(err)
		}()
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, longestLine)
		n, empty := 1, true
		for ; lines.Scan(); n++ {
			if text := strings.TrimSpace(lines.Text()); text != "" {
				empty = false
				if !yield(Text{text, fmt.Sprintf("line %d", n)}, nil) {
					return
				}
			}
		}
		switch err := lines.Err(); {
		case errors.Is(err, bufio.ErrTooLong):
			yield(Text{}, fmt.Errorf("line %d of standard input is longer than %d MB: split it into shorter texts", n, longestLine>>20))
		case err != nil:
			yield(Text{}, fmt.Errorf("standard input: %w", err))
		case empty:
			yield(Text{}, fmt.Errorf("standard input holds %w", ErrNoText))
		}
	}
}
