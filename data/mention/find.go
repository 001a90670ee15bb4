package mention

import (
	"slices"

	"antecedent/data"
)

// Find returns the names and noun phrases that tokens mention, in the order of
// their heads, each head once; spans do not overlap. Pronouns are not among them.
//
// Given spans become mentions of their own, whatever they contain, and replace
// those that overlap them: those found, and of two given ones the first.
//
// The rules are these. A run of capitalised words is a name, with its titles,
// initials and links; where the words around two first names, or a day or a place and a
// first name, tell that they are two names, they are. A determiner begins a noun phrase
// that extends over the longest run of words that can belong to it; its head is the last
// noun. Without a determiner, words that are mostly used as nouns are one. A noun phrase
// ends before a preposition, a relative clause and a possessive: "the old man's hat" has
// two mentions, whose heads are "man" and "hat", and so has "John and Mary".
func Find(tokens []data.Token, given ...data.Span) []data.Mention {
	f := finder{words: read(tokens), named: map[string]bool{}}
	for i := range f.words {
		if w := &f.words[i]; w.capital && !w.start && w.is&closed == 0 && !f.at(i-1).start {
			f.named[w.lower] = true
		}
	}
	for i := 0; i < len(f.words); {
		switch {
		case f.nameAt(i):
			i = f.name(i, i)
		case f.determinerAt(i):
			i = f.phrase(i)
		case f.bareNounAt(i):
			i = f.bare(i)
		default:
			i++
		}
	}
	for _, s := range given {
		if 0 <= s.Start && s.Start < s.End && s.End <= len(f.words) {
			f.give(s)
		}
	}
	describe(f.words, f.found)
	return f.found
}

// finder finds the mentions of one text.
type finder struct {
	words []word
	named map[string]bool // words with a capital within a sentence
	found []data.Mention
}

// at returns word i, or an empty one outside of the text.
func (f *finder) at(i int) *word {
	if i < 0 || i >= len(f.words) {
		return &word{}
	}
	return &f.words[i]
}

func (f *finder) add(start, end, head int, name bool) {
	f.found = append(f.found, data.Mention{Span: data.Span{Start: start, End: end}, Head: head, Name: name})
}

// lastEnd returns where the last mention ends.
func (f *finder) lastEnd() int {
	if len(f.found) == 0 {
		return 0
	}
	return f.found[len(f.found)-1].End
}

// closedAt reports whether token i cannot be inside a noun phrase. What a hyphen joins
// can: "mother-in-law".
func (f *finder) closedAt(i int) bool {
	w := f.at(i)
	if w.lower == "being" && i > 0 { // "a human being"
		return f.at(i-1).class.Adjective == 0 || f.at(i-1).class.Plural()
	}
	return !w.letter || w.is&closed != 0 && !f.joined(i)
}

// joined reports whether a hyphen joins word i to the word before it.
func (f *finder) joined(i int) bool {
	return i > 1 && f.at(i).glued && f.at(i-1).text == "-" && f.at(i-1).glued
}

// hyphenAt reports whether token i is a hyphen inside a word.
func (f *finder) hyphenAt(i int) bool { return f.joined(i+1) && f.at(i+1).letter }

// possessorAt reports whether token i is the "'s" or "'" of a possessive.
func (f *finder) possessorAt(i int) bool {
	w, before := f.at(i), f.at(i-1)
	noun := before.is&closed == 0 || before.is&elliptic != 0 || before.firstName() && before.capital
	if !w.glued || !before.letter || !noun { // "let's", "it's"
		return false
	}
	switch w.lower {
	case "'s":
		return true
	case "'":
		return before.lower[len(before.lower)-1] == 's'
	}
	return false
}

// give makes a mention of a given span. Its head is that of the first mention inside
// which is not the possessor of the next one; if there is none, it is the word before
// the first comma, preposition or relative pronoun, or else the last one.
func (f *finder) give(s data.Span) {
	m := data.Mention{Span: s, Head: -1}
	for i, old := range f.found {
		possessor := f.possessorAt(old.End) && i+1 < len(f.found) && f.found[i+1].Start == old.End+1 && s.Contains(f.found[i+1].Head)
		if s.Contains(old.Head) && !possessor {
			m.Head, m.Name = old.Head, old.Name
			break
		}
	}
	if m.Head < 0 {
		m.Head = s.End - 1
		for i := s.Start + 1; i < s.End; i++ {
			if w := f.at(i); w.text == "," || w.is&(preposition|relative) != 0 && w.is&link == 0 {
				m.Head = i - 1
				break
			}
		}
		m.Name = f.at(m.Head).capital
	}
	f.found = slices.DeleteFunc(f.found, func(old data.Mention) bool { return old.Overlaps(s) })
	at, _ := slices.BinarySearchFunc(f.found, m.Head, func(old data.Mention, head int) int { return old.Head - head })
	f.found = slices.Insert(f.found, at, m)
}
