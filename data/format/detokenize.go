package format

import (
	"strings"

	"antecedent/data/lookup"
)

// escapes are what corpora of the Penn Treebank's convention write for brackets and
// quotation marks, and OntoNotes for full stops.
var escapes = map[string]string{
	"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}",
	"``": `"`, "''": `"`, "/.": ".", "/?": "?",
}

// detokenize joins the words of a sentence to a text as one would write it, so that
// data.Tokenize finds the same words again: "did", "n't" becomes "didn't". The pieces
// are the words' places in it.
func detokenize(words []string) (text string, pieces []piece) {
	var b strings.Builder
	glued := true       // whether no space is needed before the next word
	quoted := [2]bool{} // whether a straight quotation is open: double, single
	for i, word := range words {
		word = strings.TrimSpace(word)
		plain := word
		if s, ok := escapes[word]; ok {
			word = s
		}
		before, after := !glued, true // spaces
		glued = false
		switch quote := strings.Index(`"'`, word); {
		case len(word) == 1 && quote >= 0:
			closes := quoted[quote]
			switch {
			case plain == "``":
				closes = false
			case plain == "''":
				closes = true
			case quote == 1 && !closes && i > 0 && strings.HasSuffix(words[i-1], "s"):
				closes = true // the possessive of "boys'"
			}
			quoted[quote] = !closes && (quote == 0 || i+1 < len(words))
			before, after = before && !closes, closes
		case strings.Contains("([{“‘$#", word):
			after = false
		case strings.Trim(word, ".") == "" || strings.Contains(",;:!?)]}%”’", word), isClitic(word):
			before = false
		}
		if before {
			b.WriteByte(' ')
		}
		start := b.Len()
		b.WriteString(word)
		pieces = append(pieces, piece{start: start, end: b.Len()})
		glued = !after
	}
	return b.String(), pieces
}

// isClitic reports whether a word is written together with the one before it.
func isClitic(word string) bool {
	switch lookup.Key(word) {
	case "n't", "'s", "'m", "'d", "'re", "'ve", "'ll":
		return true
	}
	return false
}
