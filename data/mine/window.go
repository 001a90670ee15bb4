package mine

import (
	"slices"

	"antecedent/data"
)

// A person is a mention of somebody by name.
type person struct {
	data.Span             // all tokens of the name, titles included
	gender    data.Gender // 0: not known
	titled    bool
	words     []string // of the name without titles, in lower case
	entity    int      // within a window
}

// people finds the names of a paragraph's persons. others holds the capitalised words
// that name something else, or nobody knows what.
func (c cast) people(p *paragraph) (found []person, others []data.Span) {
	for i := 0; i < len(p.tokens); {
		start := i
		end, gender, titled := p.titlesAt(start)
		words, after := c.nameAt(p, end)
		if len(words) == 0 {
			i = max(end, start+1) // a title alone is a noun
			continue
		}
		i = after
		m := person{Span: data.Span{Start: start, End: after}, gender: gender, titled: titled, words: words}
		named := true
		if start > 0 && determiners[p.lower[start-1]] {
			if titled {
				m.Start-- // "your Aunt Fanny"
			} else {
				named = data.GenderOf(p.lower[start-1]) != 0 // "the Chancellor" is a noun
			}
		}
		if m.gender == 0 {
			m.gender = c.genderOf(words)
		}
		isPerson := titled || slices.ContainsFunc(words, func(word string) bool { return c.roles[word].person })
		if isPerson && named {
			found = append(found, m)
		} else {
			others = append(others, m.Span)
		}
	}
	return found, others
}

// titlesAt returns where the titles, and adjectives such as "Poor", that begin at token
// i end, and the gender of the last title that has one.
func (p *paragraph) titlesAt(i int) (end int, gender data.Gender, titled bool) {
	for i < len(p.tokens) && capitalised(p.tokens[i].Text) {
		g, ok := titles[p.lower[i]]
		if !ok && !endearments[p.lower[i]] {
			break
		}
		titled = titled || ok
		if g != 0 {
			gender = g
		}
		i++
		if i < len(p.tokens) && p.tokens[i].Text == "." && !p.apart(i) && abbreviations[p.lower[i-1]] {
			i++
		}
	}
	return i, gender, titled
}

// nameAt returns the words of the name that begins at token i, without initials, and
// where it ends. Behind the first word any word with a capital belongs to the name.
func (c cast) nameAt(p *paragraph, i int) (words []string, end int) {
	for first := i; i < len(p.tokens) && (i == first || p.isGap(i)); {
		switch {
		case c.isName(p, i), len(words) > 0 && capitalised(p.tokens[i].Text) && !p.starts[i] && !notNames[p.lower[i]] && c.roles[p.lower[i]] != nil:
			words = append(words, p.lower[i])
			i++
		case i > 0 && isInitial(p, i) && i+2 < len(p.tokens) && (c.isName(p, i+2) || isInitial(p, i+2)) && (i > first || p.followsTitle(i)):
			i += 2
		default:
			return words, i
		}
	}
	return words, i
}

// followsTitle reports whether a title, or its point, precedes token i.
func (p *paragraph) followsTitle(i int) bool {
	if p.tokens[i-1].Text == "." && i > 1 {
		i--
	}
	_, ok := titles[p.lower[i-1]]
	return ok && capitalised(p.tokens[i-1].Text)
}

// isGap reports whether one space, or nothing, parts token i from the one before.
func (p *paragraph) isGap(i int) bool { return p.tokens[i].Start-p.tokens[i-1].End <= 1 }

// isInitial reports whether tokens i and i+1 are a letter and a point, as in "J. Smith".
func isInitial(p *paragraph, i int) bool {
	t := p.tokens[i].Text
	return len(t) == 1 && t >= "A" && t <= "Z" && i+1 < len(p.tokens) && p.tokens[i+1].Text == "." && !p.apart(i+1)
}

// genderOf is the gender of a name without a title: that of its first word.
func (c cast) genderOf(words []string) data.Gender {
	for _, word := range words {
		if !particles[word] {
			return c.roles[word].gender
		}
	}
	return 0
}

// particles are parts of surnames.
var particles = set("van von der de du del della di la le las los")

// A window is a range of sentences with two persons.
type window struct {
	*paragraph
	cast      cast
	data.Span          // in the paragraph's tokens
	last      int      // where the last sentence begins
	people    []person // entity is 0 or 1, in the order of first mentions
	before    []person // those of the sentence before the window
}

// window returns the window of sentences [from, to] if it names two persons and nobody
// whose gender is unknown.
func (c cast) window(p *paragraph, from, to int, people []person, others []data.Span, limit int) (w window, ok bool) {
	w = window{paragraph: p, cast: c, Span: data.Span{Start: p.sentences[from].Start, End: p.sentences[to].End}, last: p.sentences[to].Start}
	if w.Len() > limit {
		return w, false
	}
	unknown := 0
	for _, s := range others {
		if s.Overlaps(w.Span) {
			unknown++
		}
	}
	if unknown > 3 {
		return w, false
	}
	for _, m := range people {
		if m.Overlaps(w.Span) {
			if m.gender == 0 || m.Start < w.Start || m.End > w.End {
				return w, false
			}
			w.people = append(w.people, m)
		}
	}
	if from > 0 {
		for _, m := range people {
			if m.Overlaps(p.sentences[from-1]) {
				w.before = append(w.before, m)
			}
		}
	}
	for i := w.Start; i < w.End; i++ {
		// "Will nodded": at the beginning of a sentence a name may look like a word.
		if !w.inName(i) && capitalised(w.tokens[i].Text) && w.names(w.lower[i]) {
			return w, false
		}
	}
	entities := link(w.people)
	return w, entities == 2 && w.distinct()
}

// link numbers the entities of names and returns how many there are. A name is of an
// earlier one's entity if the gender is the same and the words of one are among those
// of the other.
func link(people []person) int {
	n := 0
	for i := range people {
		people[i].entity = -1
		for j := range i {
			if people[j].gender == people[i].gender && (among(people[i].words, people[j].words) || among(people[j].words, people[i].words)) {
				people[i].entity = people[j].entity
				break
			}
		}
		if people[i].entity < 0 {
			people[i].entity = n
			n++
		}
	}
	return n
}

func among(some, all []string) bool {
	for _, word := range some {
		if !slices.Contains(all, word) {
			return false
		}
	}
	return true
}

// names reports whether a word is one of a person's name.
func (w *window) names(word string) bool {
	return slices.ContainsFunc(w.people, func(m person) bool { return slices.Contains(m.words, word) })
}

// inName reports whether token i is part of a person's name.
func (w *window) inName(i int) bool {
	return slices.ContainsFunc(w.people, func(m person) bool { return m.Contains(i) })
}

// genderOf returns the gender that all mentions of an entity have.
func (w *window) genderOf(entity int) data.Gender {
	for _, m := range w.people {
		if m.entity == entity {
			return m.gender
		}
	}
	return 0
}

// nearest returns the last mention of an entity in front of token i.
func (w *window) nearest(entity, i int) (data.Span, bool) {
	for _, m := range slices.Backward(w.people) {
		if m.entity == entity && m.End <= i {
			return m.Span, true
		}
	}
	return data.Span{}, false
}

// mayBe reports whether a noun before token i, outside of the names, stands for somebody
// whom a pronoun of gender g at i may be of. What is said in another quotation is not.
func (w *window) mayBe(g data.Gender, i int) bool {
	for j := w.Start; j < i; j++ {
		word := w.lower[j]
		if w.quoted[j] != w.quoted[i] {
			continue
		}
		if (genderedNouns[word] == g || neutralNouns[word] || word == "unk") && !w.inName(j) {
			return true
		}
	}
	return false
}
