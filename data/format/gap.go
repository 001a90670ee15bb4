package format

import (
	"encoding/csv"
	"errors"
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

func sniffGAP(first []string) bool {
	fields := strings.Split(first[0], "\t")
	quoted, _ := unquote(first[0], '\t')
	_, header := gapHeader(fields)
	_, quotedHeader := gapHeader(quoted)
	return header || quotedHeader || commas(first[0]) || len(fields) == len(gapColumns) || columnsOf(fields) != nil || columnsOf(quoted) != nil
}

// commas reports whether a row is a header whose columns are separated by commas.
func commas(row string) bool {
	fields, _ := unquote(row, ',')
	_, header := gapHeader(fields)
	return header
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

// readGAP reads tab-separated rows of a snippet, a pronoun and two names A and B,
// each of which the pronoun refers to or not. Columns are found by the header, if there
// is one; without A-coref and B-coref the examples are unlabelled. GAP quotes nothing: a
// quotation mark is a character like any other. But spreadsheets and other programs
// quote when they write such a table, or separate it by commas, so a row that is wrong
// as it stands is read as quoted if it can be. Of the rows with one ID the first counts, as in the official
// scorer.
func readGAP(in *input) {
	var columns []string
	separator := '\t'
	lines := make(map[string]int) // of the IDs
	for row := range in.rows() {
		if columns == nil && commas(row) {
			separator = ','
		}
		fields := strings.Split(row, string(separator))
		quoted, isQuoted := unquote(row, separator)
		if columns == nil {
			var header bool
			if columns, header = gapHeader(fields); header {
				continue
			}
			if columns, header = gapHeader(quoted); header {
				continue
			}
			columns = gapColumns
			for _, first := range [][]string{fields, quoted} {
				if found := columnsOf(first); found != nil {
					columns = found
				}
			}
		}
		e, err := parseGAP(fields, columns)
		if err != nil && isQuoted {
			e, err = parseGAP(quoted, columns)
		} else if err != nil && strings.Contains(row, "\t\"") && len(fields) != len(columns) {
			err = fmt.Errorf("%w; the table looks quoted: write each row on one line, without quotation marks around its fields", err)
		}
		if line, ok := lines[e.ID]; ok {
			in.repeat(e.ID, line)
			continue
		}
		if e.ID != "" {
			lines[e.ID] = in.line
		}
		in.add(e, err)
	}
}

// unquote returns the fields of a row that is quoted where need be, as RFC 4180 says.
func unquote(row string, separator rune) (fields []string, ok bool) {
	if separator == '\t' && !strings.Contains(row, `"`) {
		return nil, false
	}
	r := csv.NewReader(strings.NewReader(row))
	r.Comma = separator
	fields, err := r.Read()
	if err != nil {
		return nil, false
	}
	_, err = r.Read()
	return fields, err != nil // the row has no second line
}

// parseGAP makes an example of one row. The ID is set even if there is an error, as far
// as the row has one.
func parseGAP(fields, columns []string) (data.Example, error) {
	for len(fields) > len(columns) && strings.TrimSpace(fields[len(fields)-1]) == "" { // a trailing tab
		fields = fields[:len(fields)-1]
	}
	if len(fields) == len(columns)-1 && columns[len(fields)] == "url" { // its tab was trimmed
		columns = columns[:len(fields)]
	}
	var e data.Example
	if at := slices.Index(columns, "id"); len(fields) > 1 && at >= 0 && at < len(fields) {
		e.ID = strings.TrimSpace(fields[at])
	}
	if len(fields) != len(columns) {
		return e, fmt.Errorf("the row has %d columns, not %d", len(fields), len(columns))
	}
	row := make(map[string]string, len(columns))
	for i, column := range columns {
		row[column] = fields[i]
	}
	if e.Text = row["text"]; strings.TrimSpace(e.Text) == "" {
		return e, errors.New("the text is empty")
	}
	e.Tokens = data.Tokenize(e.Text)
	pronoun, err := startClaim("pronoun", row["pronoun"], row["pronoun-offset"])
	if err != nil {
		return e, err
	}
	c := claims{pronoun: pronoun}
	for _, column := range []string{"a", "b"} {
		name, err := startClaim(column, row[column], row[column+"-offset"])
		if err != nil {
			return e, err
		}
		c.candidates = append(c.candidates, name)
	}
	if err := c.place(&e); err != nil {
		return e, err
	}
	if first := e.Tokens[e.Pronoun.Start:][:1]; len(data.FindPronouns(first)) == 0 && !isOtherPronoun(first[0].Text) {
		return e, fmt.Errorf("pronoun is %.40q, %w", row["pronoun"], errNoPronoun)
	}
	return e, labelGAP(&e, row)
}

// labelGAP sets the antecedents of an example by the columns A-coref and B-coref, if the
// row has them and they are not both empty.
func labelGAP(e *data.Example, row map[string]string) error {
	a, hasA := row["a-coref"]
	b, hasB := row["b-coref"]
	if !hasA || !hasB || strings.TrimSpace(a+b) == "" {
		return nil
	}
	e.Labelled = true
	for i, column := range []string{"a-coref", "b-coref"} {
		switch strings.ToUpper(strings.TrimSpace(row[column])) {
		case "TRUE", "T", "YES", "Y", "1", "1.0":
			e.Antecedents = append(e.Antecedents, e.Candidates[i])
		case "FALSE", "F", "NO", "N", "0", "0.0":
		default:
			return fmt.Errorf("%s is %.20q, not TRUE or FALSE", column, row[column])
		}
	}
	return nil
}
