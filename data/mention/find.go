package mention

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"antecedent/data"
)

// A word is a token with all that the rules ask of it.
type word struct {
	text, lower string
	class       Class
	is          list
	letter      bool // begins with a letter
	capital     bool // is written with a capital that says something
	start       bool // begins a sentence or a quotation
	glued       bool // follows the token before it without white space
	dot         bool // is the period of an abbreviation or an initial
}

// finder finds the mentions of one text.
type finder struct {
	words []word
	named map[string]bool // words with a capital within a sentence
	found []data.Mention
}

// Find returns the names and noun phrases that tokens mention, in the order of
// their heads, each head once; spans do not overlap. Pronouns are not among them.
//
// Given spans become mentions of their own, whatever they contain, and replace
// those found that overlap them.
//
// The rules are these. A run of capitalised words is a name, with its titles,
// initials and links. A determiner begins a noun phrase that extends over the
// longest run of words that can belong to it; its head is the last noun. Without a
// determiner, words that are mostly used as nouns are one. A noun phrase ends
// before a preposition, a relative clause and a possessive: "the old man's hat" has
// two mentions, whose heads are "man" and "hat", and so has "John and Mary".
func Find(tokens []data.Token, given ...data.Span) []data.Mention {
	f := finder{words: read(tokens), named: map[string]bool{}}
	for i, w := range f.words {
		if w.capital && !w.start && w.is&closed == 0 && i > 0 && !f.words[i-1].start {
			f.named[w.lower] = true
		}
	}
	for i := 0; i < len(f.words); {
		i = f.step(i)
	}
	f.give(given)
	describe(f.words, f.found)
	return f.found
}

// read prepares the tokens.
func read(tokens []data.Token) []word {
	lists := listsOf()
	sentence := Sentences(tokens)
	words := make([]word, len(tokens))
	for i, t := range tokens {
		r, _ := utf8.DecodeRuneInString(t.Text)
		w := &words[i]
		w.text, w.lower = t.Text, strings.ToLower(t.Text)
		w.is = lists[w.lower]
		w.letter = unicode.IsLetter(r)
		w.capital = unicode.IsUpper(r)
		if w.letter {
			w.class = classOfLower(w.lower)
		}
		w.glued = i > 0 && tokens[i-1].End == t.Start
		w.dot = endsAbbreviation(tokens, i)
		w.start = i == 0 || sentence[i] != sentence[i-1] ||
			!words[i-1].dot && strings.Contains(".!?\"“‘:;'`''``", words[i-1].text)
	}
	for from := 0; from < len(words); { // capitals say nothing where all is in capitals
		to, letters, shouted := from, 0, 0
		for to < len(words) && sentence[to] == sentence[from] {
			if w := words[to]; w.letter && len(w.text) > 1 {
				letters++
				if w.text == strings.ToUpper(w.text) {
					shouted++
				}
			}
			to++
		}
		for i := from; i < to && letters > 2 && shouted == letters; i++ {
			w := &words[i]
			w.capital = w.capital && (!w.class.Known() || w.class.Proper() || w.class.FirstName() != 0) && w.is&closed == 0
		}
		from = to
	}
	return words
}

// closedAt reports whether word i cannot be inside a noun phrase. Words that a hyphen
// joins can: "mother-in-law".
func (f *finder) closedAt(i int) bool {
	w := f.words[i]
	return !w.letter || w.is&closed != 0 && !f.joined(i)
}

// joined reports whether a hyphen joins word i to the word before it.
func (f *finder) joined(i int) bool {
	return i > 1 && f.words[i].glued && f.words[i-1].text == "-" && f.words[i-1].glued
}

// hyphen reports whether token i is a hyphen inside a word.
func (f *finder) hyphen(i int) bool {
	return f.words[i].text == "-" && i > 0 && f.words[i].glued && i+1 < len(f.words) && f.joined(i+1) && f.words[i+1].letter
}

// after returns the index of the token after word i and its period.
func (f *finder) after(i int) int {
	if i+1 < len(f.words) && f.words[i+1].dot {
		return i + 2
	}
	return i + 1
}

// nameAt reports whether word i is, or begins, a name.
func (f *finder) nameAt(i int) bool {
	w := f.words[i]
	if !w.capital || w.lower == "i" && !(i+1 < len(f.words) && f.words[i+1].dot) {
		return false
	}
	next := word{}
	if n := f.after(i); n < len(f.words) {
		next = f.words[n]
	}
	namesNext := next.capital && next.is&closed == 0
	if utf8.RuneCountInString(w.text) == 1 {
		return i+1 < len(f.words) && f.words[i+1].dot || i > 0 && f.words[i-1].capital && !f.words[i-1].start && f.words[i-1].is&closed == 0
	}
	if w.is&adjectival != 0 {
		return namesNext && !w.start || !w.start && !(next.letter && next.class.Noun > 0)
	}
	firstName := w.is&(masculineName|feminineName) != 0
	if !w.start {
		return w.is&closed == 0 || firstName && (i == 0 || f.words[i-1].is&(preposition|title) != 0 || next.class.IsVerb())
	}
	c := w.class
	verbNext := next.is&auxiliary != 0 || next.is&reporting != 0 || next.class.Irregular() || next.class.IsVerb() && next.class.Inflected()
	if w.is&closed != 0 {
		return firstName && (verbNext && !next.capital || next.is&conjunction != 0 && f.named[w.lower])
	}
	if w.is&title != 0 && next.capital {
		return true
	}
	highest := max(c.Noun, c.Verb, c.Adjective, c.Adverb)
	switch {
	case f.named[w.lower] && (c.Proper() || !c.Known() || firstName || !c.Frequent()):
		return true
	case !c.Known():
		return !c.Frequent() || f.named[w.lower] || namesNext || c.FirstName() != 0 || c.NameKind() != 0
	case c.Proper():
		return true
	case firstName && verbNext:
		return true
	case highest < 56 && c.Adverb < 9 && !strings.HasSuffix(w.lower, "ing") && !strings.HasSuffix(w.lower, "ed") && !c.Plural() && !c.Inflected() && verbNext && next.letter:
		return true
	case namesNext && utf8.RuneCountInString(next.text) > 1:
		return !w.class.IsAdverb() && !strings.HasSuffix(w.lower, "ing")
	case c.IsNoun() || highest < 22:
		return !c.Plural() && !(next.letter && next.is&closed == 0 && next.class.Noun > next.class.Verb)
	}
	return false
}

// step looks at word i and returns where to go on.
func (f *finder) step(i int) int {
	switch {
	case f.nameAt(i):
		return f.name(i, i)
	case f.isDeterminer(i):
		return f.phrase(i)
	case !f.closedAt(i):
		return f.bare(i)
	}
	return i + 1
}

// isDeterminer reports whether token i begins a noun phrase: a determiner, or what
// follows a possessor.
func (f *finder) isDeterminer(i int) bool {
	w := f.words[i]
	if f.possessor(i) {
		return true
	}
	if w.is&determiner == 0 || f.joined(i) {
		return false
	}
	if w.lower == "that" { // more often a conjunction
		return i+1 < len(f.words) && f.words[i+1].class.Noun > max(f.words[i+1].class.Verb, f.words[i+1].class.Adjective)
	}
	return true
}

// possessor reports whether token i is the "'s" or "'" of a possessive.
func (f *finder) possessor(i int) bool {
	w := f.words[i]
	if i == 0 || !w.glued || !f.words[i-1].letter || f.words[i-1].is&(pronoun|determiner) != 0 && f.words[i-1].lower != "other" && f.words[i-1].lower != "one" {
		return false
	}
	switch w.text {
	case "'s", "’s", "'S", "’S":
		return true
	case "'", "’":
		return strings.HasSuffix(f.words[i-1].lower, "s")
	}
	return false
}

// add appends a mention, unless its head is one already.
func (f *finder) add(start, end, head int, name bool) {
	f.found = append(f.found, data.Mention{Span: data.Span{Start: start, End: end}, Head: head, Name: name})
}

// name reads the name that begins at i, whose mention begins at start, and returns
// where to go on.
func (f *finder) name(start, i int) int {
	j := f.nameEnd(i)
	head := j - 1
	if f.words[head].dot {
		head--
	}
	for head > i && (f.words[head].is&suffix != 0 || !f.words[head].letter) { // "Smith Jr."
		head--
	}
	k := j
	if start < i { // "the Ford car": a common noun goes on
		for k < len(f.words) && f.nounAt(k) {
			k++
		}
	}
	if k > j {
		f.add(start, k, k-1, false)
		return k
	}
	// "the Bank of England", "the University of the Arts"
	if c := f.words[head]; j+1 < len(f.words) && f.words[j].lower == "of" && (start < i || c.is&title != 0 || c.class.Common()) {
		k := j + 1
		if f.words[k].lower == "the" && k+1 < len(f.words) {
			k++
		}
		if f.nameAt(k) && f.words[k].is&calendar == 0 {
			f.add(start, f.nameEnd(k), head, true)
			return f.nameEnd(k)
		}
	}
	if j > i+1 || f.words[i].is&calendar == 0 || f.words[i].is&(masculineName|feminineName) != 0 && f.words[i].start {
		f.add(start, j, head, true)
	}
	return j
}

// nameEnd returns where the name that begins at i ends.
func (f *finder) nameEnd(i int) int {
	j := f.after(i)
	for j < len(f.words) {
		switch w := f.words[j]; {
		case w.capital && f.nameAt(j) && !(w.start && !f.words[j-1].dot):
			j = f.after(j)
		case w.is&link != 0 && j+1 < len(f.words) && f.words[j+1].capital && f.nameAt(j+1):
			j = f.after(j + 1)
		case w.is&link != 0 && j+2 < len(f.words) && f.words[j+1].is&link != 0 && f.nameAt(j+2): // "de la"
			j = f.after(j + 2)
		case f.hyphen(j):
			j += 2
		case w.text == "&" && j+1 < len(f.words) && f.nameAt(j+1):
			j = f.after(j + 1)
		case w.is&suffix != 0 && w.capital:
			j = f.after(j)
		default:
			return j
		}
	}
	return j
}

// nounAt reports whether word i continues a noun phrase that has a noun already.
func (f *finder) nounAt(i int) bool {
	w := f.words[i]
	return !f.closedAt(i) && !w.capital && w.class.Noun > w.class.Adjective && (w.class.Noun > w.class.Verb+8 || w.class.Verb == 0 && w.class.Noun > 0)
}

// phrase reads the noun phrase that the determiner at i begins.
func (f *finder) phrase(i int) int {
	start := i
	if f.possessor(i) {
		start = i + 1
	}
	n, head := len(f.words), -1
	j := i + 1
scan:
	for j < n {
		w := f.words[j]
		switch {
		case f.hyphen(j):
			j++
			head = -1
			if f.words[j].is&preposition != 0 { // "mother-in-law": the first word is the head
				head = j - 2
				for j+1 < n && f.hyphen(j+1) {
					j += 2
				}
				j++
				break scan
			}
			continue
		case head < 0 && w.is&(determiner|premodifier) != 0 && !f.joined(j), head < 0 && w.text != "" && w.text[0] >= '0' && w.text[0] <= '9':
			j++
			continue
		case head < 0 && (w.text == "," || w.lower == "and") && j > i+1 && j+1 < n && f.words[j-1].class.Adjective > 0 && f.words[j+1].class.Adjective > 0 && f.words[j+1].is&closed == 0:
			j++
			continue
		case f.closedAt(j):
			break scan
		case f.nameAt(j) && head < 0:
			return f.name(start, j)
		case f.nameAt(j):
			break scan
		}
		c := w.class
		next := word{}
		if j+1 < n && !f.closedAt(j+1) {
			next = f.words[j+1]
		}
		switch {
		case head < 0:
			if c.Noun > 0 || !c.Known() && !strings.HasSuffix(w.lower, "ly") {
				head = j
			}
			// A word that is mostly an adjective is not the head before a noun.
			if head == j && c.Adjective > c.Noun && next.class.Noun > 0 &&
				(next.class.Noun > next.class.Verb || c.Adjective > c.Noun+12) {
				head = -1
			}
		case !c.Known() && !strings.HasSuffix(w.lower, "ed") && !strings.HasSuffix(w.lower, "ing") && !strings.HasSuffix(w.lower, "ly"),
			c.Noun > c.Verb && c.Noun >= c.Adjective && c.Noun > c.Adverb:
			head = j
		default:
			break scan
		}
		j++
	}
	if head < 0 {
		// "the rich"
		if w := f.words[i]; w.lower == "the" && j == i+2 && f.words[j-1].class.Adjective > 0 {
			f.add(i, j, j-1, false)
			return j
		}
		return i + 1
	}
	end := max(head+1, 0)
	if head < j-1 && f.words[head+1].text == "-" {
		end = j
	}
	f.add(start, end, head, false)
	return end
}

// bare reads a noun phrase without a determiner that has word i.
func (f *finder) bare(i int) int {
	w := f.words[i]
	if !w.class.IsNoun() || w.class.Noun == max(w.class.Verb, w.class.Adjective, w.class.Adverb) || w.is&calendar != 0 {
		return i + 1
	}
	if i > 0 && w.class.Verb > 0 && f.words[i-1].is&(subject|modal) != 0 { // "he works", "to work"
		return i + 1
	}
	j := i + 1
	for j < len(f.words) {
		if f.hyphen(j) {
			j += 2
			continue
		}
		if c := f.words[j].class; f.closedAt(j) || f.nameAt(j) || c.Noun <= max(c.Verb, c.Adjective) {
			break
		}
		j++
	}
	start := i
	floor := 0
	if n := len(f.found); n > 0 {
		floor = f.found[n-1].End
	}
	for start > floor && !f.closedAt(start-1) && f.words[start-1].class.Adjective > f.words[start-1].class.Verb && !f.nameAt(start-1) {
		start--
	}
	f.add(start, j, j-1, false)
	return j
}

// give replaces the mentions that overlap a given span by the span.
func (f *finder) give(given []data.Span) {
	for _, s := range given {
		if s.Start < 0 || s.Start >= s.End || s.End > len(f.words) {
			continue
		}
		m := data.Mention{Span: s, Head: -1}
		kept := f.found[:0:0]
		for _, old := range f.found {
			if !old.Overlaps(s) {
				kept = append(kept, old)
				continue
			}
			if m.Head < 0 && s.Contains(old.Head) {
				m.Head, m.Name = old.Head, old.Name
			}
		}
		if m.Head < 0 {
			m.Head = s.End - 1
			for i := s.Start + 1; i < s.End; i++ {
				if w := f.words[i]; w.text == "," || w.is&(preposition|relative) != 0 && w.is&link == 0 {
					m.Head = i - 1
					break
				}
			}
			m.Name = f.words[m.Head].capital
		}
		at := 0
		for at < len(kept) && kept[at].Head < m.Head {
			at++
		}
		kept = append(kept, data.Mention{})
		copy(kept[at+1:], kept[at:])
		kept[at] = m
		f.found = kept
	}
}
