package main

import (
	"errors"
	"fmt"

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
