package format

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"antecedent/data"
	"antecedent/internal/text"
)

// An input gives a format's reader the lines of a file and collects the examples.
type input struct {
	ctx       context.Context
	name      string
	member    bool          // whether the file is read as one of a folder
	buffered  *bufio.Reader // of a [text.NewReader]
	longest   int           // bytes of a line
	line      int           // the number of the current line
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
		lines := text.NewLines(in.buffered, in.longest)
		for line, bad := range lines.All() {
			in.line = lines.Number()
			if bad != nil {
				in.skip(bad)
			} else if !yield(line) {
				return
			}
			if in.err = in.useless(); in.err != nil {
				return
			}
		}
		in.err = lines.Err()
	}
}

// stopped reports whether the context is cancelled, which is the error of the file then.
// A reader asks where it goes over many rows again, when they are read.
func (in *input) stopped() bool {
	if err := in.ctx.Err(); err != nil {
		in.err = err
	}
	return in.err != nil
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

// rest is what is left of the file.
func (in *input) rest() io.Reader {
	in.line = 1
	return in.buffered
}

// startsWith reports whether the first character that is not white space is c.
func (in *input) startsWith(c byte) bool {
	head, _ := in.buffered.Peek(1 << 12)
	head = bytes.TrimSpace(head)
	return len(head) > 0 && head[0] == c
}
