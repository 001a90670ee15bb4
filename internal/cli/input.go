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
// pair has an error if reading failed or, even while it waits for input, the
// context was cancelled.
func Texts(ctx context.Context, args []string, stdin io.Reader) iter.Seq2[Text, error] {
	return func(yield func(Text, error) bool) {
		for _, text := range args {
			if err := ctx.Err(); !yield(Text{text, fmt.Sprintf("%.40q", text)}, err) || err != nil {
				return
			}
		}
		if len(args) > 0 || IsTerminal(stdin) {
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
		n := 1
		for ; lines.Scan(); n++ {
			text := strings.TrimSpace(lines.Text())
			if text != "" && !yield(Text{text, fmt.Sprintf("line %d", n)}, nil) {
				return
			}
		}
		if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
			yield(Text{}, fmt.Errorf("line %d of standard input is longer than %d MB: split it into shorter texts", n, longestLine>>20))
		} else if err != nil {
			yield(Text{}, fmt.Errorf("standard input: %w", err))
		}
	}
}
