package mention

import "antecedent/data"

// determinerAt reports whether token i begins a noun phrase: a determiner, or what
// follows a possessor.
func (f *finder) determinerAt(i int) bool {
	w := f.at(i)
	if f.possessorAt(i) {
		return true
	}
	if w.is&determiner == 0 || f.joined(i) || w.is&possessive != 0 && central(f.at(i+1)) { // "gave her the book"
		return false
	}
	switch next := f.at(i + 1); w.lower {
	case "what", "which": // "what the teacher said", "which Anna likes"
		return next.is&determiner == 0 && !next.capital
	case "each": // "each other" means those who were mentioned before
		return next.lower != "other"
	case "both", "either", "neither": // "both Anna and Tom", "either the cat or the dog"
		return !central(next) && !f.nameAt(i+1)
	case "that": // more often a conjunction
		if next.capital || next.class.NameKind() == data.Person {
			return false
		}
		return f.singularNoun(i+1) || !f.closedAt(i+1) && next.class.IsAdjective() && f.singularNoun(i+2)
	}
	return true
}

func (f *finder) singularNoun(i int) bool {
	c := f.at(i).class
	return !f.closedAt(i) && c.Noun > max(c.Verb, c.Adjective) && !c.Plural()
}

// central reports whether a word is one of the determiners of which a noun phrase has
// one: an article, a possessive or a demonstrative.
func central(w *word) bool {
	switch w.lower {
	case "this", "that", "these", "those", "what", "which":
		return true
	}
	return article(w.lower) || w.is&possessive != 0
}

func article(lower string) bool { return lower == "the" || lower == "a" || lower == "an" }

// phrase reads the noun phrase that the determiner at i begins and returns where to
// go on.
func (f *finder) phrase(i int) int {
	start := i
	if f.possessorAt(i) {
		start++
	}
	j, head := i+1, -1
scan:
	for ; j < len(f.words); j++ {
		switch {
		case f.hyphenAt(j):
			if f.at(j+1).is&preposition != 0 { // "mother-in-law": the first word is the head
				head = j - 1
				for f.hyphenAt(j) {
					j += 2
				}
				f.add(start, j, head, false)
				return j
			}
			head = -1
		case head < 0 && f.premodifierAt(i, j):
		case f.closedAt(j):
			break scan
		case f.nameAt(j):
			if head < 0 || f.modifierAt(head) {
				return f.name(start, j)
			}
			break scan
		case head < 0:
			if f.verbAfterDeterminer(i, j) {
				break scan
			}
			if f.headAt(j) {
				head = j
			}
		case f.continuesAt(j):
			head = j
		default:
			break scan
		}
	}
	switch {
	case head >= 0:
		f.add(start, head+1, head, false)
		return head + 1
	case f.at(i).lower == "the" && j == i+2 && f.at(i+1).class.Adjective > 0: // "the rich"
		f.add(start, j, i+1, false)
		return j
	case j > i+1 && f.at(i+1).is&elliptic != 0: // "the two"
		f.add(start, i+2, i+1, false)
		return i + 2
	}
	return i + 1
}

// premodifierAt reports whether token j, before the noun of the phrase that begins at
// i, is part of it without being a noun: a second determiner, a number, or what joins
// two adjectives.
func (f *finder) premodifierAt(i, j int) bool {
	w := f.at(j)
	if w.is&(determiner|premodifier) != 0 && !f.joined(j) || w.number() {
		return true
	}
	return (w.text == "," || w.lower == "and") && j > i+1 && f.at(j-1).class.Adjective > 0 &&
		f.at(j+1).class.Adjective > 0 && f.at(j+1).is&closed == 0
}

// modifierAt reports whether word j, taken for a noun, is rather an adjective or a
// participle of the name that follows: "the dying Indian", "the young American".
func (f *finder) modifierAt(j int) bool {
	c := f.at(j).class
	return c.Adjective > 0 || c.IsVerb() && c.Inflected() && !c.Plural()
}

// verbAfterDeterminer reports whether word j is a verb, so that what began at i is
// no noun phrase: "all saw", "the two met", "John's leaving".
func (f *finder) verbAfterDeterminer(i, j int) bool {
	c, d := f.at(j).class, f.at(i)
	alone := j == i+1 && d.is&possessive == 0 && !article(d.lower)
	return (alone || f.possessorAt(i) || f.at(j-1).is&elliptic != 0) && c.Inflected() && c.IsVerb()
}

// headAt reports whether word j can be the first noun of a phrase. A word that is
// mostly an adjective is not before another noun.
func (f *finder) headAt(j int) bool {
	c, next := f.at(j).class, f.at(j+1).class
	if c.Noun == 0 {
		return !c.Known() && !adverbial(f.at(j).lower)
	}
	if f.closedAt(j + 1) {
		return true
	}
	nounNext := next.Noun > 0 && next.Verb < next.Noun+24 && (next.Noun > next.Verb || c.Adjective > c.Noun+12)
	return c.Adjective <= c.Noun || !nounNext
}

// continuesAt reports whether word j belongs to the phrase whose last noun is before it.
func (f *finder) continuesAt(j int) bool {
	w := f.at(j)
	c := w.class
	switch {
	case f.verbOf(j), c.Plural() && f.at(j-1).class.Plural(): // "gave the neighbors tickets"
		return false
	case !c.Known():
		return !verbal(w.lower) && !adverbial(w.lower)
	}
	return w.lower == "being" || c.Noun > c.Verb && c.Noun >= c.Adjective && c.Noun > c.Adverb
}

// verbOf reports whether word j is rather the verb of the noun before it than another
// noun: "the company plans the trip".
func (f *finder) verbOf(j int) bool {
	c, next := f.at(j).class, f.at(j+1)
	if !c.Plural() || c.Verb == 0 || f.at(j-1).class.Plural() {
		return false
	}
	return next.is&(determiner|pronoun) != 0 || next.lower == "to" || next.class.IsAdverb() || f.nameAt(j+1) ||
		next.is&preposition != 0 && c.Verb+8 >= c.Noun
}

// predicateOf reports whether word j is the verb of the plural that begins the
// sentence: "Dogs bark".
func (f *finder) predicateOf(j int) bool {
	c, before := f.at(j).class, f.at(j-1)
	return before.start && before.class.Plural() && c.Verb > 0 && !c.Plural()
}

// bareNounAt reports whether word i is a noun that needs no determiner.
func (f *finder) bareNounAt(i int) bool {
	if f.closedAt(i) {
		return false
	}
	w, before, next := f.at(i), f.at(i-1), f.at(i+1)
	c := w.class
	other := max(c.Verb, c.Adjective, c.Adverb)
	switch {
	case w.is&calendar != 0:
		return false
	case !c.Known():
		return (len(w.lower) > 3 || c.Proper()) && before.is&(subject|modal|auxiliary) == 0 && !verbal(w.lower) && !adverbial(w.lower)
	case w.is&idiom != 0 && before.is&preposition != 0: // "for example"
		return false
	case before.is&preposition != 0 && before.is&modal == 0 && c.Noun > 0 && c.Noun >= other:
		return true
	case c.Noun <= other, i == f.lastEnd() && i > 0 && f.verbOf(i), f.predicateOf(i):
		return false
	case before.is&subject != 0, before.is&modal != 0 && !c.Plural(): // "he works", "to work"
		return c.Verb == 0 || c.Noun > c.Verb+24
	case c.Plural() && c.Verb+8 >= c.Noun && next.is&(preposition|determiner) != 0: // "and works for"
		return before.text != "," && before.is&conjunction == 0 && !before.capital
	}
	return true
}

// bare reads the noun phrase without a determiner that has word i: the nouns from
// there on, and the adjectives before it.
func (f *finder) bare(i int) int {
	end := i + 1
	for {
		if f.hyphenAt(end) {
			end += 2
			continue
		}
		if c := f.at(end).class; f.closedAt(end) || f.nameAt(end) || f.predicateOf(end) || c.Noun <= max(c.Verb, c.Adjective) {
			break
		}
		end++
	}
	start := i
	for start > f.lastEnd() && !f.closedAt(start-1) && f.at(start-1).class.Adjective > f.at(start-1).class.Verb && !f.nameAt(start-1) {
		start--
	}
	f.add(start, end, end-1, false)
	return end
}
