package data

import (
	"errors"
	"fmt"
)

// A Span is a half-open range [Start, End) of token indices, or of rune
// offsets where a comment says so.
type Span struct {
	Start, End int
}

// Len returns the number of tokens in the span.
func (s Span) Len() int { return s.End - s.Start }

// Overlaps reports whether two spans share a token.
func (s Span) Overlaps(other Span) bool {
	return s.Start < other.End && other.Start < s.End
}

// Contains reports whether the span has token i.
func (s Span) Contains(i int) bool { return s.Start <= i && i < s.End }

// A Token is one word or punctuation mark of a text. Start and End are rune
// offsets: the runes text[Start:End] are Text, always.
type Token struct {
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// An Example is one pronoun in one text, with what it refers to where that is
// known.
type Example struct {
	ID     string // unique within its source
	Source string // file and line, or the split of the built-in corpus
	Text   string
	Tokens []Token

	Pronoun     Span   // the pronoun's tokens
	Candidates  []Span // what it may refer to; empty: every token is a candidate
	Antecedents []Span // gold mentions of what it refers to; empty: none of them
	Labelled    bool   // whether Antecedents is known; false for text to be resolved

	// Pair is shared by the examples of one minimal pair: texts that differ in little
	// but have different answers. It is empty for an example without a twin.
	Pair string
}

// Validate reports every span of the example that is empty or not within its tokens.
func (e *Example) Validate() error {
	var problems []error
	check := func(what string, s Span) {
		if s.Start < 0 || s.End > len(e.Tokens) || s.Start >= s.End {
			problems = append(problems, fmt.Errorf("%s [%d,%d) is not within the text's %d tokens", what, s.Start, s.End, len(e.Tokens)))
		}
	}
	check("pronoun", e.Pronoun)
	for _, s := range e.Candidates {
		check("candidate", s)
	}
	for _, s := range e.Antecedents {
		check("antecedent", s)
	}
	return errors.Join(problems...)
}
