package mine

import (
	"cmp"
	"slices"
	"strconv"
)

// Balance leaves out examples, chosen by a hash of their IDs, until among those of each
// kind the right person is as often the one named last before the pronoun as the other.
// The order stays.
func Balance(examples []Example) []Example {
	type class struct {
		kind Kind
		last bool
	}
	hashes := map[class][]uint64{}
	for _, e := range examples {
		c := class{e.Kind, e.Last}
		hashes[c] = append(hashes[c], hash(e.ID))
	}
	limit := map[class]uint64{} // the greatest hash that is kept
	for c, list := range hashes {
		slices.Sort(list)
		if n := min(len(list), len(hashes[class{c.kind, !c.last}])); n > 0 {
			limit[c] = list[n-1]
		}
	}
	var kept []Example
	for _, e := range examples {
		if most, ok := limit[class{e.Kind, e.Last}]; ok && hash(e.ID) <= most {
			kept = append(kept, e)
		}
	}
	return kept
}

// A Tally counts the examples of one kind.
type Tally struct {
	Kind     Kind
	Examples int
	Last     int // examples whose person is the one named last before the pronoun
	First    int // examples whose person is the one named first in the text
}

// Count returns the tally of each kind that occurs.
func Count(examples []Example) []Tally {
	tallies := []Tally{{Kind: Gender}, {Kind: Repeated}}
	for _, e := range examples {
		t := &tallies[e.Kind]
		t.Examples++
		if e.Last {
			t.Last++
		}
		if e.First {
			t.First++
		}
	}
	return slices.DeleteFunc(tallies, func(t Tally) bool { return t.Examples == 0 })
}

// Sample returns n examples, or all if there are fewer, in the order of a hash of seed
// and ID: another seed gives another sample, and an example that is no longer found
// changes no more than its own place.
func Sample(examples []Example, n int, seed uint64) []Example {
	key := func(e Example) uint64 { return hash(strconv.FormatUint(seed, 10) + " " + e.ID) }
	sorted := slices.Clone(examples)
	slices.SortStableFunc(sorted, func(a, b Example) int { return cmp.Compare(key(a), key(b)) })
	return sorted[:min(n, len(sorted))]
}
