package data

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxLine is the longest line that is read, in bytes. No text of
// MaxTokens tokens comes near it.
const maxLine = 16 << 20

const byteOrderMark = "\ufeff"

// An input gives a format's reader the lines of a file and collects the examples.
type input struct {
	name     string
	buffered *bufio.Reader
	line     int // the number of the current line
	err      error
	file     *File
}

// rows are the lines that are not blank, without their line breaks. Lines that no
// format can use are skipped.
func (in *input) rows() iter.Seq[string] {
	return func(yield func(string) bool) {
		for more := true; more; {
			line, err := in.buffered.ReadString('\n')
			if err != nil && err != io.EOF {
				in.err = err
				return
			}
			in.line++
			if in.line == 1 {
				line = strings.TrimPrefix(line, byteOrderMark)
			}
			more = err == nil
			switch {
			case strings.TrimSpace(line) == "":
			case len(line) > maxLine:
				in.skip(fmt.Errorf("the line is longer than %d MB", maxLine>>20))
			case !utf8.ValidString(line):
				in.skip(errors.New("the line is not UTF-8"))
			default:
				more = yield(strings.TrimRight(line, "\r\n")) && more
			}
		}
	}
}

// where is the place of the current row.
func (in *input) where() string { return in.name + ":" + strconv.Itoa(in.line) }

// skip records why the current row is no example.
func (in *input) skip(reason error) {
	in.file.Skipped = append(in.file.Skipped, Skipped{in.where(), reason.Error()})
}

// add takes the example of the current row. It skips the row if there is an error
// instead, or if no model could use the example.
func (in *input) add(e Example, err error) {
	if n := len(e.Tokens); err == nil && n > MaxTokens {
		err = fmt.Errorf("the text has %d tokens, more than the limit of %d; cut it shorter", n, MaxTokens)
	}
	if err == nil {
		err = e.Validate()
	}
	if err != nil {
		in.skip(err)
		return
	}
	e.Source = in.where()
	if e.ID == "" {
		e.ID = strconv.Itoa(in.line)
	}
	in.file.Examples = append(in.file.Examples, e)
}
