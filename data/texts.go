package data

import (
	"slices"
	"strings"
)

// Texts is a set of texts, each by a hash of 64 bits, in ascending order: enough to tell
// which examples are of one of them, and small enough to be kept with a model. Texts are
// the same if their tokens are, as in [WithoutTexts].
type Texts []uint64

// TextsOf is the set of the labelled examples' texts.
func TextsOf(examples []Example) Texts {
	var list Texts
	for i := range examples {
		if examples[i].Labelled {
			list = append(list, textHash(&examples[i]))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Union is the set of the texts of both sets.
func (t Texts) Union(u Texts) Texts {
	both := slices.Concat(t, u)
	slices.Sort(both)
	return slices.Compact(both)
}

// Has reports whether the example's text is in the set.
func (t Texts) Has(e *Example) bool {
	_, found := slices.BinarySearch(t, textHash(e))
	return found
}

// Count is how many of the examples are labelled and have a text of the set.
func (t Texts) Count(examples []Example) (n int) {
	for i := range examples {
		if len(t) > 0 && examples[i].Labelled && t.Has(&examples[i]) {
			n++
		}
	}
	return n
}

// textHash is FNV-1a of what normalized returns, which it need not make.
func textHash(e *Example) uint64 {
	h := uint64(14695981039346656037)
	add := func(c byte) { h = (h ^ uint64(c)) * 1099511628211 }
	for _, t := range e.Tokens {
		word := strings.ToLower(t.Text)
		for i := range len(word) {
			add(word[i])
		}
		add(' ')
	}
	return h
}

// CountLabelled is how many of the examples are labelled.
func CountLabelled(examples []Example) (n int) {
	for i := range examples {
		if examples[i].Labelled {
			n++
		}
	}
	return n
}
