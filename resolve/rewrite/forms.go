package rewrite

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"antecedent/data"
	"antecedent/data/lookup"
	"antecedent/data/mention"
	"antecedent/data/structure"
)

// possessive is the possessive of a phrase: "the cat's", "James's", "the dogs'".
func (w *writer) possessive(p phrase) string {
	if p.plural {
		return p.text + w.apostrophe
	}
	return p.text + w.apostrophe + "s"
}

// clitic is what "'re", "'ve" and "'ll" behind a pronoun become behind a phrase, and how
// many tokens that replaces: "they're" is "the dogs are". "'d" and "'s" stay as they
// are, but for "'s" behind an s, which would look like a possessive.
func (w *writer) clitic(p phrase, at int) (text string, tokens int) {
	if !w.glued(at) {
		return "", 0
	}
	token := w.Tokens[at].Text
	word := ""
	switch lookup.Key(token) {
	case "'re":
		word = "are"
		if !p.several {
			word = "is"
		}
	case "'ve":
		word = "have"
		if !p.several {
			word = "has"
		}
	case "'ll":
		word = "will"
	case "'s":
		if !strings.HasSuffix(strings.ToLower(p.text), "s") {
			return "", 0
		}
		word = "is"
		if at+1 < len(w.Tokens) && perfect[lookup.Key(w.Tokens[at+1].Text)] {
			word = "has"
		}
	default:
		return "", 0
	}
	if token == strings.ToUpper(token) {
		word = strings.ToUpper(word)
	}
	return " " + word, 1
}

// perfect holds words before which "'s" is "has".
var perfect = map[string]bool{"been": true, "got": true, "had": true, "become": true}

// ofHer reports whether the "her" at token i is a possessive, as far as the words around
// it tell.
func (w *writer) ofHer(i int) bool {
	if i+1 == len(w.Tokens) {
		return false
	}
	next := lookup.Key(w.Tokens[i+1].Text)
	r, _ := utf8.DecodeRuneInString(next)
	switch class := mention.ClassOf(next); {
	case !unicode.IsLetter(r) && !unicode.IsDigit(r):
		return false
	case next == "own":
		return true
	case next == "home":
		return i > 0 && mention.IsPreposition(lookup.Key(w.Tokens[i-1].Text))
	case class.IsAdverb() && !class.IsAdjective() && strings.HasSuffix(next, "ly"): // "told her gravely"
		return false
	case class.IsAdjective() && !w.nounAt(i+2): // "made her happy"
		return false
	}
	near := data.Span{Start: max(0, i-30), End: min(len(w.Tokens), i+10)}
	e := data.Example{Tokens: w.Tokens[near.Start:near.End], Pronoun: token(i - near.Start)}
	return structure.Form(&e) == "possessive"
}

// nounAt reports whether token i can belong to the noun phrase before it.
func (w *writer) nounAt(i int) bool {
	if i >= len(w.Tokens) {
		return false
	}
	word := lookup.Key(w.Tokens[i].Text)
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLetter(r) && !mention.IsClosed(word) || word == "and" || word == "," || word == "-"
}
