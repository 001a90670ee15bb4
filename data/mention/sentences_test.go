package mention

import (
	"strings"
	"testing"

	"antecedent/data"
)

func TestSentences(t *testing.T) {
	for text, want := range map[string]string{
		"":                        "",
		"One. Two! Three? Four":   "One . | Two ! | Three ? | Four",
		"Mr. Smith met J. K. Lee": "Mr . Smith met J . K . Lee",
		"It was I. We left.":      "It was I . | We left .",
		"John Smith Jr. left. He met Bo Jr. The end.": "John Smith Jr . left . | He met Bo Jr . | The end .",
		`"Go!" he said. "I will." Then he left.`:      `" Go ! " he said . | " I will . " | Then he left .`,
		"“Go.” She left. (It was late.) Then":         "“ Go . ” | She left . | ( It was late . ) | Then",
		`He said "Go." "No." And left.`:               `He said " Go . " | " No . " | And left .`,
		"Wait... what? Yes...! Well":                  "Wait ... what ? | Yes ... ! | Well",
		"It costs 3.50. That is much.":                "It costs 3.50 . | That is much .",
		"He lives in the U.S. with Ann.":              "He lives in the U . S . with Ann .",
	} {
		tokens := data.Tokenize(text)
		var got strings.Builder
		for i, n := range Sentences(tokens) {
			if i > 0 {
				if n != Sentences(tokens)[i-1] {
					got.WriteString(" |")
				}
				got.WriteString(" ")
			}
			got.WriteString(tokens[i].Text)
		}
		if got.String() != want {
			t.Errorf("%s\n got %s\nwant %s", text, got.String(), want)
		}
	}
}
