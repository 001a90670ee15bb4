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
	frames     []*frame
	between    map[[2]*class][]*frame // the frames that take two classes, in this order
	contrasts  map[bool]map[*predicate][]contrast
	predicates []*predicate // those with contrasts
	neutral    []*predicate
	heldNouns  []*noun

	// What was drawn so far.
	predicateCount map[*predicate]int
	nounCount      map[*noun]int
	items          int

	// Shared by the splits.
	used     map[string]bool      // texts
	evidence map[string]data.Span // Corpus.predicates
}

// A contrast is two classes between which a predicate can decide: it fits the first
// and is absurd of the second. others are the predicates that do the reverse.
type contrast struct {
	first, second *class
	others        []*predicate
	breadth       float64 // of the narrowest frame for them
}

func newGenerator(lex *lexicon, held heldOut, p plan, used map[string]bool, evidence map[string]data.Span) *generator {
	g := &generator{plan: p, lex: lex, held: held, rng: random.New(seed, "corpus "+p.name), frames: lex.frames["frames"],
		between: map[[2]*class][]*frame{}, contrasts: map[bool]map[*predicate][]contrast{},
		predicateCount: map[*predicate]int{}, nounCount: map[*noun]int{}, used: used, evidence: evidence}
	if p.heldFrames {
		g.frames = lex.frames["held-out frames"]
	}
	for _, f := range g.frames {
		for _, a := range f.slots[0] {
			for _, b := range f.slots[1] {
				if p.nonce && !(slices.Contains(f.slots[0], b) && slices.Contains(f.slots[1], a)) {
					continue // such a frame tells which invented noun is of which class
				}
				g.between[[2]*class{a, b}] = append(g.between[[2]*class{a, b}], f)
			}
		}
	}
	for _, plural := range []bool{false, true} {
		g.contrasts[plural] = g.findContrasts(plural)
	}
	for _, n := range lex.nouns {
		if held.nouns[n] {
			g.heldNouns = append(g.heldNouns, n)
		}
	}
	for _, p := range lex.predicates {
		if p.neutral {
			g.neutral = append(g.neutral, p)
		} else if len(g.contrasts[false][p])+len(g.contrasts[true][p]) > 0 {
			g.predicates = append(g.predicates, p)
		}
	}
	return g
}

// findContrasts lists the contrasts of every predicate for which the split has
// nouns, and frames in both orders.
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
			frames := g.between[[2]*class{a, b}]
			if a.pronounFor(plural) != b.pronounFor(plural) || frames == nil || g.between[[2]*class{b, a}] == nil {
				continue
			}
			var others []*predicate
			for _, q := range fitting[b] {
				if q.absurd(a) {
					others = append(others, q)
				}
			}
			narrowest := breadth(frames[0])
			for _, f := range frames {
				narrowest = min(narrowest, breadth(f))
			}
			for _, p := range fitting[a] {
				if p.absurd(b) && len(others) > 0 {
					found[p] = append(found[p], contrast{a, b, others, narrowest})
				}
			}
		}
	}
	return found
}

// breadth is how many pairs of classes a frame takes.
func breadth(f *frame) float64 { return float64(len(f.slots[0]) * len(f.slots[1])) }

// nouns lists those of a class that the plan allows beside all of the predicates.
func (g *generator) nouns(c *class, plural bool, predicates ...*predicate) []*noun {
	var nouns []*noun
	for _, n := range c.nouns {
		refused := func(p *predicate) bool { return !g.candidate(combination{n, p}) }
		if (!plural || n.plural != "") && !slices.ContainsFunc(predicates, refused) {
			nouns = append(nouns, n)
		}
	}
	return nouns
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
				examples = append(examples, g.examples(it)...)
			}
			made, failed = made+1, 0
		}
		if made < family.count {
			return nil, fmt.Errorf("the lexicon gives %d of %d units of %s for the split %q: it needs more nouns, predicates or frames", made, family.count, family.name, g.name)
		}
	}
	return examples, nil
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
			if len(it.slots) < 2 {
				continue
			}
			near, short := e.pronounAt-e.candidates[1].Start <= maxNearest, len(e.tokens) <= maxTokens
			if g.long && (near || short) || !g.long && !(near && short) {
				return false
			}
		}
	}
	for _, it := range items {
		for _, m := range it.slots {
			g.nounCount[m.noun]++
		}
		for _, e := range it.endings {
			g.predicateCount[e.predicate]++
			if g.record != nil && len(it.slots) == 2 && e.antecedent >= 0 {
				g.record[combination{it.slots[e.antecedent].noun, e.predicate}] = true
			}
		}
	}
	return true
}

// examples makes the examples of an item. Those of a pair are called train-17a and
// train-17b, a single one train-17.
func (g *generator) examples(it item) []data.Example {
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
			if it.endings[0].predicate != it.endings[1].predicate {
				g.evidence[e.ID] = s.evidence
			}
		}
		g.used[e.Text] = true
		examples = append(examples, e)
	}
	return examples
}
