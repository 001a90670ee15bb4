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

// A Mention is a name or a noun phrase of a text: something that a pronoun can
// refer to. Package mention finds them.
type Mention struct {
	Span
	Head   int // the token that stands for the mention: the noun, or the last word of a name
	Entity int // mentions with the same number are of the same entity; numbered from 0
	Name   bool
	Gender Gender
	Number Number
	Kind   Kind

	// Certain says that the gender is: it is that of a title, of a noun such as "aunt",
	// or of a word that is a first name and hardly ever a surname.
	Certain bool
}

// What is known of a mention, or of what a pronoun asks for. The zero values say
// that nothing is.
type (
	Gender uint8
	Number uint8
	Kind   uint8
)

const (
	Masculine Gender = iota + 1
	Feminine
)

const (
	Singular Number = iota + 1
	Plural
)

const (
	Person Kind = iota + 1
	Animal
	Thing // whatever is neither: objects, substances, places, events, ideas, groups
)

// An Example is one pronoun in one text, with what it refers to where that is
// known.
type Example struct {
	ID     string // unique within its source
	Source string // file and line, or the split of the built-in corpus
	Text   string
	Tokens []Token

	Pronoun     Span   // the pronoun's tokens
	Candidates  []Span // what it may refer to, an antecedent among them, see AdmitGold; empty: all that the text mentions
	Antecedents []Span // gold mentions of what it refers to; empty: none of them
	Labelled    bool   // whether Antecedents is known; false for text to be resolved

	// What the text mentions, in the order of the heads, each head once; nil where
	// nobody looked. Features holds, for each of them, the features of the mention as
	// an antecedent of this pronoun, a bit each; see package structure.
	Mentions []Mention
	Features []uint64

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
