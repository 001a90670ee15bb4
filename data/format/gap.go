package format

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"antecedent/data"
)

// gapColumns are the columns of GAP (Webster et al., "Mind the GAP: A Balanced
// Corpus of Gendered Ambiguous Pronouns", 2018), in the order they have where
// there is no header.
var gapColumns = []string{
	"id", "text", "pronoun", "pronoun-offset", "a", "a-offset", "a-coref", "b", "b-offset", "b-coref", "url",
}

// gapHeader returns the columns that the first row of a file names, spelled as in
// gapColumns, and whether it names all that are needed: whether it is a header.
// Files derived from GAP write Pronoun-offset as pronoun_offset, among others.
func gapHeader(fields []string) (columns []string, ok bool) {
	for _, name := range fields {
		columns = append(columns, strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), "_", "-"))
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
	_, header := gapHeader(fields)
	return header || len(fields) == len(gapColumns)
}

// readGAP reads tab-separated rows of a snippet, a pronoun and two names A and B,
// each of which the pronoun refers to or not. Nothing is quoted: a quotation mark is
// a character like any other. Columns are found by the header, if there is one;
// without A-coref and B-coref the examples are unlabelled.
func readGAP(in *input) {
	var columns []string
	for row := range in.rows() {
		fields := strings.Split(row, "\t")
		if columns == nil {
			var header bool
			if columns, header = gapHeader(fields); header {
				continue
			}
			columns = gapColumns
		}
		in.add(parseGAP(fields, columns))
	}
}

// parseGAP makes an example of one row.
func parseGAP(fields, columns []string) (data.Example, error) {
	if len(fields) != len(columns) {
		return data.Example{}, fmt.Errorf("the row has %d columns, not %d", len(fields), len(columns))
	}
	row := make(map[string]string, len(columns))
	for i, column := range columns {
		row[column] = fields[i]
	}
	text := row["text"]
	if strings.TrimSpace(text) == "" {
		return data.Example{}, errors.New("the text is empty")
	}
	e := data.Example{ID: row["id"], Text: text, Tokens: data.Tokenize(text)}
	var err error
	if e.Pronoun, err = locate(row, "pronoun", e.Tokens); err != nil {
		return data.Example{}, err
	}
	_, hasA := row["a-coref"]
	_, hasB := row["b-coref"]
	e.Labelled = hasA && hasB
	for _, column := range []string{"a", "b"} {
		name, err := locate(row, column, e.Tokens)
		if err != nil {
			return data.Example{}, err
		}
		if name == e.Pronoun {
			return data.Example{}, fmt.Errorf("%s is the pronoun itself", column)
		}
		e.Candidates = append(e.Candidates, name)
		if !e.Labelled {
			continue
		}
		switch answer := row[column+"-coref"]; strings.ToUpper(answer) {
		case "TRUE":
			e.Antecedents = append(e.Antecedents, name)
		case "FALSE":
		default:
			return data.Example{}, fmt.Errorf("%s-coref is %.20q, not TRUE or FALSE", column, answer)
		}
	}
	return e, nil
}

// locate returns the tokens of the pronoun or name in a column, which must stand at
// its offset, in runes, in the text.
func locate(row map[string]string, column string, tokens []data.Token) (data.Span, error) {
	start, err := strconv.Atoi(row[column+"-offset"])
	if err != nil {
		return data.Span{}, fmt.Errorf("%s-offset is %.20q, not a number", column, row[column+"-offset"])
	}
	name, runes := row[column], []rune(row["text"])
	length := utf8.RuneCountInString(name)
	switch {
	case length == 0:
		return data.Span{}, fmt.Errorf("%s is empty", column)
	case start < 0 || start > len(runes)-length:
		return data.Span{}, fmt.Errorf("%s %q at offset %d is not within the text's %d characters", column, name, start, len(runes))
	}
	if found := string(runes[start : start+length]); found != name {
		return data.Span{}, fmt.Errorf("%s-offset %d holds %q, not %q", column, start, found, name)
	}
	s, ok := data.SpanOf(tokens, start, start+length)
	if !ok {
		return data.Span{}, fmt.Errorf("%s is only white space", column)
	}
	return s, nil
}
