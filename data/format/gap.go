package format

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"antecedent/data"
)

func sniffGAP(first []string) bool {
	_, _, ok := newGAPTable(first[0])
	return ok
}

// readGAP reads rows, separated by tabs, of a snippet, a pronoun and two names A and B,
// each of which the pronoun refers to or not. Columns are found by the header, if there
// is one; without A-coref and B-coref the examples are unlabelled. Of the rows with one
// ID the first counts, as in the official scorer.
func readGAP(in *input) {
	var table *gapTable
	lines := make(map[string]int) // of the IDs
	for row := range in.rows() {
		if table == nil {
			t, header, _ := newGAPTable(row)
			if table = &t; header {
				continue
			}
		}
		e, err := table.parse(row)
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
