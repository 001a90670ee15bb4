package format

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"

	"antecedent/data"
)

// csvColumns are the columns that a table may have.
var csvColumns = []string{
	"id", "text", "pronoun", "pronoun_offset", "pronoun_start", "pronoun_end", "candidates", "antecedents", "pair",
	"pronoun_text", "candidate_texts", "antecedent_texts",
}

func sniffCSV(first []string) bool {
	fields, err := csv.NewReader(strings.NewReader(first[0])).Read()
	if err != nil {
		return false
	}
	columns := csvHeader(fields)
	if _, isGAP := gapHeader(fields); isGAP {
		return false
	}
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
// What the spans should hold may stand in columns pronoun_text (or pronoun),
// candidate_texts and antecedent_texts, separated by semicolons, and is checked then.
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
	var c claims
	var err error
	if c.pronoun, err = csvPronoun(row, e.Tokens); err != nil {
		return e, err
	}
	if c.candidates, err = csvMentions("candidate", row["candidates"], row["candidate_texts"]); err != nil {
		return e, err
	}
	if c.antecedents, err = csvMentions("antecedent", row["antecedents"], row["antecedent_texts"]); err != nil {
		return e, err
	}
	return e, c.place(&e)
}

// csvPronoun is the pronoun of a row, by any of the columns that say where it is.
func csvPronoun(row map[string]string, tokens []data.Token) (claim, error) {
	word := strings.TrimSpace(cmp.Or(row["pronoun_text"], row["pronoun"]))
	switch {
	case row["pronoun_start"] != "":
		c, err := csvSpan("pronoun", row["pronoun_start"], row["pronoun_end"])
		c.text = word
		return c, err
	case row["pronoun_offset"] != "":
		return startClaim("pronoun", word, row["pronoun_offset"])
	}
	places := phrases(tokens, word)
	if len(places) != 1 {
		return claim{}, fmt.Errorf("the pronoun %.40q is in the text %d times, not once; say where by pronoun_offset, or by pronoun_start and pronoun_end", word, len(places))
	}
	c := claim{what: "pronoun", offsets: []int{tokens[places[0].Start].Start, tokens[places[0].End-1].End}}
	c.text = string([]rune(row["text"])[c.offsets[0]:c.offsets[1]])
	return c, nil
}

// csvMentions reads spans such as "0-3;8-11", and their texts if there are any.
func csvMentions(what, list, texts string) ([]claim, error) {
	var spans []claim
	for part := range strings.SplitSeq(list, ";") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		start, end, ok := strings.Cut(part, "-")
		if !ok {
			return nil, fmt.Errorf("%s %.20q must be two numbers, start-end", what, part)
		}
		c, err := csvSpan(what, start, end)
		if err != nil {
			return nil, err
		}
		spans = append(spans, c)
	}
	if strings.TrimSpace(texts) == "" {
		return spans, nil
	}
	parts := strings.Split(texts, ";")
	if len(parts) != len(spans) {
		return nil, fmt.Errorf("%s_texts has %d texts for %d spans", what, len(parts), len(spans))
	}
	for i := range spans {
		spans[i].text = strings.TrimSpace(parts[i])
	}
	return spans, nil
}

func csvSpan(what, start, end string) (claim, error) {
	from, err := number(start)
	to, err2 := number(end)
	if err != nil || err2 != nil {
		return claim{}, fmt.Errorf("%s %.20q to %.20q must be two numbers", what, start, end)
	}
	return claim{what: what, offsets: []int{from, to}}, nil
}
