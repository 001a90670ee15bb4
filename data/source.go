package data

import (
	"unicode"

	"antecedent/data/lookup"
)

// A source is a text to be split.
type source struct {
	runes   []rune
	chars   []rune // those that are not invisible, as [lookup.Rune] has them
	offsets []int  // of each character among the runes; nil where all runes are characters
}

func newSource(text string) source {
	s := source{runes: []rune(text)}
	s.chars = s.runes
	if len(s.runes) == len(text) { // ASCII
		return s
	}
	s.chars = make([]rune, 0, len(s.runes))
	s.offsets = make([]int, 0, len(s.runes))
	for i, r := range s.runes {
		if !lookup.Invisible(r) {
			s.chars, s.offsets = append(s.chars, lookup.Rune(r)), append(s.offsets, i)
		}
	}
	return s
}

// offset returns the rune offset of character i.
func (s *source) offset(i int) int {
	if s.offsets == nil {
		return i
	}
	return s.offsets[i]
}

// at returns character i as it stands in the text.
func (s *source) at(i int) rune { return s.runes[s.offset(i)] }

// token is the characters [start, end), with the invisible ones before a next token
// that follows without white space.
func (s *source) token(start, end int) Token {
	from, to := s.offset(start), s.offset(end-1)+1
	if end < len(s.chars) && !unicode.IsSpace(s.chars[end]) {
		to = s.offset(end)
	}
	return Token{Text: string(s.runes[from:to]), Start: from, End: to}
}
