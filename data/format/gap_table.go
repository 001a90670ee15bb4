package format

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"antecedent/data"
)

// gapColumns are the columns of GAP (Webster et al., "Mind the GAP: A Balanced
// Corpus of Gendered Ambiguous Pronouns", 2018), in the order they have where
// there is no header.
var gapColumns = []string{
	"id", "text", "pronoun", "pronoun-offset", "a", "a-offset", "a-coref", "b", "b-offset", "b-coref", "url",
}

// unlabelledColumns are those of a file that does not say what the pronouns refer to.
var unlabelledColumns = slices.DeleteFunc(slices.Clone(gapColumns), func(column string) bool {
	return strings.HasSuffix(column, "-coref")
})

// gapHeader returns the columns that the first row of a file names, spelled as in
// gapColumns, and whether it names all that are needed: whether it is a header.
// Files derived from GAP write Pronoun-offset as pronoun_offset, among others.
func gapHeader(fields []string) (columns []string, ok bool) {
	for _, name := range fields {
		columns = append(columns, strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), "_", "-"))
	}
	for len(columns) > 0 && columns[len(columns)-1] == "" { // a trailing tab
		columns = columns[:len(columns)-1]
	}
	for _, name := range []string{"id", "text", "pronoun", "pronoun-offset", "a", "a-offset", "b", "b-offset"} {
		if !slices.Contains(columns, name) {
			return nil, false
		}
	}
	return columns, true
}

// A gapTable is how a file of GAP is written.
type gapTable struct {
	separator string
	columns   []string
}

// newGAPTable finds this by the first row, which may be a header. ok is false of a row
// that is neither a header nor looks like one of GAP.
func newGAPTable(first string) (t gapTable, header, ok bool) {
	for _, separator := range []string{"\t", ","} {
		quoted, _ := unquote(first, separator)
		for _, fields := range [][]string{strings.Split(first, separator), quoted} {
			if columns, ok := gapHeader(fields); ok {
				return gapTable{separator, columns}, true, true
			}
		}
	}
	fields := strings.Split(first, "\t")
	quoted, _ := unquote(first, "\t")
	for _, fields := range [][]string{fields, quoted} {
		if columns := columnsOf(fields); columns != nil {
			return gapTable{"\t", columns}, false, true
		}
	}
	return gapTable{"\t", gapColumns}, false, len(fields) == len(gapColumns)
}

// parse makes an example of a row. GAP quotes nothing: a quotation mark is a character
// like any other. But spreadsheets and other programs quote when they write such a
// table, so a row that is wrong as it stands is read as quoted if it can be.
func (t gapTable) parse(row string) (data.Example, error) {
	fields := strings.Split(row, t.separator)
	e, err := parseGAP(fields, t.columns)
	if err == nil {
		return e, nil
	}
	if quoted, ok := unquote(row, t.separator); ok {
		return parseGAP(quoted, t.columns)
	}
	if strings.Contains(row, t.separator+`"`) && len(fields) != len(t.columns) {
		err = fmt.Errorf("%w; the table looks quoted: write each row on one line, without quotation marks around its fields", err)
	}
	return e, err
}

// columnsOf returns the columns of a file without a header by its first row: those of
// GAP or, where offsets stand in their places, those without the answers; the URL may
// be left out. It returns nil for others.
func columnsOf(fields []string) []string {
	for _, columns := range [][]string{gapColumns, unlabelledColumns} {
		if len(fields) != len(columns) && len(fields) != len(columns)-1 {
			continue
		}
		offsets := true
		for i := range fields {
			if strings.HasSuffix(columns[i], "-offset") {
				_, err := number(fields[i])
				offsets = offsets && err == nil
			}
		}
		if offsets {
			return columns[:len(fields)]
		}
	}
	return nil
}

// unquote returns the fields of a row that is quoted where need be, as RFC 4180 says.
func unquote(row string, separator string) (fields []string, ok bool) {
	if separator == "\t" && !strings.Contains(row, `"`) {
		return nil, false
	}
	r := csv.NewReader(strings.NewReader(row))
	r.Comma = rune(separator[0])
	fields, err := r.Read()
	if err != nil {
		return nil, false
	}
	_, err = r.Read()
	return fields, err != nil // the row has no second line
}
