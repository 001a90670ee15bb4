package mine

import "slices"

// Balance leaves out examples, chosen by a hash of their IDs, until among those of each
// kind the right person is as often the one named last before the pronoun as the other.
// The order stays.
func Balance(examples []Example) []Example {
	type class struct {
		kind    Kind
		nearest bool
	}
	hashes := map[class][]uint64{}
	for _, e := range examples {
		c := class{e.Kind, e.Nearest}
		hashes[c] = append(hashes[c], hash(e.ID))
	}
	limit := map[class]uint64{} // the greatest hash that is kept
	for c, list := range hashes {
		slices.Sort(list)
		if n := min(len(list), len(hashes[class{c.kind, !c.nearest}])); n > 0 {
			limit[c] = list[n-1]
		}
	}
	var kept []Example
	for _, e := range examples {
		if most, ok := limit[class{e.Kind, e.Nearest}]; ok && hash(e.ID) <= most {
			kept = append(kept, e)
		}
	}
	return kept
}
