package main

import (
	"errors"
	"fmt"
	"io"

	"antecedent/inspect/layout"
	"antecedent/inspect/terminal"
	"antecedent/model"
	"antecedent/resolve"
)

// looks reports whether a head or a word to look from was asked for, which a text
// without a pronoun has too.
func (o *options) looks() bool { return o.head != "" || o.query != "" }

// findQuery is the token that --query names, −1 where it was not given. A text without
// words has none to look from.
func (o *options) findQuery(reading *resolve.Reading) (int, error) {
	switch {
	case len(reading.Tokens) == 0:
		return -1, errors.New("the text has no words")
	case o.query == "":
		return -1, nil
	}
	i, err := reading.FindToken(o.query)
	if err != nil {
		return -1, fmt.Errorf("--query: %w", err)
	}
	return i, nil
}

// show writes the answers of a text or, if a word is to look, what that looks at, and
// the weights of a head if one is named.
func show(w io.Writer, reading *resolve.Reading, head model.Head, query int, style layout.Style) (err error) {
	switch {
	case query >= 0:
		err = terminal.WriteLook(w, reading, query, style)
	case len(reading.Answers) > 0:
		err = terminal.WriteAnswers(w, reading, style)
	default: // a text without a pronoun has its map alone
		return terminal.WriteMap(w, reading, head, style)
	}
	if err == nil && head.Head >= 0 {
		fmt.Fprintln(w)
		err = terminal.WriteMap(w, reading, head, style)
	}
	return err
}
