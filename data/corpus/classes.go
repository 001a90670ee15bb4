package corpus

import "math/bits"

// classes is a set of classes, a bit each, by their indices.
type classes [maxClasses / 64]uint64

// maxClasses is how many classes a lexicon may have.
const maxClasses = 128

func setOf(c *class) (s classes) {
	s[c.index/64] |= 1 << (c.index % 64)
	return s
}

func (s classes) has(c *class) bool { return s[c.index/64]>>(c.index%64)&1 == 1 }

func (s classes) empty() bool { return s == classes{} }

func (s classes) size() (n int) {
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

func (s classes) union(t classes) classes {
	for i := range s {
		s[i] |= t[i]
	}
	return s
}

func (s classes) intersect(t classes) classes {
	for i := range s {
		s[i] &= t[i]
	}
	return s
}

// of lists the classes of a set. The caller must not change the list.
func (lex *lexicon) of(s classes) []*class {
	if list, ok := lex.lists[s]; ok {
		return list
	}
	list := make([]*class, 0, s.size())
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			list = append(list, lex.classes[64*i+bits.TrailingZeros64(word)])
		}
	}
	lex.lists[s] = list
	return list
}
