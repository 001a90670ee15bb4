package data

import (
	"unicode"
	"unicode/utf8"

	"antecedent/data/lookup"
)

// inNames reports of each token whether it is part of a name that marks join, in which no
// word is a pronoun: of "it.example.org", "me@it.org", "it-girl", "it_was", "#it", "@her"
// or an address, as in "https://example.org/she?it=1".
func inNames(tokens []Token) []bool {
	in := make([]bool, len(tokens))
	for start := 0; start < len(tokens); {
		end := start + 1
		for end < len(tokens) && tokens[end].Start == tokens[end-1].End && !separates(tokens[end-1].Text) && !separates(tokens[end].Text) {
			end++
		}
		run := tokens[start:end] // without white space
		address := isAddress(run)
		for i := range run {
			in[start+i] = address || joined(run, i)
		}
		start = end
	}
	return in
}

// separates reports whether a token stands in no name: quotation marks, brackets, dashes,
// commas.
func separates(token string) bool {
	switch lookup.Form(token) {
	case `"`, "(", ")", "[", "]", "{", "}", "<", ">", "«", "»", ",", ";", "–", "—", "--":
		return true
	}
	return false
}

// isAddress reports whether tokens without white space between them are an address of the
// web: with "://" in it, or a path behind the name of a host.
func isAddress(run []Token) bool {
	host := false
	for i := 1; i+1 < len(run); i++ {
		switch lookup.Form(run[i].Text) {
		case ":":
			if lookup.Form(run[i+1].Text) == "//" {
				return true
			}
		case ".":
			host = host || beginsLower(run[i+1].Text)
		case "/", "?":
			if host {
				return true
			}
		}
	}
	return false
}

// joined reports whether a mark joins token i of tokens without white space to a name. In
// "late.Then" the mark ends a sentence, and in "he/she" it is an "or".
func joined(run []Token, i int) bool {
	if i > 0 {
		switch lookup.Form(run[i-1].Text) {
		case "@", "#", "$", "=":
			return true
		case "-", "_":
			return i > 1
		case ".":
			return i > 1 && beginsLower(run[i].Text)
		}
	}
	if i+1 < len(run) {
		switch lookup.Form(run[i+1].Text) {
		case "=":
			return true
		case "@", "-", "_":
			return i+2 < len(run)
		case ".":
			return i+2 < len(run) && beginsLower(run[i+2].Text)
		}
	}
	return false
}

// beginsLower reports whether a token begins with a lower-case letter or a digit.
func beginsLower(token string) bool {
	first, _ := utf8.DecodeRuneInString(lookup.Form(token))
	return unicode.IsLower(first) || unicode.IsDigit(first)
}
