package format

import (
	"encoding/csv"
	"errors"
	"fmt"
	"iter"
	"strings"
)

// A record is a row of a quoted table, which may have line breaks within quotation
// marks, or what is wrong with it.
type record struct {
	line   int // the first
	fields []string
	err    error
}

// maxRecord is the greatest number of lines of a record. A quotation mark that nothing
// closes would else make one record of the rest of the file.
const maxRecord = 200

// records are the rows of a table that is quoted as RFC 4180 says. If a row of several
// lines is wrong, which begins with a quotation mark too many, its first line alone is
// skipped, and the next row begins with the second line.
func (in *input) records() iter.Seq[record] {
	return func(yield func(record) bool) {
		var lines []string // that are read and belong to no record yet
		var numbers []int
		columns := 0 // of the first record
		size := 0    // bytes of the lines
		take := func(all bool) bool {
			for len(lines) > 0 {
				n, open := firstRecord(lines)
				if open && !all && len(lines) < maxRecord && size <= maxLine {
					return true // its other lines are still to come
				}
				r := record{line: numbers[0]}
				r.fields, r.err = parseRecord(lines[:n])
				switch {
				case open:
					r.err, n = errors.New("a quotation mark is not closed"), 1
				case n > 1 && r.err == nil && columns > 0 && len(r.fields) != columns:
					r.err, n = fmt.Errorf("with the lines up to %d, to which its quotation marks reach, the row has %d columns, not %d", numbers[n-1], len(r.fields), columns), 1
				case r.err != nil:
					n = 1
				case columns == 0:
					columns = len(r.fields)
				}
				for _, line := range lines[:n] {
					size -= len(line)
				}
				lines, numbers = lines[n:], numbers[n:]
				if !yield(r) {
					return false
				}
			}
			return true
		}
		for line := range in.lines() {
			if len(lines) == 0 && strings.TrimSpace(line) == "" {
				continue
			}
			lines, numbers = append(lines, line), append(numbers, in.line)
			size += len(line)
			if !take(false) {
				return
			}
		}
		take(true)
	}
}

// firstRecord is the number of lines after which all quotation marks are closed; open
// says that they are not, in any of the lines.
func firstRecord(lines []string) (n int, open bool) {
	for i, line := range lines[:min(len(lines), maxRecord)] {
		if strings.Count(line, `"`)%2 == 1 {
			open = !open
		}
		if !open {
			return i + 1, false
		}
	}
	return len(lines), true
}

func parseRecord(lines []string) ([]string, error) {
	r := csv.NewReader(strings.NewReader(strings.Join(lines, "\n")))
	r.FieldsPerRecord = -1
	fields, err := r.Read()
	if wrong := (*csv.ParseError)(nil); errors.As(err, &wrong) {
		err = wrong.Err
	}
	return fields, err
}
