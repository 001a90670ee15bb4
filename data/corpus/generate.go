package corpus

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strconv"

	"antecedent/data"
	"antecedent/internal/random"
)

// giveUp is how many draws in a row may fail before the lexicon counts as too small
// for the split. The built-in one needs a few hundred at worst.
const giveUp = 10_000

// A generator makes one split.
type generator struct {
	plan
	lex  *lexicon
	held heldOut
	rng  *rand.Rand

	// What the split can draw from.
	between    map[[2]int][]*frame // the frames that take two classes, in this order
	contrasts  map[*predicate][]contrast
	predicates []*predicate // those with contrasts
	neutral    []*predicate
	heldNouns  []*noun
	reversals  map[reversal][]*predicate
	fitting    [][]*predicate // by class: those of the split that fit it and take the pronoun as subject

	// What was drawn so far.
	predicateCount map[*predicate]int
	nounCount      map[*noun]int
	items          int

	// Shared by the splits.
	used  map[string]bool // texts
	facts map[string]fact // Corpus.facts
}

// A contrast is two classes between which a predicate can decide: it fits the first
// and is absurd of the second.
type contrast struct{ first, second *class }

// A fact is what an example was made of.
type fact struct {
	family    string
	predicate *predicate // nil where grammar or nothing decides
	nouns     []*noun    // of the candidates
	evidence  data.Span
}

func newGenerator(lex *lexicon, held heldOut, p plan, used map[string]bool, facts map[string]fact) *generator {
	g := &generator{plan: p, lex: lex, held: held, rng: random.New(seed, "corpus "+p.name),
		between: map[[2]int][]*frame{}, contrasts: map[*predicate][]contrast{}, reversals: map[reversal][]*predicate{},
		predicateCount: map[*predicate]int{}, nounCount: map[*noun]int{}, used: used, facts: facts}
	if g.predicate == nil {
		g.predicate = func(p *predicate) bool { return !held.predicates[p] }
	}
	g.findFrames()
	for _, n := range lex.nouns {
		if held.nouns[n] {
			g.heldNouns = append(g.heldNouns, n)
		}
	}
	g.fitting = make([][]*predicate, len(lex.classes))
	for _, p := range lex.predicates {
		switch {
		case p.neutral:
			g.neutral = append(g.neutral, p)
		case g.predicate(p):
			g.findContrasts(p)
			for _, c := range lex.of(p.fits) {
				if p.kind == subject {
					g.fitting[c.index] = append(g.fitting[c.index], p)
				}
			}
		}
	}
	return g
}

// findFrames sorts the frames of the split by the classes that they take.
func (g *generator) findFrames() {
	frames := slices.Concat(g.lex.frames["frames"], g.lex.frames["present frames"])
	switch {
	case g.heldFrames:
		frames = g.lex.frames["held-out frames"]
	case g.long:
		frames = g.lex.frames["frames"]
	}
	for _, f := range frames {
		for a := range bitsOf(f.slots[0]) {
			for b := range bitsOf(f.slots[1]) {
				if g.nonce && (f.slots[0]>>b&1 == 0 || f.slots[1]>>a&1 == 0) {
					continue // such a frame tells which invented noun is of which class
				}
				g.between[[2]int{a, b}] = append(g.between[[2]int{a, b}], f)
			}
		}
	}
}

// bitsOf yields the indices of the classes of a set.
func bitsOf(s classes) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for ; s != 0; s &= s - 1 {
			if !yield(bits.TrailingZeros64(uint64(s))) {
				return
			}
		}
	}
}

// findContrasts lists the contrasts of a predicate for which the split has frames in
// both orders.
func (g *generator) findContrasts(p *predicate) {
	for a := range bitsOf(p.fits) {
		for b := range bitsOf(p.never) {
			x, y := g.lex.classes[a], g.lex.classes[b]
			if len(g.between[[2]int{a, b}]) > 0 && len(g.between[[2]int{b, a}]) > 0 && (common(x, y) != nil || plurals(x) && plurals(y)) {
				g.contrasts[p] = append(g.contrasts[p], contrast{x, y})
			}
		}
	}
	if len(g.contrasts[p]) > 0 {
		g.predicates = append(g.predicates, p)
	}
}

// common are the singular pronouns that two classes share.
func common(a, b *class) []string {
	var shared []string
	for _, p := range a.pronouns {
		if slices.Contains(b.pronouns, p) {
			shared = append(shared, p)
		}
	}
	return shared
}

// plurals reports whether a class has nouns with a plural.
func plurals(c *class) bool {
	return slices.ContainsFunc(c.nouns, func(n *noun) bool { return n.plural != "" })
}

// breadth is how many pairs of classes a frame takes.
func breadth(f *frame) float64 {
	return float64(bits.OnesCount64(uint64(f.slots[0])) * bits.OnesCount64(uint64(f.slots[1])))
}

// noun draws a noun of a class that the plan allows beside all of the predicates, nil
// where there is none.
func (g *generator) noun(c *class, plural bool, predicates ...*predicate) *noun {
	var nouns []*noun
	for _, n := range c.nouns {
		refused := func(p *predicate) bool { return !g.candidate(combination{n, p}) }
		if (!plural || n.plural != "") && !slices.ContainsFunc(predicates, refused) {
			nouns = append(nouns, n)
		}
	}
	if len(nouns) == 0 {
		return nil
	}
	return pick(g, nouns, 3, g.nounUse)
}

// run makes all examples of the split.
func (g *generator) run() ([]data.Example, error) {
	var examples []data.Example
	for _, family := range []struct {
		name  string
		count int
		draw  func() []item // what is accepted or rejected as a whole; nil where the draw failed
	}{
		{"predicate twins", g.plan.predicateTwins, g.drawPredicateTwins},
		{"pronoun twins", g.plan.pronounTwins, g.drawPronounTwins},
		{"told", g.told, g.drawTold},
		{"whose", g.whose, g.drawWhose},
		{"grammar", g.grammar, g.drawGrammar},
		{"owners", g.owners, g.drawOwner},
		{"expletives", g.expletives, g.drawExpletive},
		{"one-candidate sentences", g.singles, g.drawSingle},
	} {
		made := 0
		for failed := 0; made < family.count && failed < giveUp; failed++ {
			items := family.draw()
			if items == nil || !g.accept(items) {
				continue
			}
			for _, it := range items {
				examples = append(examples, g.examples(family.name, it)...)
			}
			made, failed = made+1, 0
		}
		if made < family.count {
			return nil, fmt.Errorf("the lexicon gives %d of %d units of %s for the split %q: it needs more nouns, predicates or frames", made, family.count, family.name, g.name)
		}
	}
	return examples, nil
}

// An item is a clause with its endings: two for twins, one for the other families.
type item struct {
	clause
	endings []ending
}

// An ending completes a clause and decides the answer.
type ending struct {
	pronoun    string     // in the form of a subject
	predicate  *predicate // nil where the frame has the pronoun
	antecedent int        // the index of its slot; -1: the pronoun refers to nothing
	sentence              // made of the whole when the item is accepted
}

// accept reports whether the sentences of the items are new and within the lengths
// of the split, and if so counts the words that they use.
func (g *generator) accept(items []item) bool {
	for _, it := range items {
		for i := range it.endings {
			e := &it.endings[i]
			e.sentence = it.sentence(e)
			if g.used[e.text] {
				return false
			}
			if len(it.slots) < 2 || e.predicate == nil {
				continue
			}
			near, short := e.pronounAt-e.candidates[1].Start <= maxNearest, len(e.tokens) <= maxTokens
			if g.long && near || !g.long && !(near && short) {
				return false
			}
		}
	}
	for _, it := range items {
		for _, p := range it.slots {
			g.nounCount[p.noun]++
		}
		for _, e := range it.endings {
			g.predicateCount[e.predicate]++
			if g.record != nil && len(it.slots) == 2 && e.antecedent >= 0 && e.predicate != nil {
				g.record[combination{it.slots[e.antecedent].noun, e.predicate}] = true
			}
		}
	}
	return true
}

// examples makes the examples of an item. Those of a pair are called train-17a and
// train-17b, a single one train-17.
func (g *generator) examples(family string, it item) []data.Example {
	g.items++
	id := g.name + "-" + strconv.Itoa(g.items)
	twins := len(it.endings) == 2
	var examples []data.Example
	for i, s := range it.endings {
		e := data.Example{ID: id, Source: "built-in:" + g.name, Text: s.text, Tokens: s.tokens, Candidates: s.candidates,
			Pronoun: data.Span{Start: s.pronounAt, End: s.pronounAt + 1}, Labelled: true}
		if s.antecedent >= 0 {
			e.Antecedents = []data.Span{s.candidates[s.antecedent]}
		}
		if twins {
			e.Pair = id
			e.ID += string(rune('a' + i))
		}
		f := fact{family: family, predicate: s.predicate}
		for _, p := range it.slots {
			f.nouns = append(f.nouns, p.noun)
		}
		if twins && it.endings[0].predicate != it.endings[1].predicate {
			f.evidence = s.evidence
		}
		g.facts[e.ID], g.used[e.Text] = f, true
		examples = append(examples, e)
	}
	return examples
}

func (g *generator) predicateUse(p *predicate) float64 { return float64(g.predicateCount[p]) }

func (g *generator) nounUse(n *noun) float64 { return float64(g.nounCount[n]) / float64(n.weight) }

// choose draws from a list.
func choose[T any](g *generator, list []T) T { return list[g.rng.IntN(len(list))] }

// pick draws n times from a list and returns the draw with the least use, so that
// all of the list is used about equally often.
func pick[T any](g *generator, list []T, n int, use func(T) float64) T {
	best := choose(g, list)
	for range n - 1 {
		if other := choose(g, list); use(other) < use(best) {
			best = other
		}
	}
	return best
}
