package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// A textLine is a text and where it was given, for error messages.
type textLine struct{ where, text string }

// longestLine is the greatest length of a text on standard input, in bytes.
const longestLine = 1 << 20

// eachText calls each for the texts of the arguments or else of the lines of
// standard input as they come, without the empty ones. A terminal is not read
// from.
func eachText(s *settings, stdin io.Reader, each func(textLine) error) error {
	for _, text := range s.Texts {
		if err := each(textLine{fmt.Sprintf("%.40q", text), text}); err != nil {
			return err
		}
	}
	if len(s.Texts) > 0 || isTerminal(stdin) {
		return nil
	}
	lines := bufio.NewScanner(stdin)
	lines.Buffer(nil, longestLine)
	n := 1
	for ; lines.Scan(); n++ {
		if text := strings.TrimSpace(lines.Text()); text != "" {
			if err := each(textLine{fmt.Sprintf("line %d", n), text}); err != nil {
				return err
			}
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return fmt.Errorf("line %d of standard input is longer than %d MB: split it into shorter texts", n, longestLine>>20)
	} else if err != nil {
		return fmt.Errorf("standard input: %w", err)
	}
	return nil
}

// texts collects what [eachText] finds.
func texts(s *settings, stdin io.Reader) (list []textLine, err error) {
	err = eachText(s, stdin, func(t textLine) error { list = append(list, t); return nil })
	return list, err
}

func isTerminal(stdin io.Reader) bool {
	f, ok := stdin.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
