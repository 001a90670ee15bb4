package corpus

import (
	"hash/fnv"
	"strings"

	"antecedent/internal/random"
)

// seed picks this corpus among those that the lexicon could give.
const seed = 20170612

const (
	// maxNearest is the greatest number of tokens in training from the nearer
	// candidate to the pronoun: four of an adjunct, then "even though it".
	maxNearest = 7
	// maxTokens is the greatest length of a training sentence with two candidates.
	maxTokens = 18
	// classSize is the least number of nouns in a class that can spare one.
	classSize = 8
	// heldOutPairs is the share of noun–predicate pairs kept out of training.
	heldOutPairs = 0.08
)

// A combination is a noun and a predicate in one sentence.
type combination struct {
	noun      *noun
	predicate *predicate
}

// heldOut is what training must not show, decided before a sentence is made.
type heldOut struct {
	nouns map[*noun]bool
	pairs map[combination]bool // among those the lexicon licenses
}

// holdOut draws it. The nouns and predicates of the lesson are spared, so that
// the lesson tests a new sentence of known words.
func holdOut(lex *lexicon) heldOut {
	h := heldOut{map[*noun]bool{}, map[combination]bool{}}
	inLesson := func(word string) bool { return strings.Contains(Lesson, " "+word+" ") }
	for _, c := range lex.classes {
		if len(c.nouns) < classSize {
			continue
		}
		order := random.New(seed, "held-out nouns", name(c.name)).Perm(len(c.nouns))
		for _, i := range order {
			if n := c.nouns[i]; n.weight == 1 && !inLesson(n.singular) {
				h.nouns[n] = true
				break
			}
		}
	}
	for _, c := range lex.classes {
		for _, n := range c.nouns {
			for _, p := range lex.predicates {
				lesson := inLesson(n.singular) && (strings.HasSuffix(Lesson, " "+p.text+".") || strings.HasSuffix(LessonTwin, " "+p.text+"."))
				draw := random.At(random.Key(seed, "held-out pairs", name(n.singular)), name(p.text))
				if p.fit(c) && !p.neutral && !lesson && float64(draw>>11)/(1<<53) < heldOutPairs {
					h.pairs[combination{n, p}] = true
				}
			}
		}
	}
	return h
}

func name(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

// A plan is how one split is made.
type plan struct {
	name, about string

	// how many of each family; the twins in units of two pairs, the second the
	// mirror of the first, which is four examples
	predicateUnits, pronounUnits, expletives, singles int

	candidate  func(combination) bool // which nouns may be candidates beside which predicates; nil beside an expletive
	single     func(combination) bool // which may be the only candidate
	stressed   map[*noun]bool         // get half of the one-candidate sentences
	record     map[combination]bool   // where the pairs that occurred are noted, if anywhere
	heldFrames bool                   // held-out frames, and in half of the pairs held-out connectives
	long       bool                   // long adjuncts: farther and longer than training
	nonce      bool                   // invented candidates
}

// plans are the splits in the order of their making. known fills up as the
// training examples are made.
func plans(h heldOut, known map[combination]bool) []plan {
	fits := func(c combination) bool { return c.predicate != nil && c.predicate.fit(c.noun.class) }
	inTraining := func(c combination) bool { return !h.nouns[c.noun] && !h.pairs[c] }
	seen := func(c combination) bool { return inTraining(c) && (known[c] || !fits(c)) }
	unseen := func(c combination) bool { return !h.nouns[c.noun] && (h.pairs[c] || !fits(c)) }
	newNoun := func(c combination) bool { return h.nouns[c.noun] }
	return []plan{
		{name: "train", predicateUnits: 4080, pronounUnits: 840, expletives: 1920, singles: 2400, record: known,
			candidate: inTraining, single: func(c combination) bool { return !h.pairs[c] }, stressed: h.nouns},
		{name: "valid", predicateUnits: 112, pronounUnits: 23, expletives: 60, candidate: seen},
		{name: "sentences", about: "new sentences of known words, frames and noun–predicate pairs",
			predicateUnits: 150, pronounUnits: 30, expletives: 80, candidate: seen},
		{name: "pairs", about: "antecedents never seen with their predicate; both are known apart",
			predicateUnits: 150, candidate: unseen},
		{name: "nouns", about: "two nouns that training has only in sentences without a rival",
			predicateUnits: 150, pronounUnits: 30, candidate: newNoun},
		{name: "templates", about: "new frames of known words, half with the new connective \"though\"",
			predicateUnits: 150, pronounUnits: 30, candidate: inTraining, heldFrames: true},
		{name: "distance", about: "pronoun farther from both candidates than anywhere in training",
			predicateUnits: 150, pronounUnits: 30, candidate: inTraining, long: true},
		{name: "nonce", about: "invented nouns: nothing can tell, so more than chance were a leak",
			predicateUnits: 150, candidate: inTraining, nonce: true},
	}
}
