package data

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxLine is the longest line that is looked at, in bytes. No text of
// MaxTokens tokens comes near it.
const maxLine = 16 << 20

const byteOrderMark = "\ufeff"

// An input hands a format's reader the lines of a file and collects what it
// makes of them.
type input struct {
	name     string
	buffered *bufio.Reader
	line     int // number of the line that row returned last
	err      error
	file     *File
}

// row is the next line that is not blank, without its line break. It passes
// over, as skipped, lines that no format can use.
func (in *input) row() (text string, ok bool) {
	for in.err == nil {
		line, err := in.buffered.ReadString('\n')
		if err != nil && err != io.EOF {
			in.err = err
			break
		}
		in.line++
		if in.line == 1 {
			line = strings.TrimPrefix(line, byteOrderMark)
		}
		switch {
		case strings.TrimSpace(line) == "":
		case len(line) > maxLine:
			in.skip(fmt.Errorf("the line is longer than %d MB", maxLine>>20))
		case !utf8.ValidString(line):
			in.skip(errors.New("the line is not UTF-8"))
		default:
			return strings.TrimRight(line, "\r\n"), true
		}
		if err == io.EOF {
			break
		}
	}
	return "", false
}

// where is the place of the current row.
func (in *input) where() string { return in.name + ":" + strconv.Itoa(in.line) }

// skip records why the current row is no example.
func (in *input) skip(reason error) {
	in.file.Skipped = append(in.file.Skipped, Skipped{in.where(), reason.Error()})
}

// add takes the example of the current row, or skips the row if no model
// could use the example.
func (in *input) add(e Example) {
	if n := len(e.Tokens); n > MaxTokens {
		in.skip(fmt.Errorf("the text has %d tokens, more than the limit of %d; cut it shorter", n, MaxTokens))
		return
	}
	if err := e.Validate(); err != nil {
		in.skip(err)
		return
	}
	e.Source = in.where()
	if e.ID == "" {
		e.ID = strconv.Itoa(in.line)
	}
	in.file.Examples = append(in.file.Examples, e)
}
