package format

import (
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"antecedent/data"
)

// csvColumns are the columns that a table may have.
var csvColumns = []string{
	"id", "text", "pronoun", "pronoun_offset", "pronoun_start", "pronoun_end", "candidates", "antecedents", "pair",
}

func sniffCSV(first []string) bool {
	fields, err := csv.NewReader(strings.NewReader(first[0])).Read()
	if err != nil {
		return false
	}
	columns := csvHeader(fields)
	return slices.Contains(columns, "text") && (slices.Contains(columns, "pronoun") || slices.Contains(columns, "pronoun_start"))
}

// csvHeader returns the columns that a header names.
func csvHeader(fields []string) []string {
	var columns []string
	for _, name := range fields {
		columns = append(columns, strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), "-", "_"))
	}
	return columns
}

// readCSV reads a table with a header, separated by commas and quoted as RFC 4180 says,
// as spreadsheets write it. Columns are found by their names, in any order; others are
// ignored:
//
//	text            the text
//	pronoun_start   rune offsets of the pronoun, [start, end)
//	pronoun_end
//	pronoun         or the pronoun itself …
//	pronoun_offset  … and where it begins; may be absent if the text has it once
//	antecedents     "0-3;8-11": rune offsets of what it refers to; empty: to nothing
//	candidates      likewise, what it may refer to; may be absent
//	id, pair        as in JSONL; may be absent
//
// Without a column antecedents the examples are unlabelled.
func readCSV(in *input) {
	var columns []string
	for r := range in.records() {
		switch {
		case r.err != nil:
			in.skipLine(r.line, r.err)
		case columns == nil:
			columns = csvHeader(r.fields)
			if !slices.Contains(columns, "text") {
				in.skipLine(r.line, fmt.Errorf("the first row must name the columns, of which one is text; the names are %s", strings.Join(csvColumns, ", ")))
				return
			}
		case len(r.fields) == 1 && strings.TrimSpace(r.fields[0]) == "":
		default:
			e, err := parseCSV(r.fields, columns)
			in.addLine(r.line, e, err)
		}
	}
}

// parseCSV makes an example of one row.
func parseCSV(fields, columns []string) (data.Example, error) {
	if len(fields) != len(columns) {
		return data.Example{}, fmt.Errorf("the row has %d columns, not %d", len(fields), len(columns))
	}
	row := make(map[string]string, len(columns))
	for i, column := range columns {
		row[column] = fields[i]
	}
	if strings.TrimSpace(row["text"]) == "" {
		return data.Example{}, errors.New("the text is empty")
	}
	e := data.Example{ID: row["id"], Pair: row["pair"], Text: row["text"], Tokens: data.Tokenize(row["text"])}
	_, e.Labelled = row["antecedents"]
	length := utf8.RuneCountInString(e.Text)
	var err error
	switch {
	case row["pronoun_start"] != "":
		e.Pronoun, err = csvSpan("pronoun", row["pronoun_start"], row["pronoun_end"], e.Tokens, length)
	case row["pronoun_offset"] != "":
		row["pronoun-offset"] = row["pronoun_offset"]
		e.Pronoun, err = locate(row, "pronoun", e.Tokens)
	default:
		places := phrases(e.Tokens, row["pronoun"])
		if len(places) != 1 {
			return data.Example{}, fmt.Errorf("the pronoun %.40q is in the text %d times, not once; say where by pronoun_offset, or by pronoun_start and pronoun_end", row["pronoun"], len(places))
		}
		e.Pronoun = places[0]
	}
	if err != nil {
		return data.Example{}, err
	}
	if e.Candidates, err = csvMentions("candidate", row["candidates"], &e, length); err != nil {
		return data.Example{}, err
	}
	if e.Antecedents, err = csvMentions("antecedent", row["antecedents"], &e, length); err != nil {
		return data.Example{}, err
	}
	return e, nil
}

// csvMentions reads spans such as "0-3;8-11".
func csvMentions(what, list string, e *data.Example, length int) ([]data.Span, error) {
	var spans []data.Span
	for part := range strings.SplitSeq(list, ";") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		start, end, ok := strings.Cut(part, "-")
		if !ok {
			return nil, fmt.Errorf("%s %.20q must be two numbers, start-end", what, part)
		}
		s, err := csvSpan(what, start, end, e.Tokens, length)
		if err != nil {
			return nil, err
		}
		if s.Start >= e.Pronoun.Start && s.End <= e.Pronoun.End {
			return nil, fmt.Errorf("%s %s is the pronoun itself", what, part)
		}
		spans = append(spans, s)
	}
	return spans, nil
}

func csvSpan(what, start, end string, tokens []data.Token, length int) (data.Span, error) {
	from, err := strconv.Atoi(strings.TrimSpace(start))
	to, err2 := strconv.Atoi(strings.TrimSpace(end))
	if err != nil || err2 != nil {
		return data.Span{}, fmt.Errorf("%s %.20q to %.20q must be two numbers", what, start, end)
	}
	return tokensOf(what, []int{from, to}, tokens, length)
}
