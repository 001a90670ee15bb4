package data

import "antecedent/internal/random"

// HoldOut splits off about a tenth of the examples to validate on, in the
// order they came in.
//
// Examples of the same text or the same pair stay together, since a model that
// has seen one of them has seen most of the other. Which group is held out is
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
	held := make(map[int]bool)
	least, greatest := -1, -1
	for g, k := range key {
		if k%10 == 0 {
			held[g] = true
		}
		if least < 0 || k < key[least] {
			least = g
		}
		if greatest < 0 || k > key[greatest] {
			greatest = g
		}
	}
	switch {
	case len(key) < 2:
		clear(held)
	case len(held) == 0:
		held[least] = true
	case len(held) == len(key):
		delete(held, greatest)
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
// equal texts and equal pairs connects.
func groups(examples []Example) []int {
	parent := make([]int, len(examples))
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	texts, pairs := make(map[string]int), make(map[string]int)
	join := func(seen map[string]int, name string, i int) {
		if first, ok := seen[name]; ok {
			parent[find(i)] = find(first)
		} else {
			seen[name] = i
		}
	}
	for i := range examples {
		parent[i] = i
		join(texts, examples[i].Text, i)
		if pair := examples[i].Pair; pair != "" {
			join(pairs, pair, i)
		}
	}
	out := make([]int, len(examples))
	for i := range out {
		out[i] = find(i)
	}
	return out
}
