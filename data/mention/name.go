package mention

import "antecedent/data"

// Thresholds of the scores of a Class: each 8 are a doubling of the count.
const (
	rare     = 8  // nearly never
	uncommon = 22 // three tagged uses
	usual    = 56 // sixty
)

// after returns the index of the token after word i and its period.
func (f *finder) after(i int) int {
	if f.at(i + 1).dot {
		return i + 2
	}
	return i + 1
}

// openCapital reports whether a word has a capital and is not of a closed class.
func openCapital(w *word) bool { return w.capital && w.is&closed == 0 }

// nameAt reports whether word i is a name or begins one.
func (f *finder) nameAt(i int) bool {
	w, before, next := f.at(i), f.at(i-1), f.at(f.after(i))
	switch {
	case !w.capital || w.lower == "i":
		return false
	case w.short(): // "J. Smith", "AT&T", "Malcolm X"
		return f.at(i+1).dot || f.maskAt(i+1) || before.text == "&" || openCapital(before) && !before.start
	case w.is&adjectival != 0: // "the English" and "English Heritage", not "English books"
		return !w.start && (openCapital(next) || !next.letter || next.is&closed != 0 || next.class.Noun == 0)
	case w.start:
		return f.nameAtStart(i)
	case w.is&closed == 0:
		return true
	}
	// A first name that is also an auxiliary: "to Will", "Edna May", "May Smith", "that Will came".
	return w.firstName() && (before.is&(preposition|title) != 0 || openCapital(before) && before.is&calendar == 0 || openCapital(next) && next.is&calendar == 0 || isVerb(next.lower, next.is, next.class))
}

// nameAtStart reports whether the capital of a word that begins a sentence is that
// of a name.
func (f *finder) nameAtStart(i int) bool {
	w, next := f.at(i), f.at(f.after(i))
	c := w.class
	nameNext := openCapital(next)
	if w.firstName() && next.is&function != 0 { // "Mark almost made it"
		next = f.at(i + 2)
	}
	verbNext := next.is&(auxiliary|verb) != 0 || next.class.Irregular() || next.class.IsVerb() && next.class.Inflected()
	switch {
	case w.is&closed != 0: // "Will came", not "Will he come?"
		return w.firstName() && (verbNext && !next.capital || next.is&conjunction != 0 && f.named[w.lower])
	case w.is&title != 0 && next.capital, c.Proper():
		return true
	case f.named[w.lower] && (!c.Known() || w.firstName() || !c.Frequent()):
		return true
	case !c.Known():
		if adverbial(w.lower) && c.FirstName() == 0 && !nameNext { // "Alternatively"
			return false
		}
		return !c.Frequent() || nameNext || c.FirstName() != 0 || c.NameKind() != 0
	case w.firstName() && (verbNext || !next.letter), c.IsAdjective() && f.possessorAt(i+1): // "Bob, come", "Savage's son"
		return true
	case c.IsAdjective() && c.Verb == 0 && c.highest() < usual-16 && next.class.IsVerb(): // "Rocky beat Drago"
		return true
	case c.IsAdverb():
		return false
	case verbNext && next.letter && c.highest() < usual && c.Adverb <= rare && !verbal(w.lower) && !c.Plural() && !c.Inflected() && f.likeName(w):
		return true // "Hunter was late"
	case nameNext && !next.short():
		return !verbal(w.lower)
	case c.IsNoun() || c.highest() < uncommon:
		nounNext := next.letter && next.is&closed == 0 && next.class.Noun > next.class.Verb
		return f.likeName(w) && !c.Plural() && !nounNext
	}
	return false
}

// likeName reports whether a common word that begins a sentence may be a name: it is
// one elsewhere, or can be a person's.
func (f *finder) likeName(w *word) bool {
	return f.named[w.lower] || w.class.NameKind() != data.Thing
}

// name reads the name that begins at i, whose mention begins at start, and returns
// where to go on.
func (f *finder) name(start, i int) int {
	end := f.nameEnd(i)
	head := end - 1
	for head > i && (f.at(head).is&suffix != 0 || !f.at(head).letter) { // "Smith Jr."
		head--
	}
	determined, first := start < i, f.at(i)
	if determined { // "the Ford car"
		k := end
		for f.nounAfterName(k) {
			k++
		}
		if k > end {
			f.add(start, k, k-1, false)
			return k
		}
	}
	if h := f.at(head); f.at(end).lower == "of" && (determined || h.is&title != 0 || h.class.Common()) {
		k := end + 1
		if f.at(k).lower == "the" {
			k++
		}
		if f.nameAt(k) && f.at(k).is&calendar == 0 { // "the Bank of England"
			end = f.nameEnd(k)
			f.add(start, end, head, true)
			return end
		}
	}
	single := end == i+1
	switch {
	case single && determined && first.is&adjectival != 0: // "an American"
		f.add(start, end, head, false)
	case single && first.is&calendar != 0 && (!first.firstName() || determined || f.at(i-1).is&preposition != 0 || f.at(end).number()):
		// A date is no mention; "May" may be a woman.
	default:
		f.add(start, end, head, true)
	}
	return end
}

// nameEnd returns where the name that begins at i ends.
func (f *finder) nameEnd(i int) int {
	for j := f.after(i); ; {
		switch w := f.at(j); {
		case f.besideAt(i, j), f.pairAt(i, j):
			return j
		case w.capital && (!w.start || f.at(j-1).dot) && f.nameAt(j), w.capital && w.is&suffix != 0:
			j = f.after(j)
		case w.is&link != 0 && f.nameAt(j+1), w.text == "&" && f.nameAt(j+1): // "Ludwig van Beethoven"
			j = f.after(j + 1)
		case w.is&link != 0 && f.at(j+1).is&link != 0 && f.nameAt(j+2): // "Jean de la Croix"
			j = f.after(j + 2)
		case f.hyphenAt(j), f.maskAt(j):
			j += 2
		default:
			return j
		}
	}
}

// maskAt reports whether token i is an asterisk inside a word, as published texts have
// it for letters with accents: "J*rg".
func (f *finder) maskAt(i int) bool {
	return f.at(i).text == "*" && f.at(i).glued && f.at(i+1).glued && f.at(i+1).letter
}

// nounAfterName reports whether word i is a noun that continues a name with a
// determiner.
func (f *finder) nounAfterName(i int) bool {
	w := f.at(i)
	c := w.class
	return !f.closedAt(i) && !w.capital && c.Noun > c.Adjective && (c.Verb == 0 || c.Noun > c.Verb+8)
}
