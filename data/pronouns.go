package data

import (
	"slices"
	"strconv"
	"strings"

	"antecedent/data/lookup"
)

// genders holds every third-person pronoun with its gender, if it has one.
var genders = map[string]Gender{
	"he": Masculine, "him": Masculine, "his": Masculine, "himself": Masculine,
	"she": Feminine, "her": Feminine, "hers": Feminine, "herself": Feminine,
	"it": 0, "its": 0, "itself": 0,
	"they": 0, "them": 0, "their": 0, "theirs": 0, "themselves": 0, "themself": 0,
}

// GenderOf returns the gender of a masculine or feminine pronoun in any case, and 0
// for every other word.
func GenderOf(pronoun string) Gender { return genders[lookup.Key(pronoun)] }

// FindPronouns returns the third-person pronouns among the tokens, in order,
// contracted ones as the "'t" of "'twas" included.
// It returns the "it" of "it rains" as well, for which a model should answer NONE.
func FindPronouns(tokens []Token) []Span {
	var spans []Span
	for i, token := range tokens {
		if _, ok := genders[lookup.Key(token.Text)]; ok {
			spans = append(spans, Span{i, i + 1})
		}
	}
	return spans
}

// FromText returns an unlabelled example for each pronoun of a text to be resolved.
// The examples share their tokens; their IDs count from 1. "IT" among words in lower
// case is an abbreviation, and what a mark joins to other words, as in "it.example.org",
// is part of a name.
func FromText(text string) []Example {
	tokens := Tokenize(text)
	var examples []Example
	for i, span := range pronounsOf(tokens) {
		examples = append(examples, Example{ID: strconv.Itoa(i + 1), Text: text, Tokens: tokens, Pronoun: span})
	}
	return examples
}

// pronounsOf returns the pronouns of a text as it was written.
func pronounsOf(tokens []Token) []Span {
	lower := slices.ContainsFunc(tokens, func(t Token) bool { return strings.ToUpper(t.Text) != t.Text })
	inName := inNames(tokens)
	return slices.DeleteFunc(FindPronouns(tokens), func(s Span) bool {
		return inName[s.Start] || lower && lookup.Form(tokens[s.Start].Text) == "IT"
	})
}
