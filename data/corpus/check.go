package corpus

import "fmt"

// check reports what is wrong though each line by itself is right: a class that no
// sentence could be made of, and lists of which one is longer than the other.
func (lex *lexicon) check() error {
	var fits classes // some predicate
	for _, p := range lex.predicates {
		if !p.neutral {
			fits = fits.union(p.fits)
		}
	}
	var framed classes // in some frame
	for _, frames := range lex.frames {
		for _, f := range frames {
			framed = framed.union(f.slots[0]).union(f.slots[1])
		}
	}
	between := lex.framesBetween(false, false, false)
	for _, c := range lex.classes {
		problem := ""
		switch {
		case len(c.nouns) == 0:
			problem = "has no nouns: write some below it"
		case !framed.has(c):
			problem = "stands in no frame: name it in templates.txt, or in a group that stands there"
		case !fits.has(c):
			problem = "has no predicate that fits it: name it in predicates.txt, or in a group that stands there"
		case !lex.meets(c, between):
			problem = "meets no other class in frames of both orders: name it in both slots of [frames …]"
		}
		if problem != "" {
			return fmt.Errorf("corpus: %s: the class %s %s", c.at, c.name, problem)
		}
	}
	first, second := lex.frames["first"], lex.frames["second"]
	if n, m := len(first), len(second); n != m {
		longer := first
		if m > n {
			longer = second
		}
		return fmt.Errorf("corpus: %s: [first …] has %d lines and [second …] %d: give them as many, or the order of the persons tells", longer[len(longer)-1].at, n, m)
	}
	return nil
}

// meets reports whether frames take the class with some other one in both orders.
func (lex *lexicon) meets(c *class, between pairsOfClasses) bool {
	for _, d := range lex.classes {
		if d != c && len(between.frames(c, d)) > 0 && len(between.frames(d, c)) > 0 {
			return true
		}
	}
	return false
}
