package data

import (
	"strings"
	"unicode"
)

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
