package format

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"antecedent/data"
)

// maxLine is the longest line that is read, in bytes. No text of
// data.MaxTokens tokens comes near it.
const maxLine = 16 << 20

const byteOrderMark = "\ufeff"

// An input gives a format's reader the lines of a file and collects the examples.
type input struct {
	name      string
	member    bool // whether the file is read as one of a folder
	buffered  *bufio.Reader
	line      int // the number of the current line
	err       error
	file      *File
	skipped   []skippedLine
	documents int // that were read

	last data.Example // whose text and tokens are shared by those that follow with the same
}

// readAll reads the whole file.
func (in *input) readAll(k kind) (*File, error) {
	k.read(in)
	if in.err != nil {
		return nil, fmt.Errorf("data: %w", in.err)
	}
	slices.SortStableFunc(in.skipped, func(a, b skippedLine) int { return a.line - b.line })
	for _, s := range in.skipped {
		in.file.Skipped = append(in.file.Skipped, Skipped{in.where(s.line), s.reason})
	}
	in.file.sortPassed()
	return in.file, nil
}

type skippedLine struct {
	line   int
	reason string
}

// lines are all lines of the file, without their line breaks. Those that no format
// can use are skipped.
func (in *input) lines() iter.Seq[string] {
	return func(yield func(string) bool) {
		for more := true; more; {
			line, long, err := in.readLine()
			if err != nil && err != io.EOF {
				in.err = err
				return
			}
			more = err == nil
			if !more && line == "" {
				return
			}
			in.line++
			if in.line == 1 {
				line = strings.TrimPrefix(line, byteOrderMark)
			}
			switch {
			case long:
				in.skip(fmt.Errorf("the line is longer than %d MB", maxLine>>20))
			case !utf8.ValidString(line):
				in.skip(errors.New("the line is not UTF-8"))
			default:
				more = yield(strings.TrimRight(line, "\r\n")) && more
			}
		}
	}
}

// readLine reads one line. Of a line that is too long only the beginning is kept.
func (in *input) readLine() (line string, long bool, err error) {
	part, err := in.buffered.ReadSlice('\n')
	if err != bufio.ErrBufferFull {
		return string(part), false, err
	}
	var all []byte
	size := 0
	for {
		size += len(part)
		if len(all) <= maxLine {
			all = append(all, part...)
		}
		if err != bufio.ErrBufferFull {
			break
		}
		part, err = in.buffered.ReadSlice('\n')
	}
	return string(all), size > maxLine, err
}

// rows are the lines that are not blank.
func (in *input) rows() iter.Seq[string] {
	return func(yield func(string) bool) {
		for line := range in.lines() {
			if strings.TrimSpace(line) != "" && !yield(line) {
				return
			}
		}
	}
}

// where is the place of a line.
func (in *input) where(line int) string { return in.name + ":" + strconv.Itoa(line) }

// skip records why the current row is no example.
func (in *input) skip(reason error) { in.skipLine(in.line, reason) }

func (in *input) skipLine(line int, reason error) {
	if m := (*misfit)(nil); errors.As(reason, &m) {
		in.file.misfit(m.unit, 1)
	}
	in.skipped = append(in.skipped, skippedLine{line, reason.Error()})
}

// pass counts something that is in order but makes no example.
func (in *input) pass(reason string) { in.file.pass(reason, 1) }

// add takes the example of the current row. It skips the row if there is an error
// instead, or if no model could use the example.
func (in *input) add(e data.Example, err error) { in.addLine(in.line, e, err) }

func (in *input) addLine(line int, e data.Example, err error) {
	if n := len(e.Tokens); err == nil && n > data.MaxTokens {
		err = fmt.Errorf("the text has %d tokens, more than the limit of %d; cut it shorter", n, data.MaxTokens)
	}
	if err == nil {
		err = e.Validate()
	}
	if err == nil && e.AdmitGold() {
		in.file.Completed++
	}
	if err != nil {
		in.skipLine(line, err)
		if e.ID != "" {
			in.file.skipID(in.where(line), e.ID)
		}
		return
	}
	e.Source = in.where(line)
	switch {
	case e.ID != "":
	case in.member:
		e.ID = e.Source
	default:
		e.ID = strconv.Itoa(line)
	}
	if e.Text == in.last.Text {
		e.Text, e.Tokens = in.last.Text, in.last.Tokens
	}
	in.last = e
	in.file.Examples = append(in.file.Examples, e)
}

// repeat notes that the current row has the ID of one that was read, on an earlier line.
func (in *input) repeat(id string, line int) {
	in.file.Repeated = append(in.file.Repeated, Skipped{in.where(in.line), fmt.Sprintf("ID %.60q is that of line %d, the first, which counts alone", id, line)})
}

// rest is what is left of the file, without a byte order mark.
func (in *input) rest() io.Reader {
	if head, _ := in.buffered.Peek(len(byteOrderMark)); string(head) == byteOrderMark {
		in.buffered.Discard(len(byteOrderMark))
	}
	in.line = 1
	return in.buffered
}

// startsWith reports whether the first character that is not white space is c.
func (in *input) startsWith(c byte) bool {
	head, _ := in.buffered.Peek(1 << 12)
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte(byteOrderMark)))
	return len(head) > 0 && head[0] == c
}
