package format

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"antecedent/data"
)

// A jsonRow is one line of this project's own format. All spans are half-open
// rune offsets into the text.
type jsonRow struct {
	ID          label   `json:"id"`
	Text        string  `json:"text"`
	Pronoun     []int   `json:"pronoun"`
	Candidates  [][]int `json:"candidates"`  // absent or empty: every token
	Antecedents [][]int `json:"antecedents"` // absent: unknown; empty: refers to none
	Pair        label   `json:"pair"`
}

const jsonKeys = "id, text, pronoun, candidates, antecedents, pair"

// A label is a string that may be written as a number.
type label string

var errLabel = errors.New(`"id" and "pair" must be strings`)

func (l *label) UnmarshalJSON(b []byte) error {
	if b[0] == '"' {
		return json.Unmarshal(b, (*string)(l))
	}
	var n json.Number
	if err := json.Unmarshal(b, &n); err != nil {
		return errLabel
	}
	*l = label(n)
	return nil
}

// sniffJSONL is true of the JSON objects that are of no other format. The first of them
// may be a bad one, which does not tell.
func sniffJSONL(first []string) bool {
	for i := range first {
		if sniffJSONLines(first[i:]) || sniffWSC(first[i:]) {
			return false
		}
	}
	return strings.HasPrefix(strings.TrimSpace(first[0]), "{")
}

// readJSONL reads one JSON object a line.
func readJSONL(in *input) {
	for line := range in.rows() {
		in.add(parseJSONL(line))
	}
}

// parseJSONL makes an example of one line. A key that is misspelt must not
// turn gold antecedents into unlabelled text, so unknown keys are errors.
func parseJSONL(line string) (data.Example, error) {
	var row jsonRow
	decoder := json.NewDecoder(strings.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&row); err != nil {
		return data.Example{}, jsonProblem(err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return data.Example{}, errors.New("there is more than one JSON object on the line")
	}
	switch {
	case strings.TrimSpace(row.Text) == "":
		return data.Example{}, errors.New(`"text" is missing or empty`)
	case row.Pronoun == nil:
		return data.Example{}, errors.New(`"pronoun" is missing`)
	}
	e := data.Example{
		ID: string(row.ID), Pair: string(row.Pair),
		Text: row.Text, Tokens: data.Tokenize(row.Text), Labelled: row.Antecedents != nil,
	}
	length := utf8.RuneCountInString(row.Text)
	var err error
	if e.Pronoun, err = tokensOf("pronoun", row.Pronoun, e.Tokens, length); err != nil {
		return data.Example{}, err
	}
	if e.Candidates, err = mentions("candidate", row.Candidates, &e, length); err != nil {
		return data.Example{}, err
	}
	if e.Antecedents, err = mentions("antecedent", row.Antecedents, &e, length); err != nil {
		return data.Example{}, err
	}
	return e, nil
}

// mentions turns rune offsets into the token spans of what a pronoun may
// refer to, which is never the pronoun itself.
func mentions(what string, offsets [][]int, e *data.Example, length int) ([]data.Span, error) {
	var spans []data.Span
	for _, pair := range offsets {
		s, err := tokensOf(what, pair, e.Tokens, length)
		if err != nil {
			return nil, err
		}
		if s.Start >= e.Pronoun.Start && s.End <= e.Pronoun.End {
			return nil, fmt.Errorf("%s %v is the pronoun itself", what, pair)
		}
		spans = append(spans, s)
	}
	return spans, nil
}

// tokensOf checks rune offsets against a text of length runes and returns the
// tokens they touch.
func tokensOf(what string, offsets []int, tokens []data.Token, length int) (data.Span, error) {
	if len(offsets) != 2 {
		return data.Span{}, fmt.Errorf("%s %v must be two numbers, [start, end)", what, offsets)
	}
	start, end := offsets[0], offsets[1]
	if start < 0 || end > length || start >= end {
		return data.Span{}, fmt.Errorf("%s [%d,%d) is not within the text's %d characters", what, start, end, length)
	}
	s, ok := data.SpanOf(tokens, start, end)
	if !ok {
		return data.Span{}, fmt.Errorf("%s [%d,%d) covers only white space", what, start, end)
	}
	return s, nil
}

// jsonProblem says what is wrong with a line in the terms of the format.
func jsonProblem(err error) error {
	if key, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return fmt.Errorf("unknown key %s; the keys are %s", key, jsonKeys)
	}
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.Is(err, errLabel):
		return err
	case errors.As(err, &wrong) && wrong.Field == "":
		return fmt.Errorf("the line is a JSON %s, not an object", wrong.Value)
	case errors.As(err, &wrong):
		return fmt.Errorf("%q cannot be %s", wrong.Field, wrong.Value)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the JSON object is cut off; each line must hold a whole one")
	}
	return fmt.Errorf("the line is not a JSON object: %w", err)
}
