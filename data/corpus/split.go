package corpus

import (
	"hash/fnv"
	"math/bits"
	"strings"

	"antecedent/internal/random"
)

// seed selects this corpus among those that the lexicon could give.
const seed = 20170612

const (
	// maxNearest is the greatest number of tokens in training from the nearer
	// candidate to the pronoun.
	maxNearest = 9
	// maxTokens is the greatest length of a training sentence with two candidates.
	maxTokens = 24
	// nounShare and predicateShare are the shares of the nouns of a class and of the
	// predicates that are held out, and combinationShare that of combinations.
	nounShare        = 1.0 / 6
	predicateShare   = 1.0 / 7
	combinationShare = 0.08
)

// A combination is a noun as a candidate in a sentence with a predicate.
type combination struct {
	noun      *noun
	predicate *predicate
}

// combinations is a set of them, a bit each.
type combinations struct {
	predicates int
	bits       []uint64
}

func newCombinations(lex *lexicon) *combinations {
	return &combinations{len(lex.predicates), make([]uint64, len(lex.nouns)*len(lex.predicates)/64+1)}
}

func (s *combinations) add(c combination) {
	i := c.noun.index*s.predicates + c.predicate.index
	s.bits[i/64] |= 1 << (i % 64)
}

func (s *combinations) has(c combination) bool {
	if c.predicate == nil || c.predicate.index < 0 {
		return false
	}
	i := c.noun.index*s.predicates + c.predicate.index
	return s.bits[i/64]>>(i%64)&1 == 1
}

func (s *combinations) size() (n int) {
	for _, word := range s.bits {
		n += bits.OnesCount64(word)
	}
	return n
}

// heldOut is what training must not show, decided before any sentence is made.
type heldOut struct {
	nouns        map[*noun]bool      // not beside another noun
	predicates   map[*predicate]bool // not at all
	combinations *combinations       // of a noun and a predicate that fits it
}

// holdOut draws what is held out. The nouns and predicates of the lesson are spared,
// so that the lesson tests a new sentence of known words. Names are not held out: what
// they mean is their gender.
func holdOut(lex *lexicon) heldOut {
	held := heldOut{map[*noun]bool{}, map[*predicate]bool{}, newCombinations(lex)}
	inLesson := func(word string) bool { return strings.Contains(Lesson, " "+word+" ") }
	says := func(p *predicate) bool {
		return strings.HasSuffix(Lesson, " "+p.text+".") || strings.HasSuffix(LessonTwin, " "+p.text+".")
	}
	for _, c := range lex.classes {
		left := int(float64(len(c.nouns))*nounShare + 0.5)
		for _, i := range random.New(seed, "held-out nouns", hash(c.name)).Perm(len(c.nouns)) {
			if n := c.nouns[i]; left > 0 && !c.names && n.weight == 1 && !inLesson(n.singular) {
				held.nouns[n] = true
				left--
			}
		}
	}
	for _, p := range lex.predicates {
		if !p.neutral && !says(p) && share("held-out predicates", p.text, "") < predicateShare {
			held.predicates[p] = true
		}
	}
	for _, n := range lex.nouns {
		for _, p := range lex.predicates {
			lesson := inLesson(n.singular) && says(p)
			if p.fits.has(n.class) && !p.neutral && !lesson && !n.class.names && share("held-out pairs", n.singular, p.text) < combinationShare {
				held.combinations.add(combination{n, p})
			}
		}
	}
	return held
}

// share is a number of [0,1) that depends on two texts alone, so that a draw for one
// word does not depend on which other words the lexicon has.
func share(purpose, a, b string) float64 {
	return float64(random.At(random.Key(seed, purpose, hash(a)), hash(b))>>11) / (1 << 53)
}

// hash turns a word into an index for package random.
func hash(word string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(word))
	return h.Sum64()
}

// A plan says what one split consists of.
type plan struct {
	name, about string

	// How many units of each family. A unit of twins is a pair and its mirror, four
	// examples; of told and of whose a pair and its mirror as well.
	predicateTwins, pronounTwins, told, whose, grammar, twinClauses, owners, expletives, singles int

	// candidate reports whether a noun may be one of two candidates beside a
	// predicate, which is nil for an expletive.
	candidate  func(combination) bool
	predicate  func(*predicate) bool // whether a predicate may be used; nil: those of training
	record     *combinations         // where antecedents are recorded with their predicates, if anywhere
	heldFrames bool                  // held-out frames, and in half of the sentences held-out connectives
	long       bool                  // long adjuncts: longer and farther than training
	nonce      bool                  // invented nouns in place of the candidates
}

// plans are the splits in the order in which they are made. known fills up while the
// training examples are made; the later splits depend on it.
func plans(held heldOut, known *combinations) []plan {
	fits := func(c combination) bool { return c.predicate != nil && c.predicate.fits.has(c.noun.class) }
	inTraining := func(c combination) bool { return !held.nouns[c.noun] && !held.combinations.has(c) }
	seen := func(c combination) bool { return inTraining(c) && (known.has(c) || !fits(c)) }
	unseen := func(c combination) bool { return !held.nouns[c.noun] && (held.combinations.has(c) || !fits(c)) }
	newNoun := func(c combination) bool { return held.nouns[c.noun] }
	newPredicate := func(p *predicate) bool { return held.predicates[p] }
	return []plan{
		{name: "train", predicateTwins: 8000, pronounTwins: 1800, told: 200, whose: 200, grammar: 2400, twinClauses: 700, owners: 1500, expletives: 2000, singles: 2400,
			candidate: inTraining, record: known},
		{name: "valid", predicateTwins: 105, pronounTwins: 16, told: 4, whose: 3, grammar: 20, twinClauses: 10, owners: 15, expletives: 43, candidate: seen},
		{name: "sentences", about: "new sentences of known words, frames and noun–predicate pairs",
			predicateTwins: 140, pronounTwins: 20, told: 5, whose: 5, grammar: 60, twinClauses: 20, owners: 30, expletives: 60, candidate: seen},
		{name: "pairs", about: "antecedents never seen with their predicate; both are known apart",
			predicateTwins: 150, candidate: unseen},
		{name: "nouns", about: "two nouns that training has only in sentences without a rival",
			predicateTwins: 180, candidate: newNoun},
		{name: "predicates", about: "predicates that training does not have",
			predicateTwins: 180, candidate: func(c combination) bool { return !held.nouns[c.noun] }, predicate: newPredicate},
		{name: "both", about: "such predicates with such nouns",
			predicateTwins: 180, candidate: newNoun, predicate: newPredicate},
		{name: "templates", about: "new frames of known words, half with the new connective \"though\"",
			predicateTwins: 150, pronounTwins: 30, candidate: inTraining, heldFrames: true},
		{name: "distance", about: "pronoun farther from both candidates than anywhere in training",
			predicateTwins: 150, pronounTwins: 30, candidate: inTraining, long: true},
		{name: "nonce", about: "invented nouns: nothing can tell, so more than chance were a leak",
			predicateTwins: 150, candidate: inTraining, nonce: true},
	}
}
