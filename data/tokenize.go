package data

import (
	"slices"
	"strings"
	"unicode"
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

// isApostrophe reports whether a character of a [source] is an apostrophe.
func isApostrophe(r rune) bool { return r == '\'' }

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// SpanOf returns the tokens, of tokens in order, that rune offsets [start, end) touch, and
// false when they touch none. Annotations that begin or end within a token are widened to
// it.
func SpanOf(tokens []Token, start, end int) (Span, bool) {
	first, _ := slices.BinarySearchFunc(tokens, start, func(t Token, start int) int {
		if t.End <= start {
			return -1
		}
		return 1
	})
	s := Span{Start: first, End: first}
	for s.End < len(tokens) && tokens[s.End].Start < end {
		s.End++
	}
	if s.Len() == 0 {
		return Span{Start: -1}, false
	}
	return s, true
}
