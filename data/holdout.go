package data

import (
	"cmp"
	"maps"
	"slices"

	"antecedent/internal/random"
)

// HoldOut splits off about a tenth of the examples to validate on, in the
// order they came in.
//
// Examples of the same text, the same pair or the same document stay together, since
// a model that has seen one of them has seen most of the other. Which group is held out is
// decided by a hash of its texts alone: it does not change with the order of
// the files, nor for the old examples when new ones are added. Of two groups
// or more at least one is held out and one kept; a single group is not split.
func HoldOut(examples []Example) (train, valid []Example) {
	group := groups(examples)
	key := make(map[int]uint64) // of each group: the least hash of its texts
	for i := range examples {
		h := random.Key(0, examples[i].Text)
		if k, ok := key[group[i]]; !ok || h < k {
			key[group[i]] = h
		}
	}
	order := slices.SortedFunc(maps.Keys(key), func(a, b int) int { return cmp.Compare(key[a], key[b]) })
	held := make(map[int]bool)
	for g, k := range key {
		if k%10 == 0 {
			held[g] = true
		}
	}
	switch n := len(order); {
	case n < 2:
		clear(held)
	case len(held) == 0:
		held[order[0]] = true
	case len(held) == n:
		delete(held, order[n-1])
	}
	for i := range examples {
		if held[group[i]] {
			valid = append(valid, examples[i])
		} else {
			train = append(train, examples[i])
		}
	}
	return train, valid
}

// groups gives each example the number of its group: those that a chain of
// equal texts, pairs and documents connects.
func groups(examples []Example) []int {
	parent := make([]int, len(examples)) // towards one example that stands for the group
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	type property struct{ kind, value string }
	seen := make(map[property]int)
	join := func(i int, p property) {
		if first, ok := seen[p]; ok {
			parent[find(i)] = find(first)
		} else {
			seen[p] = i
		}
	}
	for i, e := range examples {
		parent[i] = i
		join(i, property{"text", e.Text})
		if e.Pair != "" {
			join(i, property{"pair", e.Pair})
		}
		if d := DocumentOf(&e); d != "" {
			join(i, property{"document", d})
		}
	}
	for i := range parent {
		parent[i] = find(i)
	}
	return parent
}
