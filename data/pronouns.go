package data

import (
	"strconv"
	"strings"
)

// genders holds every third-person pronoun with the gender it tells, if any.
var genders = map[string]string{
	"he": "M", "him": "M", "his": "M", "himself": "M",
	"she": "F", "her": "F", "hers": "F", "herself": "F",
	"it": "", "its": "", "itself": "",
	"they": "", "them": "", "their": "", "theirs": "", "themselves": "",
}

// Gender is "M" or "F" for a pronoun of that gender in any case, and empty for
// every other word.
func Gender(pronoun string) string { return genders[strings.ToLower(pronoun)] }

// FindPronouns returns the third-person pronouns among the tokens, in order.
// It does not tell the "it" of "it rains" from one that refers to something:
// that is for the model to answer with NONE.
func FindPronouns(tokens []Token) []Span {
	var spans []Span
	for i, token := range tokens {
		if _, ok := genders[strings.ToLower(token.Text)]; ok {
			spans = append(spans, Span{i, i + 1})
		}
	}
	return spans
}

// FromText makes one unlabelled example of each pronoun of a text to be
// resolved. They share their tokens and are numbered from 1. A text without a
// pronoun gives none.
func FromText(text string) []Example {
	tokens := Tokenize(text)
	var examples []Example
	for i, span := range FindPronouns(tokens) {
		examples = append(examples, Example{ID: strconv.Itoa(i + 1), Text: text, Tokens: tokens, Pronoun: span})
	}
	return examples
}
