package structure

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"antecedent/data"
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

var closed = map[string]class{
	",": comma, ".": stop, "!": stop, "?": stop, ";": stop, ":": stop,
	"...": stop, "…": stop,
	"(": bracket, ")": bracket, "-": bracket, "--": bracket, "–": bracket, "—": bracket,
	"and": connective, "but": connective,
}

func init() {
	add := func(c class, words string) {
		for _, w := range strings.Fields(words) {
			closed[w] |= c
		}
	}
	add(auxiliary|verb, "is was were are be been being am has have had did does do would will can could may might must should shall ca wo 'd 'll 've 're 'm ’d ’ll ’ve ’re ’m")
	add(preposition, "of in on at to for from by with about against between into through during before after above below under over near since until within without among toward towards as than like upon onto")
	add(subordinator|connective, "when while after before since because although though if as that who whom whose which where whereas until unless")
}

// classOf returns the properties of a word in lower case.
func classOf(word string) class {
	if c, ok := closed[word]; ok {
		return c
	}
	if isVerb(word) {
		return verb
	}
	return 0
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
	case "himself", "herself", "itself", "themselves":
		return asReflexive
	case "her":
		if next == "" || t.classes[i+1]&^verb != 0 || afterHerObject(next) {
			return asObject
		}
		return asPossessive
	case "it":
		if next != "" && t.classes[i+1]&verb != 0 || next == "not" || next == "never" || next == "also" || next == "'s" || next == "’s" {
			return asSubject
		}
		return asObject
	}
	return asSubject
}

// afterHerObject reports whether "her" before the word is an object.
func afterHerObject(next string) bool {
	switch next {
	case "a", "an", "the", "his", "her", "their", "its", "this", "he", "she", "it", "they", "nor", "'":
		return true
	}
	return false
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
	case "they", "them", "their", "theirs", "themselves":
		return they
	}
	return noPronoun
}

// sentences returns for each token the first token of its sentence.
func sentences(tokens []data.Token, quoted []bool) []int {
	starts := make([]int, len(tokens))
	start, ended := 0, false
	for i, t := range tokens {
		if ended && !closes(t.Text, i > 0 && quoted[i-1]) {
			if opensSentence(t.Text) {
				start = i
			}
			ended = false
		}
		starts[i] = start
		switch t.Text {
		case ".", "!", "?", "...", "…":
			ended = !abbreviates(tokens, i)
		}
	}
	return starts
}

// closes reports whether the token may follow a full stop within its sentence.
func closes(token string, quoted bool) bool {
	switch token {
	case "''", "”", ")":
		return true
	case "\"":
		return quoted
	}
	return false
}

// opensSentence reports whether the token may begin a sentence.
func opensSentence(token string) bool {
	switch token {
	case "``", "“", "\"", "(", "*":
		return true
	}
	r, _ := utf8.DecodeRuneInString(token)
	return unicode.IsUpper(r) || unicode.IsDigit(r)
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

// abbreviates reports whether the full stop at i belongs to an initial or a title.
func abbreviates(tokens []data.Token, i int) bool {
	if i == 0 || tokens[i].Text != "." || tokens[i-1].End != tokens[i].Start {
		return false
	}
	switch w := tokens[i-1].Text; w {
	case "Mr", "Mrs", "Ms", "Dr", "St", "Jr", "Sr", "Prof", "Gen", "Col", "Capt", "Lt", "Sgt", "Rev", "Hon", "Gov", "Sen":
		return true
	default:
		return len(w) == 1 && w != "I" && w >= "A" && w <= "Z"
	}
}
