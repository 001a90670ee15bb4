package mention

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"antecedent/data"
	"antecedent/data/lookup"
)

// A word is a token with all that the rules ask of it.
type word struct {
	text, lower string // the form and the key, see package lookup
	class       Class
	is          list
	letter      bool // begins with a letter
	capital     bool // has a capital letter that says something
	start       bool // begins a sentence or a quotation
	glued       bool // follows the token before it without white space
	dot         bool // is the period of an abbreviation or an initial
}

// read prepares the tokens.
func read(tokens []data.Token) []word {
	lists := listsOf()
	sentences := Sentences(tokens)
	words := make([]word, len(tokens))
	for i, t := range tokens {
		w := &words[i]
		w.text, w.lower = lookup.Form(t.Text), lookup.Key(t.Text)
		first, _ := utf8.DecodeRuneInString(w.text)
		w.is = lists[w.lower]
		w.letter = unicode.IsLetter(first)
		w.capital = w.letter && w.lower != w.text
		if w.letter {
			w.class = classOfLower(w.lower)
		}
		w.glued = i > 0 && tokens[i-1].End == t.Start
		w.dot = endsAbbreviation(tokens, i)
		w.start = i == 0 || sentences[i] != sentences[i-1] || !words[i-1].dot && beforeStart[mark(tokens[i-1])]
		ampersand := i+1 < len(tokens) && lookup.Form(tokens[i+1].Text) == "&" && tokens[i+1].Start == t.End
		if (w.is&acronym != 0 || ampersand) && w.text == strings.ToUpper(w.text) {
			w.is = 0 // "US", "AT&T"
		}
	}
	for from := 0; from < len(words); {
		to := from + 1
		for to < len(words) && sentences[to] == sentences[from] {
			to++
		}
		ignoreCapitals(words[from:to], lists)
		from = to
	}
	return words
}

// beforeStart holds the punctuation after which a capital letter may be that of a
// beginning.
var beforeStart = map[string]bool{".": true, "!": true, "?": true, ":": true, ";": true,
	`"`: true, "“": true, "‘": true, "'": true, "`": true, "``": true, "''": true}

// ignoreCapitals takes the capitals of a sentence that is all in capitals for small
// letters, except those of words that are names only.
func ignoreCapitals(words []word, lists map[string]list) {
	letters := 0
	for _, w := range words {
		if w.letter && len(w.text) > 1 {
			letters++
			if w.text != strings.ToUpper(w.text) {
				return
			}
		}
	}
	if letters < 3 {
		return
	}
	for i := range words {
		w := &words[i]
		w.is = lists[w.lower]
		w.capital = w.capital && w.is&closed == 0 && (!w.class.Known() || w.class.Proper() || w.class.FirstName() != 0)
	}
}

// number reports whether the token begins with a digit.
func (w *word) number() bool { return w.text != "" && '0' <= w.text[0] && w.text[0] <= '9' }

// short reports whether the token is a single character.
func (w *word) short() bool { return utf8.RuneCountInString(w.text) == 1 }

// firstName reports whether the word is also a first name.
func (w *word) firstName() bool { return w.is&(masculineName|feminineName) != 0 }

// acronym reports whether the word is in capitals, such as "CEO". Then its class, which
// is that of the word in any case, does not say that it is a first name.
func (w *word) acronym() bool {
	return w.capital && len(w.text) > 1 && w.text == strings.ToUpper(w.text)
}

// highest returns the highest score of any part of speech.
func (c Class) highest() uint8 { return max(c.Noun, c.Verb, c.Adjective, c.Adverb) }

// adverbial and verbal report what an unknown word looks like.
func adverbial(lower string) bool { return strings.HasSuffix(lower, "ly") }
func verbal(lower string) bool {
	return strings.HasSuffix(lower, "ed") || strings.HasSuffix(lower, "ing")
}
