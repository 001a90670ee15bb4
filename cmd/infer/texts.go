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

// texts are those of the arguments or else of the lines of standard input,
// without the empty ones. A terminal is not read from.
func texts(s *settings, stdin io.Reader) ([]textLine, error) {
	var list []textLine
	for _, text := range s.Texts {
		list = append(list, textLine{fmt.Sprintf("%.40q", text), text})
	}
	if len(list) > 0 {
		return list, nil
	}
	if f, ok := stdin.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return nil, nil
	}
	lines := bufio.NewScanner(stdin)
	lines.Buffer(nil, longestLine)
	n := 1
	for ; lines.Scan(); n++ {
		if text := strings.TrimSpace(lines.Text()); text != "" {
			list = append(list, textLine{fmt.Sprintf("line %d", n), text})
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return nil, fmt.Errorf("line %d of standard input is longer than %d MB: split it into shorter texts", n, longestLine>>20)
	} else if err != nil {
		return nil, fmt.Errorf("standard input: %w", err)
	}
	return list, nil
}
