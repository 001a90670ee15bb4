package text

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"iter"
	"strings"
)

// Lines are the lines of a text.
type Lines struct {
	in      *bufio.Reader
	longest int
	number  int
	err     error
}

// NewLines returns the lines of what a [NewReader] reads. A line of more than longest
// bytes is an error of this line, of which nothing is held in memory.
func NewLines(r *bufio.Reader, longest int) *Lines { return &Lines{in: r, longest: longest} }

// Number is that of the current line, from 1.
func (l *Lines) Number() int { return l.number }

// Err is what ended the reading, nil at the end of the text.
func (l *Lines) Err() error { return l.err }

// All yields the lines without their line breaks, and why a line cannot be used instead:
// it is too long, or [Check] refuses it. A mark at the beginning of a line is taken off,
// since files are joined that begin with one each.
func (l *Lines) All() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for more := true; more; {
			line, size, err := l.read()
			if err != nil && err != io.EOF {
				l.err = err
				return
			}
			if err != nil && size == 0 {
				return
			}
			l.number++
			line = strings.TrimPrefix(strings.TrimRight(line, "\r\n"), Mark)
			var bad error
			if size > l.longest {
				bad = TooLong(l.longest)
			} else {
				bad = Check(line)
			}
			if bad != nil {
				line = ""
			}
			more = yield(line, bad) && err == nil
		}
	}
}

// TooLong is the error of a line of more than longest bytes.
func TooLong(longest int) error {
	return fmt.Errorf("the line is longer than %d MB; split it", longest>>20)
}

// read reads one line, which is empty if it is too long. size is the number of its
// bytes, without the line break.
func (l *Lines) read() (line string, size int, err error) {
	part, err := l.in.ReadSlice('\n')
	if err != bufio.ErrBufferFull {
		return string(part), lengthOf(part), err
	}
	var all []byte
	for {
		size += lengthOf(part)
		if size <= l.longest {
			all = append(all, part...)
		} else {
			all = nil
		}
		if err != bufio.ErrBufferFull {
			return string(all), size, err
		}
		part, err = l.in.ReadSlice('\n')
	}
}

// lengthOf is the length of a line without its line break.
func lengthOf(line []byte) int {
	return len(line) - bytes.Count(line[max(0, len(line)-1):], []byte("\n"))
}
