package structure

import (
	"antecedent/data"
	"antecedent/data/mention"
)

// A class is a set of properties of a token.
type class uint16

const (
	auxiliary    class = 1 << iota
	verb               // or auxiliary
	preposition        // of, in, with, …
	subordinator       // when, because, who, that, …
	connective         // a subordinator, "and" or "but"
	comma
	stop    // . ! ? ; :
	bracket // ( ) or a dash
)

// classOf returns the properties of a word in lower case.
func classOf(word string) class {
	switch word {
	case ",":
		return comma
	case ".", "!", "?", ";", ":", "...", "…":
		return stop
	case "(", ")", "-", "--", "–", "—":
		return bracket
	case "'s": // more often a possessive than a verb
		return 0
	case "and", "but":
		return connective
	}
	var c class
	if mention.IsAuxiliary(word) {
		c |= auxiliary
	}
	if mention.IsVerb(word) {
		c |= verb
	}
	if mention.IsPreposition(word) {
		c |= preposition
	}
	if mention.IsSubordinator(word) || mention.IsRelative(word) {
		c |= subordinator | connective
	}
	return c
}

// isPossessiveMark reports whether a word is the ending of a possessive, or a short "is".
func isPossessiveMark(word string) bool { return word == "'s" }

func isIndefinite(word string) bool {
	switch word {
	case "a", "an", "another", "any", "no", "some":
		return true
	}
	return false
}

// ofPlace are the prepositions after which a name is more often that of a place than of a
// person.
func ofPlace(word string) bool {
	switch word {
	case "in", "at", "from", "near", "into", "through", "across", "toward", "towards", "around", "outside", "of":
		return true
	}
	return false
}

// alsoConjunction are the prepositions that may begin a clause.
func alsoConjunction(word string) bool {
	switch word {
	case "before", "after", "since", "until", "as":
		return true
	}
	return false
}

// A form is what a pronoun is in its clause, as far as its spelling and the next
// word tell.
type form uint8

const (
	asSubject form = iota
	asObject
	asPossessive
	asReflexive
)

// formOf returns the form of the pronoun at token i.
func (t *text) formOf(i int) form {
	next := ""
	if i+1 < len(t.words) {
		next = t.words[i+1]
	}
	switch t.words[i] {
	case "him", "them", "hers", "theirs":
		return asObject
	case "his", "their", "its":
		return asPossessive
	case "himself", "herself", "itself", "themselves", "themself":
		return asReflexive
	case "her":
		if next == "" || t.classes[i+1]&^verb != 0 || followsObject(next) {
			return asObject
		}
		return asPossessive
	case "it":
		if next != "" && t.classes[i+1]&verb != 0 || isPossessiveMark(next) {
			return asSubject
		}
		if i > t.starts[i] && t.classes[i-1]&(verb|preposition) != 0 {
			return asObject
		}
	}
	return asSubject
}

// followsObject reports whether "her" before the word is an object: before a determiner,
// a pronoun, and what is only a verb, as in "let her go".
func followsObject(word string) bool {
	switch word {
	case "a", "an", "the", "his", "her", "their", "its", "my", "your", "our",
		"this", "that", "these", "those", "some", "any", "no", "another", "each", "every", "all", "both", "one",
		"he", "she", "it", "they", "i", "we", "you", "him", "them", "me", "us", "himself", "herself", "itself", "themselves",
		"what", "how", "whose", "or", "nor", "not", "never", "back", "again", "away", "here", "there", "so", "too",
		"\"", "''", "”", "'", "’":
		return true
	}
	c := mention.ClassOf(word)
	return c.IsVerb() && !c.Inflected() && c.Verb >= c.Noun+24
}

// kinds of pronoun, to tell those that cannot refer to the same entity.
const (
	he = iota
	she
	it
	they
	pronounKinds
	noPronoun = -1
)

func pronounKind(word string) int {
	switch word {
	case "he", "him", "his", "himself":
		return he
	case "she", "her", "hers", "herself":
		return she
	case "it", "its", "itself":
		return it
	case "they", "them", "their", "theirs", "themselves", "themself":
		return they
	}
	return noPronoun
}

// quotations returns for each token whether it is within a quotation, the opening
// mark included.
func quotations(tokens []data.Token) []bool {
	quoted := make([]bool, len(tokens))
	open := false
	for i, t := range tokens {
		switch t.Text {
		case "``", "“":
			open = true
		case "\"":
			open = !open
		}
		quoted[i] = open
		if t.Text == "''" || t.Text == "”" {
			open = false
		}
	}
	return quoted
}
