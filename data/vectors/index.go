package vectors

import "hash/maphash"

// An index finds the rows of words. It is a hash table with open addressing: a word is
// in the first free slot from its hash on. Making it takes a third of the time of making
// a map, which counts where a program reads one sentence.
type index struct {
	words []string
	slots []int32 // rows; 0 for none
}

var seed = maphash.MakeSeed()

// newIndex makes an empty index of words, for which at least every second slot is free.
func newIndex(words []string) index {
	size := 4
	for size < 2*len(words) {
		size *= 2
	}
	return index{words, make([]int32, size)}
}

// slot returns the slot of a word, or that where it would be.
func (x index) slot(word string) *int32 {
	mask := uint64(len(x.slots) - 1)
	for h := maphash.String(seed, word); ; h++ {
		if s := &x.slots[h&mask]; *s == 0 || x.words[*s] == word {
			return s
		}
	}
}
