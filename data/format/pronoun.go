package format

import (
	"errors"
	"fmt"
	"strings"

	"antecedent/data"
)

// errNoPronoun is of a span that may be one of a language other than English.
var errNoPronoun = errors.New("which is no pronoun of English")

// checkPronoun returns an error if the span of a row's pronoun, which find accepts,
// holds no pronoun, or more than one. What is no pronoun of English is accepted if the
// row says its text.
func (t *placement) checkPronoun(c claims) error {
	s, _ := t.find(c.pronoun)
	words := t.tokens[s.Start:s.End]
	third := data.FindPronouns(words)
	switch {
	case c.pronoun.text != "":
		return nil
	case len(third) > 0 && third[0].Start == 0 && goesOn(words[1:]):
		return nil
	case isOtherPronoun(words[0].Text) && (len(words) == 1 || ofPronoun(words[1].Text)):
		// Offsets that count something else may point at "that" or "one" by chance.
		if f, ok := t.refit(c, c.pronoun); ok && f.scale.encoding {
			return fmt.Errorf("%v holds %q", c.pronoun, t.words(s))
		}
		return nil
	case len(third) > 0:
		p := words[third[0].Start]
		return fmt.Errorf("%v holds %.60q, more than a pronoun: write [%d,%d] for %q", c.pronoun, t.words(s), p.Start, p.End, p.Text)
	}
	return fmt.Errorf("%v holds %.60q, %w", c.pronoun, t.words(s), errNoPronoun)
}

// goesOn reports whether words after a pronoun of the third person belong to it, as in
// "she's", "her own", "he or she", "they both".
func goesOn(words []data.Token) bool {
	for i, word := range words {
		switch text := strings.ToLower(word.Text); text {
		case "own", "or", "and", "/", "both", "all", "self", "selves":
		default:
			if !strings.HasPrefix(text, "'") && !strings.HasPrefix(text, "’") && len(data.FindPronouns(words[i:i+1])) == 0 {
				return false
			}
		}
	}
	return true
}

// ofPronoun reports whether a pronoun of two or three words may go on with a word:
// "each other", "one another", "all of them", "who's".
func ofPronoun(word string) bool {
	switch word = strings.ToLower(word); word {
	case "other", "another", "one", "of", "ones", "two", "latter", "former":
		return true
	}
	return strings.HasPrefix(word, "'") || strings.HasPrefix(word, "’")
}

// isOtherPronoun reports whether a word is a pronoun that is not of the third person,
// such as "I", "who", "this" or "one".
func isOtherPronoun(word string) bool {
	switch word = strings.ToLower(word); word {
	case "'s", "the", "a", "an", "no", "every":
		return false
	case "here", "thyself", "oneself", "latter", "former", "'em":
		return true
	}
	return notNominal[word]
}
