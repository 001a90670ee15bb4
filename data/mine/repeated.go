package mine

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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
	next := w.lower[s.End]
	previous, before := "", ""
	if s.Start > w.Start {
		previous = w.lower[s.Start-1]
	}
	if s.Start > w.Start+1 {
		before = w.lower[s.Start-2]
	}
	r, _ := utf8.DecodeRuneInString(next)
	word := unicode.IsLetter(r)
	if determiners[previous] || endearments[previous] || conjunctions[previous] && next == "," {
		return 0, 0, false
	}
	joined := previous == "and" && w.inName(s.Start-2) || previous == "or" || previous == "nor"
	switch {
	case joined || next == "and" && s.End+1 < w.End && capitalised(w.tokens[s.End+1].Text):
		return 0, 0, false
	case next == "'s" || next == "’s":
		if s.End+1 >= w.End || !possessedBy(w.lower[s.End+1]) {
			return 0, 0, false
		}
		return determiner, s.End + 1, true
	case word && (finite[next] || strings.HasSuffix(next, "ed") && len(next) > 4):
		if s.Start == w.last || w.beginsSentence(s.Start) || conjunctions[previous] || previous == "," || previous == ";" {
			return subject, s.End, true
		}
		return 0, 0, false
	case word && !notPossessed[next] || !word && !strings.Contains(".,;!?)", next) && !strings.HasPrefix(next, "--") && next != "—" || next == "or" || next == "who" || next == "whom" || next == "which" || next == "and":
		return 0, 0, false
	case previous == "of": // "the hat of Tom" is not "the hat of him"
		return 0, 0, false
	case prepositions[previous]:
		if next == "," && s.End+1 < w.End && (w.lower[s.End+1] == "the" || w.lower[s.End+1] == "a" || w.lower[s.End+1] == "who" || w.lower[s.End+1] == "whose" || w.lower[s.End+1] == "whom" || capitalised(w.tokens[s.End+1].Text)) {
			return 0, 0, false // an apposition or a list
		}
		return object, s.End, !conjunctions[previous] || !word
	case strings.HasSuffix(previous, "ed") && !speech[previous] && len(previous) > 4 || transitive[previous]:
		if next == "," || isQuote(before) || before == "," {
			return 0, 0, false
		}
		return object, s.End, true
	}
	return 0, 0, false
}

var transitive = set(`saw met found told gave left took brought sent loved heard let made see tell find meet leave help
	give ask love hate marry take know watching seeing meeting leaving telling giving asking kissing`)

// possessedBy reports whether a word may begin what a name in the genitive possesses,
// rather than follow "is" or "has".
func possessedBy(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLetter(r) && !notPossessed[word] && !strings.HasSuffix(word, "ing") && !strings.HasSuffix(word, "ed")
}
