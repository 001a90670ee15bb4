package corpus

import (
	"fmt"

	"antecedent/data"
	"antecedent/internal/random"
)

// Lesson is the sentence this project grew from, and LessonTwin the other half of
// its minimal pair. No split has them, so that they always test a new sentence.
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

// A Corpus is all of the generated examples. No text occurs twice in it, and the
// twins of a minimal pair are in the same split.
type Corpus struct {
	Train   []data.Example // shuffled
	Valid   []data.Example // new sentences, for choosing settings and when to stop
	Heldout []Split        // for reporting

	lex   *lexicon
	facts map[string]fact // by the ID of the example
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

// Predicate returns the tokens that decide the answer of a predicate twin, given the
// ID of the example: the predicate without its leading auxiliaries ("tired", "a flat
// tyre"). ok is false in every other family.
func (c *Corpus) Predicate(id string) (span data.Span, ok bool) {
	span = c.facts[id].evidence
	return span, span.Len() > 0
}

// Load generates the corpus. It is the same each time.
func Load() (*Corpus, error) {
	lex, err := readLexicon(files)
	if err != nil {
		return nil, err
	}
	return generate(lex)
}

func generate(lex *lexicon) (*Corpus, error) {
	c := &Corpus{lex: lex, facts: make(map[string]fact, 40000)}
	held := holdOut(lex)
	used := make(map[string]bool, 40000)
	used[Lesson], used[LessonTwin] = true, true
	known := newCombinations(lex)
	for _, p := range plans(held, known) {
		examples, err := newGenerator(lex, held, p, used, c.facts).run()
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
