// Package corpus is the built-in corpus: English sentences with one pronoun,
// generated from a lexicon that a teacher can edit (lexicon/*.txt), most of them
// as minimal pairs:
//
//	The cat sat on the mat because it was tired.    it = the cat
//	The cat sat on the mat because it was dirty.    it = the mat
//
// Load returns it, split by lexeme before any sentence is made: a held-out noun,
// frame or noun–predicate pair is held out of training everywhere. The two
// sentences above are in the language of the corpus and in none of its splits.
//
// There are four families of examples. In predicate twins, three quarters of
// the corpus, the predicate turns the answer: it fits the class of one candidate
// and makes no sense of the other's. In pronoun twins gender or number turns it.
// In expletives ("because it was raining") the pronoun refers to nothing. Plain
// sentences have one noun ("The lynx yawned because it was tired.") and are where
// training meets the held-out nouns.
//
// Every pair has a mirror with the same two predicates and the order of their
// antecedents reversed, and both twins have the same candidates. Position,
// nearness, noun, predicate and connective therefore tell nothing by themselves,
// which the tests assert.
//
// What this does not claim: who resolves these pronouns has learned the
// selectional preferences of this grammar, not common sense, and not the
// pronouns of real text. Clauses are joined without regard to what causes what.
// The Candidates are the two nouns in question; a third person in the sentence
// is excluded by gender or number and not listed.
package corpus

import (
	"fmt"

	"antecedent/data"
	"antecedent/internal/random"
)

// Lesson is the sentence this project grew from, and LessonTwin the other half
// of its minimal pair. Both can be derived from the lexicon; neither is in any
// split, so that they are always a test.
const (
	Lesson     = "The cat sat on the mat because it was tired."
	LessonTwin = "The cat sat on the mat because it was dirty."
)

// A Split is a part of the corpus that is only evaluated on.
type Split struct {
	Name     string
	About    string // what is new in it, in one line
	Examples []data.Example
}

// A Corpus is the whole of the generated examples. No text occurs twice in it,
// and no minimal pair is divided.
type Corpus struct {
	Train   []data.Example // shuffled
	Valid   []data.Example // new sentences, to stop and tune by
	Heldout []Split        // to report on

	predicates map[string]data.Span
}

// Split returns the held-out split of that name.
func (c *Corpus) Split(name string) (Split, bool) {
	for _, s := range c.Heldout {
		if s.Name == name {
			return s, true
		}
	}
	return Split{}, false
}

// Predicate returns the evidence in a predicate twin, given the ID of the
// example: the tokens of the predicate without its leading auxiliaries ("tired",
// "a flat tyre"). It is false in every other family.
func (c *Corpus) Predicate(id string) (data.Span, bool) {
	s, ok := c.predicates[id]
	return s, ok
}

// Load generates the corpus, always the same one.
func Load() (*Corpus, error) {
	lex, err := readLexicon(files)
	if err != nil {
		return nil, err
	}
	return generate(lex)
}

// generate makes the splits in an order that matters: what counts as a known
// noun–predicate pair depends on the training examples.
func generate(lex *lexicon) (*Corpus, error) {
	c := &Corpus{predicates: make(map[string]data.Span, 20000)}
	h := holdOut(lex)
	w := &writer{lex: lex, heldNouns: h.nouns, numbers: map[string]int{}, predicates: c.predicates,
		used: make(map[string]bool, 32000)}
	w.used[Lesson], w.used[LessonTwin] = true, true
	known := map[combination]bool{}
	for _, p := range plans(h, known) {
		examples, err := newGenerator(w, p).run()
		if err != nil {
			return nil, fmt.Errorf("corpus: %w", err)
		}
		switch p.name {
		case "train":
			c.Train = examples
		case "valid":
			c.Valid = examples
		default:
			c.Heldout = append(c.Heldout, Split{Name: p.name, About: p.about, Examples: examples})
		}
	}
	order := random.New(seed, "corpus order")
	order.Shuffle(len(c.Train), func(i, j int) { c.Train[i], c.Train[j] = c.Train[j], c.Train[i] })
	return c, nil
}
