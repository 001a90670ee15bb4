package data

import (
	"strconv"
	"strings"
)

// genders holds every third-person pronoun with its gender, if it has one.
var genders = map[string]Gender{
	"he": Masculine, "him": Masculine, "his": Masculine, "himself": Masculine,
	"she": Feminine, "her": Feminine, "hers": Feminine, "herself": Feminine,
	"it": 0, "its": 0, "itself": 0,
	"they": 0, "them": 0, "their": 0, "theirs": 0, "themselves": 0,
}

// GenderOf returns the gender of a masculine or feminine pronoun in any case, and 0
// for every other word.
func GenderOf(pronoun string) Gender { return genders[strings.ToLower(pronoun)] }

// FindPronouns returns the third-person pronouns among the tokens, in order.
// It returns the "it" of "it rains" as well, for which a model should answer NONE.
func FindPronouns(tokens []Token) []Span {
	var spans []Span
	for i, token := range tokens {
		if _, ok := genders[strings.ToLower(token.Text)]; ok {
			spans = append(spans, Span{i, i + 1})
		}
	}
	return spans
}

// FromText returns an unlabelled example for each pronoun of a text to be resolved.
// The examples share their tokens; their IDs count from 1.
func FromText(text string) []Example {
	tokens := Tokenize(text)
	var examples []Example
	for i, span := range FindPronouns(tokens) {
		examples = append(examples, Example{ID: strconv.Itoa(i + 1), Text: text, Tokens: tokens, Pronoun: span})
	}
	return examples
}
