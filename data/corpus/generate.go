package corpus

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"antecedent/data"
	"antecedent/internal/random"
)

// Rates of what makes sentences differ beyond nouns and predicates. They keep
// most of them between 8 and 16 tokens.
const (
	pluralRate     = 0.15 // of the predicate twins, asked about with "they"
	adjectiveRate  = 0.15 // of the candidates
	indefiniteRate = 0.10 // of the sentences, beginning with "A"
	adjunctRate    = 0.25 // of the frames that can have one
	frontRate      = 0.08 // of those, before the clause
)

// giveUp is how many draws in a row may fail before the lexicon counts as too
// small for the split. The built-in one needs a few hundred at worst.
const giveUp = 10_000

// A generator makes one split.
type generator struct {
	*writer
	plan
	rng          *rand.Rand
	frames       []*frame
	between      map[[2]*class][]*frame // the frames that take two classes, in this order
	contrasts    [2]map[*predicate][]contrast
	predicates   []*predicate // those with contrasts
	neutral      []*predicate
	predicateN   map[*predicate]int // how often each was used so far
	nounN        map[*noun]int
	scratch      []*noun
	solo         []*noun // may be the only candidate
	soloStressed []*noun
}

// A contrast is what a predicate can be set against: it fits first and is
// absurd of second, and others are the predicates that do the reverse.
type contrast struct {
	first, second *class
	others        []*predicate
	breadth       float64 // of the narrowest frame for them
}

func newGenerator(w *writer, p plan) *generator {
	g := &generator{writer: w, plan: p, rng: random.New(seed, "corpus "+p.name), frames: w.lex.frames,
		between: map[[2]*class][]*frame{}, predicateN: map[*predicate]int{}, nounN: map[*noun]int{}}
	if p.heldFrames {
		g.frames = w.lex.heldOutFrames
	}
	for _, f := range g.frames {
		for _, a := range f.slots[0] {
			for _, b := range f.slots[1] {
				if !p.nonce || f.takes(b, a) { // a frame must not give an invented noun's class away
					g.between[[2]*class{a, b}] = append(g.between[[2]*class{a, b}], f)
				}
			}
		}
	}
	for plural := range g.contrasts {
		g.contrasts[plural] = g.findContrasts(plural == 1)
	}
	for _, c := range w.lex.classes {
		for _, n := range c.nouns {
			g.solo = append(g.solo, n)
			if p.stressed[n] {
				g.soloStressed = append(g.soloStressed, n)
			}
		}
	}
	for _, p := range w.lex.predicates {
		if p.neutral {
			g.neutral = append(g.neutral, p)
		} else if len(g.contrasts[0][p])+len(g.contrasts[1][p]) > 0 {
			g.predicates = append(g.predicates, p)
		}
	}
	return g
}

// findContrasts lists, for every predicate, what this split can set it against
// in both orders.
func (g *generator) findContrasts(plural bool) map[*predicate][]contrast {
	found := map[*predicate][]contrast{}
	fitting := map[*class][]*predicate{}
	for _, p := range g.lex.predicates {
		for _, c := range p.fits {
			if !p.neutral && len(g.nouns(c, plural, p)) > 0 {
				fitting[c] = append(fitting[c], p)
			}
		}
	}
	for _, a := range g.lex.classes {
		for _, b := range g.lex.classes {
			if a.pronounFor(plural) != b.pronounFor(plural) || g.between[[2]*class{a, b}] == nil || g.between[[2]*class{b, a}] == nil {
				continue
			}
			var others []*predicate
			for _, q := range fitting[b] {
				if q.absurd(a) {
					others = append(others, q)
				}
			}
			narrowest := breadth(slices.MinFunc(g.between[[2]*class{a, b}], func(f, h *frame) int { return cmp.Compare(breadth(f), breadth(h)) }))
			for _, p := range fitting[a] {
				if p.absurd(b) && len(others) > 0 {
					found[p] = append(found[p], contrast{a, b, others, narrowest})
				}
			}
		}
	}
	return found
}

// nouns lists those of a class that the plan allows beside all the predicates.
// The list is good until the next call.
func (g *generator) nouns(c *class, plural bool, predicates ...*predicate) []*noun {
	nouns := g.scratch[:0]
	for _, n := range c.nouns {
		refused := func(p *predicate) bool { return !g.candidate(combination{n, p}) }
		if (!plural || n.plural != "") && !slices.ContainsFunc(predicates, refused) {
			nouns = append(nouns, n)
		}
	}
	g.scratch = nouns
	return nouns
}

// run makes all examples of the split.
func (g *generator) run() ([]data.Example, error) {
	examples := make([]data.Example, 0, 4*(g.predicateUnits+g.pronounUnits)+g.expletives+g.singles)
	for _, family := range []struct {
		name  string
		count int
		make  func() []pair
	}{
		{"predicate twins", g.predicateUnits, g.predicateUnit},
		{"pronoun twins", g.pronounUnits, g.pronounUnit},
		{"expletives", g.expletives, g.expletive},
		{"one-candidate sentences", g.singles, g.one},
	} {
		made := 0
		for failed := 0; made < family.count && failed < giveUp; failed++ {
			unit := family.make()
			if len(unit) == 0 || !g.accept(unit) {
				continue
			}
			failed = 0
			for _, p := range unit {
				examples = append(examples, g.write(g.name, p)...)
			}
			made++
		}
		if made < family.count {
			return nil, fmt.Errorf("the lexicon gives %d of %d units of %s for the split %q: it needs more nouns, predicates or frames", made, family.count, family.name, g.name)
		}
	}
	return examples, nil
}

// accept keeps the split within its lengths and counts what it uses.
func (g *generator) accept(unit []pair) bool {
	for _, p := range unit {
		for i := range p.readings {
			r := &p.readings[i]
			r.draft = p.draft(r.pronoun, r.predicate)
			d := &r.draft
			if g.used[d.text] {
				return false
			}
			if len(p.slots) < 2 {
				continue
			}
			near, short := d.nearest() <= maxNearest, len(d.words) <= maxTokens
			if g.long && (near || short) || !g.long && !(near && short) {
				return false
			}
		}
	}
	for _, p := range unit {
		for _, m := range p.slots {
			g.nounN[m.noun]++
		}
		for _, r := range p.readings {
			if r.from != nil {
				g.predicateN[r.from]++
				if g.record != nil && len(p.slots) == 2 {
					g.record[combination{p.slots[r.antecedent].noun, r.from}] = true
				}
			}
		}
	}
	return true
}

// pick draws n times from a list and returns the least used of the draws.
func pick[T any](rng *rand.Rand, list []T, n int, use func(T) float64) T {
	best := list[rng.IntN(len(list))]
	for range n - 1 {
		if other := list[rng.IntN(len(list))]; use(other) < use(best) {
			best = other
		}
	}
	return best
}
