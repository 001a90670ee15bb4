package corpus

import (
	"hash/fnv"
	"strings"

	"antecedent/internal/random"
)

// seed selects this corpus among those that the lexicon could give.
const seed = 20170612

const (
	// maxNearest is the greatest number of tokens in training from the nearer
	// candidate to the pronoun: four of an adjunct, then "even though it".
	maxNearest = 7
	// maxTokens is the greatest length of a training sentence with two candidates.
	maxTokens = 18
	// classSize is the least number of nouns of a class from which one is held out.
	classSize = 8
	// heldOutShare is the share of combinations that are held out.
	heldOutShare = 0.08
)

// A combination is a noun as a candidate in a sentence with a predicate.
type combination struct {
	noun      *noun
	predicate *predicate
}

// heldOut is what training must not show, decided before any sentence is made.
type heldOut struct {
	nouns        map[*noun]bool       // not beside another noun
	combinations map[combination]bool // of a noun and a predicate that fits it
}

// holdOut draws what is held out. The nouns and predicates of the lesson are spared,
// so that the lesson tests a new sentence of known words.
func holdOut(lex *lexicon) heldOut {
	held := heldOut{map[*noun]bool{}, map[combination]bool{}}
	inLesson := func(word string) bool { return strings.Contains(Lesson, " "+word+" ") }
	for _, c := range lex.classes {
		if len(c.nouns) < classSize {
			continue
		}
		for _, i := range random.New(seed, "held-out nouns", hash(c.name)).Perm(len(c.nouns)) {
			if n := c.nouns[i]; n.weight == 1 && !inLesson(n.singular) {
				held.nouns[n] = true
				break
			}
		}
	}
	for _, n := range lex.nouns {
		for _, p := range lex.predicates {
			end := " " + p.text + "."
			lesson := inLesson(n.singular) && (strings.HasSuffix(Lesson, end) || strings.HasSuffix(LessonTwin, end))
			draw := random.At(random.Key(seed, "held-out pairs", hash(n.singular)), hash(p.text))
			if p.fit(n.class) && !p.neutral && !lesson && float64(draw>>11)/(1<<53) < heldOutShare {
				held.combinations[combination{n, p}] = true
			}
		}
	}
	return held
}

// hash turns a word into an index for package random, so that a draw for one word
// does not depend on which other words the lexicon has.
func hash(word string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(word))
	return h.Sum64()
}

// A plan says what one split consists of.
type plan struct {
	name, about string

	// How many of each family. Each of the twins is a pair and its mirror, which
	// are four examples.
	predicateTwins, pronounTwins, expletives, singles int

	// candidate reports whether a noun may be one of two candidates beside a
	// predicate, which is nil for an expletive.
	candidate  func(combination) bool
	record     map[combination]bool // where antecedents are recorded with their predicates, if anywhere
	heldFrames bool                 // held-out frames, and in half of the sentences held-out connectives
	long       bool                 // long adjuncts: longer and farther than training
	nonce      bool                 // invented nouns in place of the candidates
}

// plans are the splits in the order in which they are made. known fills up while the
// training examples are made; the later splits depend on it.
func plans(held heldOut, known map[combination]bool) []plan {
	fits := func(c combination) bool { return c.predicate != nil && c.predicate.fit(c.noun.class) }
	inTraining := func(c combination) bool { return !held.nouns[c.noun] && !held.combinations[c] }
	seen := func(c combination) bool { return inTraining(c) && (known[c] || !fits(c)) }
	unseen := func(c combination) bool { return !held.nouns[c.noun] && (held.combinations[c] || !fits(c)) }
	newNoun := func(c combination) bool { return held.nouns[c.noun] }
	return []plan{
		{name: "train", predicateTwins: 4080, pronounTwins: 840, expletives: 1920, singles: 2400,
			candidate: inTraining, record: known},
		{name: "valid", predicateTwins: 112, pronounTwins: 23, expletives: 60, candidate: seen},
		{name: "sentences", about: "new sentences of known words, frames and noun–predicate pairs",
			predicateTwins: 150, pronounTwins: 30, expletives: 80, candidate: seen},
		{name: "pairs", about: "antecedents never seen with their predicate; both are known apart",
			predicateTwins: 150, candidate: unseen},
		{name: "nouns", about: "two nouns that training has only in sentences without a rival",
			predicateTwins: 150, pronounTwins: 30, candidate: newNoun},
		{name: "templates", about: "new frames of known words, half with the new connective \"though\"",
			predicateTwins: 150, pronounTwins: 30, candidate: inTraining, heldFrames: true},
		{name: "distance", about: "pronoun farther from both candidates than anywhere in training",
			predicateTwins: 150, pronounTwins: 30, candidate: inTraining, long: true},
		{name: "nonce", about: "invented nouns: nothing can tell, so more than chance were a leak",
			predicateTwins: 150, candidate: inTraining, nonce: true},
	}
}
