package mine

import (
	"slices"
	"strings"

	"antecedent/data"
)

// repeated finds an example in which a pronoun takes the place of a name that occurred
// before.
func (w *window) repeated(document string, add func(Example)) bool {
	for k, m := range w.people {
		if m.Start < w.last || w.quoted[m.Start] != 0 {
			continue
		}
		same := func(n person) bool {
			return n.entity == m.entity && slices.Equal(n.words, m.words) && n.titled == m.titled && w.quoted[n.Start] == 0
		}
		if !slices.ContainsFunc(w.people[:k], same) {
			continue
		}
		if _, ok := w.nearest(1-m.entity, m.Start); !ok {
			continue
		}
		if w.mayBe(m.gender, m.Start) {
			continue
		}
		f, end, ok := w.formOfName(m.Span)
		if !ok {
			continue
		}
		edits, ok := w.anonymise(m.gender, w.substitutes(document, m.gender))
		if !ok {
			continue
		}
		masked := data.Span{Start: m.Start, End: end}
		pronoun := pronounForms[m.gender][f]
		if w.beginsSentence(m.Start) {
			pronoun = likeCase(pronoun, "A")
		}
		for j := range edits {
			if edits[j].Start == m.Start {
				edits[j] = edit{masked, pronoun}
			}
		}
		if e, ok := w.example(Repeated, document, masked, m.entity, edits); ok {
			add(e)
			return true
		}
	}
	return false
}

// distinct reports whether the two entities are surely two persons. They may be one if
// their names stand together in the text, as "Newland" and "Archer" do, or if one of
// two names of one gender is a title and surname and the other is not.
func (w *window) distinct() bool {
	mixed := w.genderOf(0) != w.genderOf(1)
	for _, a := range w.people {
		for _, b := range w.people {
			switch {
			case a.entity == b.entity || mixed && (a.titled || b.titled):
			case a.titled != b.titled || w.cast.together(a.words, b.words):
				return false
			}
		}
	}
	return true
}

// beginsSentence reports whether token i is the first word of a sentence.
func (w *window) beginsSentence(i int) bool {
	for _, s := range w.sentences {
		if s.Start == i || s.Start+1 == i && isQuote(w.tokens[s.Start].Text) {
			return true
		}
	}
	return false
}

// auxiliaries and common verbs in the past, which follow a subject.
var finite = set(`was had is has did does would could should might will can must may shall said went came saw took made
	got knew thought felt found gave told left stood sat ran began kept held heard brought wrote looked
	seemed turned fell rose lay spoke let put read met set led lost meant sent built understood drew grew
	threw caught shook broke drove ate drank slept woke wore won chose forgot never always only also still
	bore bent bit blew bought burst cut dealt dug fought flew fled hid hit hung hurt knelt laid lit paid rode
	rang sang sank shot shut sold sought spent sprang stole struck swore swung taught tore wept slid strode
	became undertook withdrew overheard answered no-one`)

// conjunctions stand in front of a subject.
var conjunctions = set(`that when while where if because as since though although but and so for until till unless
	whether before after then what why how which whom than once`)

// formOfName says which form a pronoun in the place of a name has, and where the
// tokens that it replaces end. It is false where the form is not certain.
func (w *window) formOfName(s data.Span) (f form, end int, ok bool) {
	if s.End >= w.End {
		return 0, 0, false
	}
	previous, next, after := w.wordAt(s.Start-1), w.wordAt(s.End), w.wordAt(s.End+1)
	switch {
	case determiners[previous], endearments[previous], previous == "or", previous == "nor",
		conjunctions[previous] && next == ",",
		previous == "and" && w.inName(s.Start-2),
		next == "and" && w.capitalAt(s.End+1): // "my Tom", "Tom and Mary"
	case next == "'s":
		return determiner, s.End + 1, possessedBy(after)
	case isFinite(next):
		return subject, s.End, w.beginsSentence(s.Start) || s.Start == w.last || conjunctions[previous] || previous == "," || previous == ";"
	case !endsPhrase(next), previous == "of": // "the hat of Tom" is not "the hat of him"
	case prepositions[previous]:
		apposition := next == "," && (apposed[after] || w.capitalAt(s.End+1))
		return object, s.End, !apposition && !(conjunctions[previous] && startsWithLetter(next))
	case transitive[previous] || isPast(previous) && !speech[previous]:
		inverted := isQuote(w.wordAt(s.Start-2)) || w.wordAt(s.Start-2) == "," // “…,” answered Tom
		return object, s.End, next != "," && !inverted
	}
	return 0, 0, false
}

// wordAt is token i of the window in lower case, or "" outside of it.
func (w *window) wordAt(i int) string {
	if i < w.Start || i >= w.End {
		return ""
	}
	return w.lower[i]
}

// capitalAt reports whether token i is in the window and has a capital.
func (w *window) capitalAt(i int) bool { return i < w.End && capitalised(w.tokens[i].Text) }

// isPast reports whether a word looks like a regular past or participle.
func isPast(word string) bool { return strings.HasSuffix(word, "ed") && len(word) > 4 }

// isFinite reports whether a word is likely a finite verb, so that a subject precedes it.
func isFinite(word string) bool { return finite[word] || startsWithLetter(word) && isPast(word) }

// endsPhrase reports whether a noun phrase can end in front of a token.
func endsPhrase(token string) bool {
	switch token {
	case "or", "and", "who", "whom", "which":
		return false
	}
	if startsWithLetter(token) {
		return notPossessed[token]
	}
	return strings.Contains(".,;!?)", token) || strings.HasPrefix(token, "--") || token == "—"
}

// apposed are words that begin an apposition behind a comma.
var apposed = set("the a who whose whom")

var transitive = set(`saw met found told gave left took brought sent loved heard let made see tell find meet leave help
	give ask love hate marry take know watching seeing meeting leaving telling giving asking kissing`)

// possessedBy reports whether a word may begin what a name in the genitive possesses,
// rather than follow "is" or "has".
func possessedBy(word string) bool {
	return startsWithLetter(word) && !notPossessed[word] && !strings.HasSuffix(word, "ing") && !strings.HasSuffix(word, "ed")
}
