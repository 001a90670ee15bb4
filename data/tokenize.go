package data

import (
	"strings"
	"unicode"

	"antecedent/data/lookup"
)

// Tokenize splits text into words, numbers and punctuation with rune offsets.
//
// A word is a run of letters, digits and combining marks. English clitics are
// tokens of their own ("cat's" is "cat" + "'s", "didn't" is "did" + "n't"), so
// that the name in "Pauline's" is the same token as in "Pauline", and so is the
// contracted pronoun of "'twas" ("'t" + "was"); any other apostrophe between letters
// stays inside its word ("O'Brien"). A number keeps its inner points and commas.
// Equal punctuation marks in a row are one token ("--", "...").
//
// White space separates and is never part of a token. An invisible character, such as
// a soft hyphen, separates nothing: it is part of the token that it stands in or ends,
// and next to white space of none.
func Tokenize(text string) []Token {
	s := newSource(text)
	var tokens []Token
	for start := 0; start < len(s.chars); {
		end := start + 1
		switch r := s.chars[start]; {
		case unicode.IsSpace(r):
			start++
			continue
		case isWord(r):
			end = wordEnd(s.chars, start)
		case isApostrophe(r) && isClitic(s.chars, start):
			for end < len(s.chars) && isWord(s.chars[end]) {
				end++
			}
		case contraction(s.chars, start) > 0:
			end = contraction(s.chars, start)
		default:
			for end < len(s.chars) && s.at(end) == s.at(start) && contraction(s.chars, end) == 0 {
				end++
			}
		}
		tokens = append(tokens, s.token(start, end))
		start = end
	}
	return tokens
}

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

// wordEnd finds where the word that begins at start ends.
func wordEnd(runes []rune, start int) int {
	end := start + 1
	for end < len(runes) {
		inside := end+1 < len(runes)
		switch r := runes[end]; {
		case isWord(r):
			if isNegation(runes, end) {
				return end // "did|n't"
			}
		case isApostrophe(r) && inside && unicode.IsLetter(runes[end+1]) && !isClitic(runes, end):
		case (r == '.' || r == ',') && inside && unicode.IsDigit(runes[end-1]) && unicode.IsDigit(runes[end+1]):
		default:
			return end
		}
		end++
	}
	return end
}

// clitics are what may follow an apostrophe as a token of its own.
var clitics = map[string]bool{"s": true, "m": true, "d": true, "re": true, "ve": true, "ll": true}

// isClitic reports whether the apostrophe at i, after a word, begins a clitic.
func isClitic(runes []rune, i int) bool {
	if i == 0 || !isWord(runes[i-1]) {
		return false
	}
	end := i + 1
	for end < len(runes) && isWord(runes[end]) {
		end++
	}
	return clitics[strings.ToLower(string(runes[i+1:end]))]
}

// isNegation reports whether "n't" begins at i and ends its word.
func isNegation(runes []rune, i int) bool {
	return i+2 < len(runes) && unicode.ToLower(runes[i]) == 'n' && isApostrophe(runes[i+1]) &&
		unicode.ToLower(runes[i+2]) == 't' && (i+3 == len(runes) || !isWord(runes[i+3]))
}

// afterIt are what may follow the "'t" that stands for "it": "'twas", "'tis", "'twon't".
var afterIt = map[string]bool{"was": true, "is": true, "were": true, "will": true, "would": true, "wo": true, "ai": true}

// contraction returns where a contracted pronoun that begins with the apostrophe at i
// ends: the "'t" of "'twas" and "'t was", or "'em". It returns 0 where none does.
func contraction(runes []rune, i int) int {
	if !isApostrophe(runes[i]) || i > 0 && isWord(runes[i-1]) || i+2 >= len(runes) {
		return 0
	}
	word := func(start int) string {
		end := start
		for end < len(runes) && isWord(runes[end]) && !isNegation(runes, end) {
			end++
		}
		return strings.ToLower(string(runes[start:end]))
	}
	switch unicode.ToLower(runes[i+1]) {
	case 'e':
		if word(i+1) == "em" {
			return i + 3
		}
	case 't':
		if next := i + 2; afterIt[word(next)] || unicode.IsSpace(runes[next]) && afterIt[word(next+1)] {
			return next
		}
	}
	return 0
}

// isApostrophe reports whether a character of a [source] is an apostrophe.
func isApostrophe(r rune) bool { return r == '\'' }

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// SpanOf returns the tokens that rune offsets [start, end) touch, and false
// when they touch none. Annotations that begin or end within a token are
// widened to it.
func SpanOf(tokens []Token, start, end int) (Span, bool) {
	s := Span{Start: -1}
	for i, t := range tokens {
		if t.Start < end && start < t.End {
			if s.Start < 0 {
				s.Start = i
			}
			s.End = i + 1
		}
	}
	return s, s.Start >= 0
}
