package format

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"antecedent/data"
)

// A jsonRow is one line of this project's own format. All spans are half-open
// rune offsets into the text. The texts are what the spans should hold, in the same
// order, for files that want this to be checked.
type jsonRow struct {
	ID          label   `json:"id"`
	Text        string  `json:"text"`
	Pronoun     []int   `json:"pronoun"`
	Candidates  [][]int `json:"candidates"`  // absent or empty: every token
	Antecedents [][]int `json:"antecedents"` // absent: unknown; empty: refers to none
	Pair        label   `json:"pair"`

	PronounText     string   `json:"pronoun_text"`
	CandidateTexts  []string `json:"candidate_texts"`
	AntecedentTexts []string `json:"antecedent_texts"`
}

const jsonKeys = "id, text, pronoun, candidates, antecedents, pair, pronoun_text, candidate_texts, antecedent_texts"

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

// parseJSONL makes an example of one line. The ID is set even if there is an error, as
// far as the line has one. A key that is misspelt must not
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
	e := data.Example{
		ID: string(row.ID), Pair: string(row.Pair),
		Text: row.Text, Tokens: data.Tokenize(row.Text), Labelled: row.Antecedents != nil,
	}
	switch {
	case strings.TrimSpace(row.Text) == "":
		return e, errors.New(`"text" is missing or empty`)
	case row.Pronoun == nil:
		return e, errors.New(`"pronoun" is missing`)
	}
	c := claims{pronoun: claim{what: "pronoun", offsets: row.Pronoun, text: row.PronounText}}
	var err error
	if c.candidates, err = claimsOf("candidate", row.Candidates, row.CandidateTexts); err != nil {
		return e, err
	}
	if c.antecedents, err = claimsOf("antecedent", row.Antecedents, row.AntecedentTexts); err != nil {
		return e, err
	}
	return e, c.place(&e)
}

// claimsOf joins spans with their texts, if there are any.
func claimsOf(what string, offsets [][]int, texts []string) ([]claim, error) {
	if texts != nil && len(texts) != len(offsets) {
		return nil, fmt.Errorf("%q has %d texts for %d spans", what+"_texts", len(texts), len(offsets))
	}
	var list []claim
	for i := range offsets {
		c := claim{what: what, offsets: offsets[i]}
		if texts != nil {
			c.text = texts[i]
		}
		list = append(list, c)
	}
	return list, nil
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
		return fmt.Errorf("%q cannot be %s%s", wrong.Field, wrong.Value, useOf(wrong.Type.Kind()))
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the JSON object is cut off; each line must hold a whole one")
	}
	return fmt.Errorf("the line is not a JSON object: %w", err)
}

// useOf says what to write where a value of a kind is wanted.
func useOf(kind reflect.Kind) string {
	switch kind {
	case reflect.Int:
		return ": use a whole number, without a fraction"
	case reflect.Slice:
		return ": use a list, in brackets"
	case reflect.String:
		return ": use a string, in quotation marks"
	}
	return ""
}
