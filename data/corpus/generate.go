package corpus

import (
	"fmt"
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
	between    pairsOfClasses // the frames that take two classes, in this order
	predicates []*predicate   // those that can decide between two classes
	neutral    []*predicate
	fitting    [3][][]*predicate // by kind and class: those of the split that fit it
	reversals  map[reversal][]*predicate
	heldNouns  []*noun

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
		reversals:      map[reversal][]*predicate{},
		predicateCount: map[*predicate]int{}, nounCount: map[*noun]int{}, used: used, facts: facts}
	if g.predicate == nil {
		g.predicate = func(p *predicate) bool { return !held.predicates[p] }
	}
	g.between = lex.framesBetween(g.heldFrames, g.long, g.nonce)
	for kind := range g.fitting {
		g.fitting[kind] = make([][]*predicate, len(lex.classes))
	}
	for _, p := range lex.predicates {
		switch {
		case p.neutral:
			g.neutral = append(g.neutral, p)
		case g.predicate(p):
			for _, c := range lex.of(p.fits) {
				g.fitting[p.kind][c.index] = append(g.fitting[p.kind][c.index], p)
			}
			if g.decides(p) {
				g.predicates = append(g.predicates, p)
			}
		}
	}
	for _, n := range lex.nouns {
		if held.nouns[n] {
			g.heldNouns = append(g.heldNouns, n)
		}
	}
	return g
}

// decides reports whether there are two classes between which the predicate can
// decide.
func (g *generator) decides(p *predicate) bool {
	for _, a := range g.lex.of(p.fits) {
		for _, b := range g.lex.of(p.never) {
			if g.comparable(contrast{a, b}) {
				return true
			}
		}
	}
	return false
}

// comparable reports whether the split has frames for two classes in both orders, and
// one pronoun can mean nouns of both.
func (g *generator) comparable(c contrast) bool {
	a, b := c.first, c.second
	return len(g.between.frames(a, b)) > 0 && len(g.between.frames(b, a)) > 0 &&
		(len(common(a, b)) > 0 || a.several() && b.several())
}

// common are the singular pronouns that two classes share.
func common(a, b *class) []string {
	var shared []string
	for _, p := range a.pronouns {
		if p != "they" && slices.Contains(b.pronouns, p) {
			shared = append(shared, p)
		}
	}
	return shared
}

// breadth is how many pairs of classes a frame takes.
func breadth(f *frame) float64 { return float64(f.slots[0].size() * f.slots[1].size()) }

// noun draws a noun of a class that the plan allows beside all of the predicates, nil
// where there is none.
func (g *generator) noun(c *class, plural bool, predicates ...*predicate) *noun {
	var buffer [128]*noun
	nouns := buffer[:0]
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
	examples := make([]data.Example, 0, 4*(g.plan.predicateTwins+g.plan.pronounTwins+g.told+g.whose)+2*(g.grammar+g.twinClauses)+g.owners+g.expletives+g.singles)
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
		{"twin clauses", g.twinClauses, g.drawTwinClauses},
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
	frame      *frame     // the clause's own, unless nil
	antecedent int        // the index of its slot; -1: the pronoun refers to nothing
	sentence              // made of the whole when the item is accepted
}

// accept reports whether the sentences of the items are new and within the lengths
// of the split, and if so counts the words that they use.
func (g *generator) accept(items []item) bool {
	var texts []string
	for _, it := range items {
		for i := range it.endings {
			e := &it.endings[i]
			e.sentence = it.sentence(e)
			if g.used[e.text] || slices.Contains(texts, e.text) {
				return false
			}
			texts = append(texts, e.text)
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
				g.record.add(combination{it.slots[e.antecedent].noun, e.predicate})
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
		for i := range s.candidates {
			f.nouns = append(f.nouns, it.slots[i].noun)
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
