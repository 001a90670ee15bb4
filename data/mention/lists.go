package mention

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
)

//go:embed lists.txt
var listsText string

// A list is a set of the word lists of lists.txt, a bit each.
type list uint32

const (
	determiner list = 1 << iota
	pronoun
	possessive
	preposition
	subordinator
	relative
	conjunction
	auxiliary
	verb
	function
	premodifier
	adjectival
	calendar
	link
	abbreviation
	suffix
	title
	masculineTitle
	feminineTitle
	masculine
	feminine
	group
	person
	masculineName
	feminineName
	subject
	modal
	elliptic
	idiom
	acronym
)

// listNames are the names in lists.txt, in the order of the bits.
var listNames = []string{
	"determiner", "pronoun", "possessive", "preposition", "subordinator", "relative", "conjunction",
	"auxiliary", "verb", "function", "premodifier", "adjectival", "calendar", "link", "abbreviation",
	"suffix", "title", "masculine-title", "feminine-title", "masculine", "feminine", "group", "person",
	"masculine-name", "feminine-name", "subject", "modal", "elliptic", "idiom", "acronym",
}

// closed are the words that no noun phrase contains except at its beginning.
const closed = determiner | pronoun | preposition | subordinator | relative | conjunction | auxiliary | verb | function

// Lists returns the word lists by name: a copy, for programs that carry the rules
// of Find to another language.
func Lists() map[string][]string {
	lists := map[string][]string{}
	name := ""
	for _, line := range strings.Split(listsText, "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if key, rest, ok := strings.Cut(line, ":"); ok {
			name, line = key, rest
		}
		if words := strings.Fields(line); len(words) > 0 {
			lists[name] = append(lists[name], words...)
		}
	}
	return lists
}

var listsOf = sync.OnceValue(func() map[string]list {
	of := map[string]list{}
	lists := Lists()
	for i, name := range listNames {
		for _, word := range lists[name] {
			of[word] |= 1 << i
		}
	}
	return of
})

// on reports whether a word, given by its key, is on one of the lists.
func on(lower string, l list) bool { return listsOf()[lower]&l != 0 }

// IsClosed reports whether a word, given by its key, is of a closed class, such as
// determiners, pronouns, prepositions and auxiliaries, or is no word but punctuation.
func IsClosed(lower string) bool {
	return on(lower, closed) || !strings.ContainsFunc(lower, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// IsDeterminer reports whether a word, given by its key, is a determiner.
func IsDeterminer(lower string) bool { return on(lower, determiner) }

// IsPossessive reports whether a word, given by its key, is a possessive determiner.
func IsPossessive(lower string) bool { return on(lower, possessive) }

// IsPronoun reports whether a word, given by its key, is a pronoun of any person.
func IsPronoun(lower string) bool { return on(lower, pronoun) }

// IsPreposition reports whether a word, given by its key, is a preposition.
func IsPreposition(lower string) bool { return on(lower, preposition) }

// IsSubordinator reports whether a word, given by its key, begins a subordinate clause.
func IsSubordinator(lower string) bool { return on(lower, subordinator) }

// IsRelative reports whether a word, given by its key, can begin a relative clause.
func IsRelative(lower string) bool { return on(lower, relative) }

// IsConjunction reports whether a word, given by its key, is a coordinating conjunction.
func IsConjunction(lower string) bool { return on(lower, conjunction) }

// IsAuxiliary reports whether a word, given by its key, is an auxiliary verb, a form of
// "be", "have" or "do", or a clitic of one.
func IsAuxiliary(lower string) bool { return on(lower, auxiliary) }

// IsVerb reports whether a word, given by its key, is more usual as a verb than as
// anything else: an auxiliary, a verb by its class, or an unknown word in "-ed".
func IsVerb(lower string) bool {
	l := listsOf()[lower]
	return isVerb(lower, l, classOfLower(lower))
}

func isVerb(lower string, l list, c Class) bool {
	switch {
	case l&(auxiliary|verb) != 0:
		return true
	case l&(closed&^function) != 0:
		return false
	}
	return c.IsVerb() || !c.Known() && len(lower) > 3 && strings.HasSuffix(lower, "ed")
}
