package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"antecedent/internal/text"
)

// A Text is one to be read, and where it was given, for error messages.
type Text struct{ Text, Where string }

// ErrNoText is wrapped by the error of [Texts] where there are no arguments, and
// standard input is a terminal or holds no text.
var ErrNoText = errors.New("no text")

// A TextError is of one text alone, which is too long or no text: [Texts] goes on with
// the next one.
type TextError struct {
	Where string // as that of the text
	Err   error
}

func (e *TextError) Error() string { return e.Where + ": " + e.Err.Error() }
func (e *TextError) Unwrap() error { return e.Err }

// LongestText is the greatest length of a text on standard input, in bytes.
const LongestText = 1 << 20

// Texts yields the arguments or, if there are none, the lines of standard input
// as they come, without the blank ones. A terminal is not read from. Standard input is
// read as package text does. An error that is a [TextError] stands in the place of its
// text; any other ends the sequence: one that wraps [ErrNoText], one of reading, or that
// of the context, which may be cancelled even while Texts waits for input.
func Texts(ctx context.Context, args []string, stdin io.Reader) iter.Seq2[Text, error] {
	return func(yield func(Text, error) bool) {
		for t, err := range AllTexts(ctx, args, stdin) {
			if err == nil && t.Text == "" && len(args) == 0 {
				continue
			}
			if !yield(t, err) {
				return
			}
		}
	}
}

// AllTexts yields what [Texts] does, and for each blank line an empty text, so that what
// is yielded can be matched with the lines.
func AllTexts(ctx context.Context, args []string, stdin io.Reader) iter.Seq2[Text, error] {
	return func(yield func(Text, error) bool) {
		for _, arg := range args {
			if err := ctx.Err(); err != nil {
				yield(Text{}, err)
				return
			}
			if t, err := Argument(arg); !yield(t, err) {
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
		in, stop := text.Interruptible(ctx, stdin)
		defer stop()
		lines := text.NewLines(bufio.NewReader(text.NewReader(in)), LongestText)
		empty := true
		for line, bad := range lines.All() {
			t := Text{strings.TrimSpace(line), fmt.Sprintf("line %d", lines.Number())}
			if bad != nil {
				bad = &TextError{t.Where, bad}
			}
			empty = empty && bad == nil && t.Text == ""
			if !yield(t, bad) {
				return
			}
		}
		switch err := lines.Err(); {
		case err != nil:
			yield(Text{}, fmt.Errorf("standard input: %w", err))
		case empty:
			yield(Text{}, fmt.Errorf("standard input holds %w", ErrNoText))
		}
	}
}

// Argument is a text given as an argument, without a byte-order mark. The error is a
// [TextError].
func Argument(arg string) (Text, error) {
	t := Text{strings.TrimPrefix(arg, text.Mark), fmt.Sprintf("%.40q", arg)}
	if bad := text.Check(t.Text); bad != nil {
		return Text{Where: t.Where}, &TextError{t.Where, bad}
	}
	return t, nil
}
