package mention

import "antecedent/data"

// besideAt reports whether the name in capitals that begins at word j is another than the
// one that is word i, the word before it: "on Monday Anna met him", "In Paris Anna
// met him", "told Anna Beth left".
func (f *finder) besideAt(i, j int) bool {
	if j != i+1 || !f.personAt(j) {
		return false
	}
	w, before, after := f.at(i), f.at(i-1), f.at(j+1)
	if w.is&calendar != 0 && !w.firstName() {
		return true
	}
	if !isVerb(after.lower, after.is, after.class) {
		return false
	}
	place := w.class.NameKind() == data.Thing && w.class.Proper() && !w.class.Common()
	return place && before.start && before.is&preposition != 0 || tells[before.lower] && f.personAt(i)
}

// tells holds the verbs that take a person and a clause: whom and what.
var tells = map[string]bool{"tell": true, "tells": true, "told": true, "telling": true, "assured": true, "informed": true, "reminded": true, "warned": true, "promised": true, "convinced": true}

// pairAt reports whether the ampersand at j stands between the first names of two persons,
// of which word i is one: "Anna & Tom", which is no firm.
func (f *finder) pairAt(i, j int) bool {
	return j == i+1 && f.at(j).text == "&" && f.personAt(i) && f.personAt(j+1)
}

// personAt reports whether word i is a first name.
func (f *finder) personAt(i int) bool {
	w := f.at(i)
	return w.capital && w.class.FirstName() != 0 && w.class.NameKind() == data.Person
}
