package corpus

import (
	"slices"
	"strings"
)

// How often sentences vary in more than their nouns and predicates. Most of them
// have 8 to 16 tokens with these rates.
const (
	pluralRate        = 0.15 // of the predicate twins: "they" in place of "it"
	pronounPluralRate = 0.30 // of the candidates of pronoun twins
	adjectiveRate     = 0.15 // of the candidates
	indefiniteRate    = 0.10 // of the sentences, which begin with "A"
	adjunctRate       = 0.25 // of the frames that can have one
	frontRate         = 0.08 // of those, before the clause
)

// An item is a clause with its endings: two for twins, one for the other families.
type item struct {
	clause
	endings []ending
}

// An ending completes a clause and decides the answer.
type ending struct {
	pronoun    string
	predicate  *predicate
	antecedent int // the index of its slot; -1: the pronoun refers to nothing
	sentence       // made of the whole when the item is accepted
}

// drawPredicateTwins makes two predicates, which the same pronoun precedes, decide
// between two classes.
func (g *generator) drawPredicateTwins() []item {
	if len(g.predicates) == 0 {
		return nil
	}
	p := pick(g, g.predicates, 12, g.predicateUse)
	plural := g.rng.Float64() < pluralRate
	if len(g.contrasts[plural][p]) == 0 {
		plural = !plural
	}
	c := pick(g, g.contrasts[plural][p], 2, func(c contrast) float64 { return c.breadth })
	other := pick(g, c.others, 4, g.predicateUse)
	return g.drawTwins([2]*class{c.first, c.second}, [2]bool{plural, plural}, [2]*predicate{p, other})
}

// drawPronounTwins makes two pronouns decide, which the same predicate follows.
func (g *generator) drawPronounTwins() []item {
	if len(g.neutral) == 0 {
		return nil
	}
	p := pick(g, g.neutral, 6, g.predicateUse)
	classes := [2]*class{choose(g, p.fits), choose(g, p.fits)}
	plural := [2]bool{g.rng.Float64() < pronounPluralRate, g.rng.Float64() < pronounPluralRate}
	return g.drawTwins(classes, plural, [2]*predicate{p, p})
}

// drawTwins makes a pair and its mirror, which has other nouns of the same classes.
// The antecedent of ending i is of classes[i]: in slot i of the pair, and in the
// other slot of the mirror.
func (g *generator) drawTwins(classes [2]*class, plural [2]bool, predicates [2]*predicate) []item {
	var items []item
	for mirror := range 2 {
		slots, endings := make([]mention, 2), make([]ending, 2)
		for i, class := range classes {
			nouns := g.nouns(class, plural[i], predicates[:]...)
			if len(nouns) == 0 {
				return nil
			}
			slot := i ^ mirror
			slots[slot] = g.mention(nouns, plural[i])
			endings[i] = ending{pronoun: class.pronounFor(plural[i]), predicate: predicates[i], antecedent: slot}
		}
		same := endings[0].pronoun == endings[1].pronoun && predicates[0] == predicates[1]
		frames := g.between[[2]*class{slots[0].noun.class, slots[1].noun.class}]
		if same || slots[0].noun == slots[1].noun || len(frames) == 0 {
			return nil
		}
		frame := pick(g, frames, 3, breadth) // so that frames for few classes ("sat on") are not rare
		if g.nonce {
			if mirror == 1 {
				frame = items[0].frame // then the frame cannot tell the order
			}
			g.disguise(slots)
		}
		c, ok := g.clause(frame, slots, endings)
		if !ok {
			return nil
		}
		items = append(items, item{c, endings})
	}
	return items
}

// drawExpletive makes a sentence whose "it" refers to nothing.
func (g *generator) drawExpletive() []item {
	f := choose(g, g.frames)
	plural := g.rng.Float64() < pluralRate
	var slots []mention
	for _, classes := range f.slots {
		nouns := g.nouns(choose(g, classes), plural, nil)
		if len(nouns) == 0 {
			return nil
		}
		slots = append(slots, g.mention(nouns, plural))
	}
	if slots[0].noun == slots[1].noun {
		return nil
	}
	endings := []ending{{pronoun: "it", predicate: &predicate{text: choose(g, g.lex.texts["expletive"])}, antecedent: -1}}
	c, ok := g.clause(f, slots, endings)
	if !ok {
		return nil
	}
	c.front, c.adjunct = "", "" // not "on Sunday because it was Monday"
	return []item{{c, endings}}
}

// drawSingle makes a sentence with a single noun, in half of them a held-out one.
func (g *generator) drawSingle() []item {
	nouns := g.lex.nouns
	if g.rng.IntN(2) == 0 && len(g.heldNouns) > 0 {
		nouns = g.heldNouns
	}
	n := pick(g, nouns, 3, g.nounUse)
	p := choose(g, g.lex.predicates)
	for tries := 0; !p.fit(n.class) || g.held.combinations[combination{n, p}]; tries++ {
		if tries == giveUp {
			return nil
		}
		p = choose(g, g.lex.predicates)
	}
	var frames []*frame
	for _, f := range g.lex.frames["one candidate"] {
		if slices.Contains(f.slots[0], n.class) {
			frames = append(frames, f)
		}
	}
	if len(frames) == 0 {
		return nil
	}
	slots := []mention{g.mention([]*noun{n}, n.plural != "" && g.rng.IntN(4) == 0)}
	endings := []ending{{pronoun: slots[0].pronoun(), predicate: p}}
	c, ok := g.clause(choose(g, frames), slots, endings)
	if !ok {
		return nil
	}
	return []item{{c, endings}}
}

// mention draws a noun, and perhaps an adjective.
func (g *generator) mention(nouns []*noun, plural bool) mention {
	n := pick(g, nouns, 3, g.nounUse)
	m := mention{noun: n, plural: plural, form: n.form(plural)}
	if len(n.class.adjectives) > 0 && g.rng.Float64() < adjectiveRate {
		m.adjective = choose(g, n.class.adjectives)
	}
	return m
}

// disguise puts two invented nouns in place of the candidates. Adjectives would tell
// their classes.
func (g *generator) disguise(slots []mention) {
	nonce := g.lex.texts["nonce"]
	order := g.rng.Perm(len(nonce))
	for i := range slots {
		singular, plural, _ := strings.Cut(nonce[order[i]], "/")
		slots[i].form, slots[i].adjective = singular, ""
		if slots[i].plural {
			slots[i].form = plural
		}
	}
}

// clause draws what the endings share. ok is false where no noun can be {person}.
func (g *generator) clause(f *frame, slots []mention, endings []ending) (c clause, ok bool) {
	c = clause{frame: f, slots: slots, indefinite: g.rng.Float64() < indefiniteRate}
	connectives := "connectives"
	if g.heldFrames && g.rng.IntN(2) == 0 {
		connectives = "held-out connectives"
	}
	c.connective = choose(g, g.lex.texts[connectives])
	switch {
	case g.long && !f.time:
		return c, false
	case g.long:
		c.adjunct = choose(g, g.lex.texts["long adjuncts"])
	case !f.time:
	case g.rng.Float64() < frontRate:
		c.front = choose(g, g.lex.texts["adjuncts"])
	case g.rng.Float64() < adjunctRate:
		c.adjunct = choose(g, g.lex.texts["adjuncts"])
	}
	if !slices.Contains(f.words, "{person}") {
		return c, true
	}
	for range 20 {
		n := choose(g, choose(g, g.lex.groups["person"]).nouns)
		plural := n.plural != "" && g.rng.IntN(3) == 0
		c.person = mention{noun: n, plural: plural, form: n.form(plural)}
		clash := slices.ContainsFunc(endings, func(e ending) bool { return e.pronoun == c.person.pronoun() }) ||
			slices.ContainsFunc(slots, func(m mention) bool { return m.noun == n })
		if !clash && !g.held.nouns[n] {
			return c, true
		}
	}
	return c, false
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
