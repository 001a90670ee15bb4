package corpus

import "slices"

// pairsOfClasses are lists of frames by the classes that they take, in order.
type pairsOfClasses struct {
	classes int
	lists   [][]*frame
}

func (p pairsOfClasses) frames(first, second *class) []*frame {
	return p.lists[first.index*p.classes+second.index]
}

// A selection says which frames a split draws from.
type selection struct{ heldOut, past, symmetric bool }

// framesBetween sorts frames by the classes that they take: the held-out ones, those in
// the past tense, or all of training; and only those that take the two classes in both
// orders, if symmetric.
func (lex *lexicon) framesBetween(heldOut, past, symmetric bool) pairsOfClasses {
	key := selection{heldOut, past, symmetric}
	if p, ok := lex.between[key]; ok {
		return p
	}
	frames := slices.Concat(lex.frames["frames"], lex.frames["present frames"])
	switch {
	case heldOut:
		frames = lex.frames["held-out frames"]
	case past:
		frames = lex.frames["frames"]
	}
	p := pairsOfClasses{len(lex.classes), make([][]*frame, len(lex.classes)*len(lex.classes))}
	for _, f := range frames {
		for _, a := range lex.of(f.slots[0]) {
			for _, b := range lex.of(f.slots[1]) {
				if symmetric && !(f.slots[0].has(b) && f.slots[1].has(a)) {
					continue // such a frame tells which invented noun is of which class
				}
				i := a.index*p.classes + b.index
				p.lists[i] = append(p.lists[i], f)
			}
		}
	}
	lex.between[key] = p
	return p
}
