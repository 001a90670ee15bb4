package mention

import (
	"slices"
	"strings"
	"unicode/utf8"

	"antecedent/data"
)

// describe sets gender, number, kind and entity of the mentions.
func describe(words []word, found []data.Mention) {
	titled := make([]data.Gender, len(found))
	for i := range found {
		m := &found[i]
		if m.Name {
			titled[i] = describeName(words, m)
		} else {
			describeNoun(words, m)
		}
	}
	cluster(words, found, titled)
}

// describeName judges a name by its title, by a noun that fixes a gender, and by its
// first name, in this order.
//
// It returns the gender that the title tells, which keeps names apart.
func describeName(words []word, m *data.Mention) (titled data.Gender) {
	m.Number = data.Singular
	first, saint := true, false
	for i := m.Start; i <= m.Head; i++ {
		w := words[i]
		if !w.letter || w.is&determiner != 0 {
			continue
		}
		switch {
		case w.is&title != 0 && (i < m.Head || w.is&(masculine|feminine) != 0):
			m.Kind = data.Person
			saint = w.lower == "st" || w.lower == "saint"
			if m.Gender == 0 {
				m.Gender = genderOn(w.is, masculineTitle, feminineTitle)
				titled, m.Certain = m.Gender, m.Gender != 0
			}
			continue
		case first && w.is&(masculine|feminine) != 0: // "Dad"
			m.Kind = data.Person
			if m.Gender == 0 {
				m.Gender = genderOn(w.is, masculine, feminine)
				m.Certain = m.Gender != 0
			}
		case first && i == m.Head && m.Kind == data.Person && !saint: // a surname: "Dr. Lee"
		case first:
			if g := genderOn(w.is, masculineName, feminineName); g != 0 {
				m.Kind = data.Person
				if m.Gender == 0 {
					m.Gender, m.Certain = g, w.class.GivenName()
				}
			} else if g := w.class.FirstName(); g != 0 && m.Gender == 0 && !w.acronym() && (m.Start == i && i == m.Head || w.class.NameKind() == data.Person) {
				m.Gender, m.Certain = g, w.class.GivenName()
			}
			if m.Kind == 0 {
				m.Kind = w.class.NameKind()
				if i < m.Head && m.Kind == data.Thing && words[m.Head].class.NameKind() == data.Person { // "Chelsea Clinton"
					m.Kind = 0
				}
			}
		}
		first = false
	}
	if head := words[m.Head]; m.Kind != data.Person && head.class.Common() && head.class.Kind() == data.Thing && m.Head > m.Start {
		m.Kind = data.Thing
	}
	if m.End-m.Start == 2 && words[m.Start].lower == "the" && strings.HasSuffix(words[m.Head].lower, "s") { // "the Beatles", "the Netherlands"
		m.Number = 0
	}
	if words[m.Head].is&group != 0 {
		m.Kind, m.Gender, m.Number = data.Thing, 0, 0
	}
	if m.Kind == data.Thing {
		m.Gender, m.Certain = 0, false
		if words[m.Start].lower == "the" {
			m.Number = 0
		}
	}
	return titled
}

func describeNoun(words []word, m *data.Mention) {
	w := words[m.Head]
	m.Number = data.Singular
	switch {
	case w.is&elliptic != 0: // "the other", "the two"
		m.Number = 0
		return
	case w.class.IsAdjective() && m.Len() == 2 && words[m.Start].lower == "the": // "the rich"
		m.Number = 0
		return
	case w.class.Plural():
		m.Number = data.Plural
	}
	m.Kind = w.class.Kind()
	m.Gender = genderOn(w.is, masculine, feminine)
	m.Certain = m.Gender != 0
	if w.class.Noun <= rare && m.Len() == 1 && w.class.NameKind() == data.Person && w.class.FirstName() != 0 { // "john", in lower case
		m.Kind, m.Gender, m.Certain = data.Person, w.class.FirstName(), w.class.GivenName()
	}
	if w.is&group != 0 {
		m.Kind = data.Thing
		if m.Number == data.Singular {
			m.Number = 0
		}
	}
	if w.is&person != 0 || m.Gender != 0 {
		m.Kind = data.Person
	}
}

func genderOn(l, m, f list) data.Gender {
	switch {
	case l&m != 0 && l&f == 0:
		return data.Masculine
	case l&f != 0 && l&m == 0:
		return data.Feminine
	}
	return 0
}

// parts returns the words of a name by which it is compared: all but titles,
// initials, links and suffixes, if that leaves one.
func parts(words []word, m data.Mention) []string {
	var kept, all []string
	for i := m.Start; i < m.End; i++ {
		w := words[i]
		if !w.letter || i == m.Start && w.is&determiner != 0 {
			continue
		}
		if i > m.Head && w.lower == "of" { // "of England" is one part, which "England" is not
			var rest strings.Builder
			for ; i < m.End; i++ {
				rest.WriteString(words[i].lower + " ")
			}
			return append(all, rest.String())
		}
		all = append(all, w.lower)
		initial := utf8.RuneCountInString(w.text) == 1
		if !initial && w.is&(title|suffix|link) == 0 && w.lower != "of" {
			kept = append(kept, w.lower)
		}
	}
	if len(kept) == 0 {
		return all
	}
	return kept
}

// cluster numbers the entities, in the order of their first mentions. A name joins
// the longest name that has all of its parts, unless its title says another gender; a
// common noun joins the mentions with the same head word.
func cluster(words []word, found []data.Mention, titled []data.Gender) {
	names := make([][]string, len(found))
	var order []int
	for i, m := range found {
		if m.Name {
			names[i] = parts(words, m)
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(names[b]) - len(names[a]) })
	type entity struct {
		parts  []string
		gender data.Gender
		kind   data.Kind
	}
	var entities []entity
	of := make([]int, len(found))
	for _, i := range order {
		best := -1
		for e := range entities {
			other := &entities[e]
			if titled[i] != 0 && other.gender != 0 && titled[i] != other.gender || !subset(names[i], other.parts) {
				continue
			}
			if best < 0 || slices.Equal(names[i], other.parts) && !slices.Equal(names[i], entities[best].parts) {
				best = e
			}
		}
		if best < 0 {
			best = len(entities)
			entities = append(entities, entity{parts: names[i]})
		}
		if e := &entities[best]; e.gender == 0 || titled[i] != 0 {
			e.gender = found[i].Gender
			e.kind = found[i].Kind
		}
		of[i] = best
	}
	heads := map[string]int{}
	for i, m := range found {
		if m.Name {
			continue
		}
		head := words[m.Head].lower
		e, ok := heads[head]
		if !ok {
			e = len(entities) + len(heads)
			heads[head] = e
		}
		of[i] = e
	}
	numbers := map[int]int{}
	for i := range found {
		n, ok := numbers[of[i]]
		if !ok {
			n = len(numbers)
			numbers[of[i]] = n
		}
		found[i].Entity = n
		// "Smith" alone is what the longest name of the entity is.
		if m := &found[i]; m.Name && titled[i] == 0 {
			e := entities[of[i]]
			if e.gender != 0 {
				m.Gender = e.gender
			}
			if e.kind != 0 {
				m.Kind = e.kind
			}
		}
	}
}

func subset(a, b []string) bool {
	for _, s := range a {
		if !slices.Contains(b, s) {
			return false
		}
	}
	return true
}
