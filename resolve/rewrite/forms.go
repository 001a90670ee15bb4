package rewrite

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"antecedent/data"
	"antecedent/data/lookup"
	"antecedent/data/mention"
	"antecedent/data/structure"
)

// possessive is the possessive of a phrase in place of a pronoun: "the cat's", "James's",
// "the dogs'", and "THE CAT'S" in place of "ITS".
func (w *writer) possessive(p phrase, pronoun string) string {
	switch {
	case p.plural:
		return p.text + w.apostrophe
	case shouted(p.text) && shouted(pronoun):
		return p.text + w.apostrophe + "S"
	}
	return p.text + w.apostrophe + "s"
}

// clitic is what "'re", "'ve" and "'ll" behind a pronoun become behind a phrase, and how
// many tokens that replaces: "they're" is "the dogs are". "'d" and "'s" stay, but for
// "'s" behind an s, which would look like a possessive, and for capitals: "HE'S" is
// "Tom's".
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
			if token == strings.ToLower(token) || shouted(p.text) {
				return "", 0
			}
			return strings.ToLower(token), 1
		}
		word = "is"
		if at+1 < len(w.Tokens) && perfect[lookup.Key(w.Tokens[at+1].Text)] {
			word = "has"
		}
	case "'d":
		if token == strings.ToLower(token) || shouted(p.text) {
			return "", 0
		}
		return strings.ToLower(token), 1
	default:
		return "", 0
	}
	if token == strings.ToUpper(token) && shouted(p.text) {
		word = strings.ToUpper(word)
	}
	return " " + word, 1
}

// perfect holds words before which "'s" is "has".
var perfect = map[string]bool{"been": true, "got": true, "had": true, "become": true}

// ofHer reports whether the "her" at token i is a possessive, as far as the words around
// it tell.
func (w *writer) ofHer(i int) bool {
	at := w.word(i + 1)
	if at >= len(w.Tokens) || at > i+1 && !w.nounAt(at) {
		return false
	}
	next := lookup.Key(w.Tokens[at].Text)
	r, _ := utf8.DecodeRuneInString(next)
	switch class := mention.ClassOf(next); {
	case !unicode.IsLetter(r) && !unicode.IsDigit(r):
		return false
	case next == "own":
		return true
	case farewells[next]: // "kissed her goodbye"
		return false
	case next == "home":
		return i == 0 || w.starts(i) || ofHome(lookup.Key(w.Tokens[i-1].Text))
	case class.IsAdverb() && !class.IsAdjective() && strings.HasSuffix(next, "ly"): // "told her gravely"
		return false
	case class.IsAdjective() && !w.nounAt(w.word(at+1)): // "made her happy"
		return false
	}
	near := slices.Clone(w.Tokens[max(0, i-30) : i+1])
	her := len(near) - 1
	near = append(near, w.Tokens[at:min(len(w.Tokens), at+10)]...)
	return structure.Form(&data.Example{Tokens: near, Pronoun: token(her)}) == "possessive"
}

// farewells holds what is said to somebody: "kissed her goodbye".
var farewells = map[string]bool{"goodbye": true, "goodnight": true, "farewell": true, "hello": true}

// ofHome reports whether "her home" behind the word is a place: "left her home", unlike
// "took her home".
func ofHome(word string) bool {
	switch word {
	case "is", "was", "be", "leave", "left", "leaving", "make", "made", "making", "sell", "sold", "buy", "bought", "lose", "lost", "enter", "entered":
		return true
	}
	r, _ := utf8.DecodeRuneInString(word)
	return mention.IsPreposition(word) || mention.IsConjunction(word) || !unicode.IsLetter(r)
}

// word is the first token from i on that is no ornament.
func (w *writer) word(i int) int {
	for w.ornament(i) {
		i++
	}
	return i
}

// ornament reports whether token i stands between words without belonging to their
// grammar: an emoji, or a mark of emphasis or one that opens: "her *new* friend".
func (w *writer) ornament(i int) bool {
	if i >= len(w.Tokens) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(w.Tokens[i].Text)
	switch {
	case unicode.In(r, unicode.So, unicode.Sk, unicode.Mn, unicode.Cf) || r == '*' || r == '_':
		return true
	case strings.ContainsRune("“‘(", r):
		return w.glued(i+1) && !w.glued(i)
	}
	return false
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
