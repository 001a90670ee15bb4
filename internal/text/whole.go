package text

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ErrLength is wrapped by the error of a text that is too long to be held in memory.
var ErrLength = errors.New("split the file")

// ReadAll reads a text of at most longest bytes, none of whose lines has more than
// longestLine. It reads no more of one that is longer than that, and the error wraps
// [ErrLength].
func ReadAll(r io.Reader, longest, longestLine int) (string, error) {
	t := boundedText{longest: longest, longestLine: longestLine}
	_, err := io.Copy(&t, r)
	return t.text.String(), err
}

// A boundedText is a text that is being read.
type boundedText struct {
	text                 strings.Builder
	longest, longestLine int
	lines, line          int // the lines before the present one, and its bytes so far
}

func (t *boundedText) Write(p []byte) (int, error) {
	if t.text.Len()+len(p) > t.longest {
		return 0, fmt.Errorf("longer than %d MB; %w", t.longest>>20, ErrLength)
	}
	for rest := p; len(rest) > 0; {
		part, after, whole := bytes.Cut(rest, []byte("\n"))
		if t.line += len(part); t.line > t.longestLine {
			return 0, fmt.Errorf("line %d is longer than %d MB; %w", t.lines+1, t.longestLine>>20, ErrLength)
		}
		if rest = after; whole {
			t.lines, t.line = t.lines+1, 0
		}
	}
	return t.text.Write(p)
}
