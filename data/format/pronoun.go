package format

import (
	"errors"
	"fmt"
	"strings"

	"antecedent/data"
)

// errNoPronoun is of a span that may be one of a language other than English.
var errNoPronoun = errors.New("which is no pronoun of English")

// longestPronoun is the length of the longest span, in tokens, that is one pronoun:
// "he or she", "each of them".
const longestPronoun = 3

// checkPronoun returns an error if the span of a row's pronoun, which find accepts,
// holds no pronoun. What is no pronoun of English is accepted if the row says its text.
func (t *placement) checkPronoun(c claims) error {
	s, _ := t.find(c.pronoun)
	first := t.tokens[s.Start : s.Start+1]
	third := len(data.FindPronouns(first)) > 0
	switch {
	case c.pronoun.text != "", third && s.Len() <= longestPronoun:
		return nil
	case !third && isOtherPronoun(first[0].Text) && s.Len() <= longestPronoun:
		// Offsets that count something else may point at "that" or "one" by chance.
		if fit, ok := t.refit(c, c.pronoun); ok && fit.scale.encoding {
			return fmt.Errorf("%v holds %q", c.pronoun, t.words(s))
		}
		return nil
	}
	if found := data.FindPronouns(t.tokens[s.Start:s.End]); len(found) > 0 {
		p := t.tokens[s.Start+found[0].Start]
		return fmt.Errorf("%v holds %.60q, more than a pronoun: write [%d,%d] for %q", c.pronoun, t.words(s), p.Start, p.End, p.Text)
	}
	return fmt.Errorf("%v holds %.60q, %w", c.pronoun, t.words(s), errNoPronoun)
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
