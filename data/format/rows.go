package format

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"antecedent/data"
)

// A Row is a row of a file that is an example, or was skipped.
type Row struct {
	ID      string        // empty: not known
	Source  string        // file name and line
	Example *data.Example // nil where it was skipped
	Problem string        // why it was skipped
}

// Rows returns the examples and the rows that were skipped, in the order of the file.
// Rows of GAP that repeat an ID are left out.
func (f *File) Rows() []Row {
	rows := make([]Row, 0, len(f.Examples)+len(f.Skipped))
	for i := range f.Examples {
		e := &f.Examples[i]
		rows = append(rows, Row{ID: e.ID, Source: e.Source, Example: e})
	}
	for _, s := range f.Skipped {
		rows = append(rows, Row{ID: f.skippedIDs[s.Where], Source: s.Where, Problem: s.Reason})
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return compareSources(a.Source, b.Source) })
	return rows
}

// compareSources compares the places of two rows, of the files of a folder by their
// names, in whose order they are read.
func compareSources(a, b string) int {
	name, line := splitSource(a)
	otherName, otherLine := splitSource(b)
	return cmp.Or(cmp.Compare(name, otherName), cmp.Compare(line, otherLine))
}

func splitSource(source string) (name string, line int) {
	at := strings.LastIndexByte(source, ':')
	if line, err := strconv.Atoi(source[at+1:]); at >= 0 && err == nil {
		return source[:at], line
	}
	return source, 0
}
