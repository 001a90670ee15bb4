package data

import (
	"slices"
	"strings"
	"testing"
)

// FuzzVocabulary: a list of words, one a line, is refused in one short line, or is a
// vocabulary that has each of them in its place and finds each word, or one that looks
// equal before it.
func FuzzVocabulary(f *testing.F) {
	for _, lines := range []string{
		"<unknown>", "<unknown>\nthe\ncat\nn't\nn’t", "", "the\n<unknown>", "<unknown>\nthe\nthe", "<unknown>\n\nthe", "<unknown>\nThe",
		"<unknown>\n\xff", "<unknown>\ncafé\ncafe\u0301", "<unknown>\nİ\nß\nſ", "<unknown>\n" + strings.Repeat("x", 5000) + "\n" + strings.Repeat("x", 5000),
	} {
		f.Add(lines)
	}
	f.Fuzz(func(t *testing.T, lines string) {
		words := strings.Split(lines, "\n")
		e, err := OpenEncoder(words, 7, nil, 0)
		if err != nil {
			if text := err.Error(); len(text) > 1000 || strings.Contains(text, "\n") {
				t.Fatalf("%d bytes: %.200q", len(text), text)
			}
			return
		}
		if v := e.Vocabulary; v.Len() != len(words) || !slices.Equal(v.Words(), words) {
			t.Fatalf("%q of %q", v.Words(), words)
		}
		for i, word := range words {
			if id, known := e.Vocabulary.ID(word); id > i || known != (id > 0) {
				t.Fatalf("word %d, %q, is read as %d, %v", i, word, id, known)
			}
		}
	})
}
