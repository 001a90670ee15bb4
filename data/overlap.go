package data

import (
	"strings"

	"antecedent/data/lookup"
)

// WithoutTexts returns the examples whose texts are not among those of others, in
// their order. Texts are the same if their tokens are, whatever the case of the
// letters and the spaces between them, and however they are encoded.
func WithoutTexts(examples, others []Example) []Example {
	texts := make(map[string]bool, len(others))
	for i := range others {
		texts[normalized(&others[i])] = true
	}
	var kept []Example
	for i := range examples {
		if !texts[normalized(&examples[i])] {
			kept = append(kept, examples[i])
		}
	}
	return kept
}

// normalized is the keys of the tokens of an example.
func normalized(e *Example) string {
	var b strings.Builder
	for _, t := range e.Tokens {
		b.WriteString(lookup.Key(t.Text))
		b.WriteByte(' ')
	}
	return b.String()
}
