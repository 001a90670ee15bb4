package mine

import (
	"slices"

	"antecedent/data"
)

// genders finds the examples of a window that the gender of a pronoun decides. done
// holds the pronouns, by their tokens, that a shorter window has used.
func (w *window) genders(document string, done map[int]bool, add func(Example)) {
	if w.genderOf(0) == w.genderOf(1) {
		return
	}
	for i := w.last; i < w.End; i++ {
		g := data.GenderOf(w.lower[i])
		if g == 0 || done[i] || w.inName(i) {
			continue
		}
		right := 0
		if w.genderOf(1) == g {
			right = 1
		}
		if w.mayBe(g, i) || !w.refersTo(i, right) {
			continue
		}
		edits, ok := w.anonymise(g, w.substitutes(document, g))
		if !ok {
			continue
		}
		if e, ok := w.example(Gender, document, data.Span{Start: i, End: i + 1}, right, edits); ok {
			add(e)
			done[i] = true
		}
	}
}

// refersTo reports whether the pronoun at token i, which agrees with one of the two
// persons, is of that person as far as one can see. Both must be named before it, the
// right one in the pronoun's quotation or, like it, outside of all. No pronoun of its
// gender may stand before the person's first name, since that is of somebody who was
// named earlier. Unless the person is prominent, the sentence before the window must name
// nobody else of that gender.
func (w *window) refersTo(i, right int) bool {
	if f, ok := w.formOf(i); ok && f == reflexive {
		return false
	}
	if _, ok := w.nearest(1-right, i); !ok {
		return false
	}
	beside := func(m person) bool { return m.entity == right && m.End <= i && w.quoted[m.Start] == w.quoted[i] }
	if !slices.ContainsFunc(w.people, beside) {
		return false
	}
	g := data.GenderOf(w.lower[i])
	for _, m := range w.before {
		if m.gender == g && !w.isOf(m, right) && !w.prominent(i, right) {
			return false
		}
	}
	for j := w.Start; j < i && !w.isFirst(j, right); j++ {
		if data.GenderOf(w.lower[j]) == g && w.quoted[j] == w.quoted[i] {
			return false
		}
	}
	return true
}

// prominent reports whether an entity is named twice before token i, or in its sentence,
// or at the beginning of another.
func (w *window) prominent(i, entity int) bool {
	times := 0
	for _, m := range w.people {
		if m.entity == entity && m.Start < i {
			if m.Start >= w.last || w.beginsSentence(m.Start) {
				return true
			}
			times++
		}
	}
	return times > 1
}

// isOf reports whether a name outside of the window is one of an entity's.
func (w *window) isOf(m person, entity int) bool {
	return slices.ContainsFunc(w.people, func(n person) bool {
		return n.entity == entity && (among(m.words, n.words) || among(n.words, m.words))
	})
}

// isFirst reports whether token i begins the first mention of an entity.
func (w *window) isFirst(i, entity int) bool {
	for _, m := range w.people {
		if m.entity == entity {
			return m.Start == i
		}
	}
	return false
}
