package corpus

import (
	"slices"
	"strings"
)

// How often sentences vary in more than their nouns and predicates.
const (
	pluralRate        = 0.18 // of the predicate twins: "they" in place of "it"
	pronounPluralRate = 0.25 // of the candidates of pronoun twins
	adjunctRate       = 0.15 // of the frames that can have one
	frontedRate       = 0.08 // the pronoun's clause first
	singularTheyRate  = 0.40 // of people of either gender beside "they"
	eventRate         = 0.30 // of what happens: "when", "after"
	presentRate       = 0.15 // of the predicates that can be in the present tense: "and now it is open"
	degreeRate        = 0.30 // of the predicates that can have one
	openingRate       = 0.06 // a sentence before all others
	interludeRate     = 0.25 // where the pronoun begins a sentence: another one before it
)

var degreeWords = strings.Fields("very too so quite really still")

// drawPredicateTwins makes two predicates, which the same pronoun precedes, decide
// between two classes.
func (g *generator) drawPredicateTwins() []item {
	if len(g.predicates) == 0 {
		return nil
	}
	p := pick(g, g.predicates, 12, g.predicateUse)
	c := contrast{choose(g, g.lex.of(p.fits)), choose(g, g.lex.of(p.never))}
	if !g.comparable(c) {
		return nil
	}
	others := g.reverse(p.kind, c)
	if len(others) == 0 {
		return nil
	}
	other := pick(g, others, 4, g.predicateUse)
	classes := [2]*class{c.first, c.second}
	pronoun := "they"
	var plural [2]bool
	if singular := common(c.first, c.second); len(singular) > 0 && (g.rng.Float64() > pluralRate || !c.first.several() || !c.second.several()) {
		pronoun = choose(g, singular)
	} else {
		for i, c := range classes {
			plural[i] = !slices.Contains(c.pronouns, "they") || g.rng.Float64() > singularTheyRate
		}
	}
	return g.drawTwins(classes, plural, [2]string{pronoun, pronoun}, [2]*predicate{p, other})
}

// reverse lists the predicates of a kind that fit the second class of a contrast and
// are absurd of the first.
func (g *generator) reverse(k kind, c contrast) []*predicate {
	key := reversal{k, c}
	list, known := g.reversals[key]
	if !known {
		for _, q := range g.fitting[k][c.second.index] {
			if q.never.has(c.first) {
				list = append(list, q)
			}
		}
		g.reversals[key] = list
	}
	return list
}

type reversal struct {
	kind kind
	contrast
}

// drawPronounTwins makes two pronouns decide, which the same predicate follows.
func (g *generator) drawPronounTwins() []item {
	p := pick(g, g.neutral, 6, g.predicateUse)
	fits := g.lex.of(p.fits)
	classes := [2]*class{choose(g, fits), choose(g, fits)}
	plural := [2]bool{g.rng.Float64() < pronounPluralRate, g.rng.Float64() < pronounPluralRate}
	people := g.lex.of(p.fits.intersect(g.lex.groups["human"]))
	switch draw := g.rng.IntN(5); {
	case draw < 2 && len(people) > 0: // gender, mostly
		classes[0] = choose(g, people)
	case draw < 4 && len(people) > 0:
		classes[1] = choose(g, people)
	default: // number
		plural[0] = g.rng.IntN(2) == 0
		plural[1] = !plural[0]
	}
	var pronouns [2]string
	for i, c := range classes {
		plural[i] = plural[i] && !c.names
		pronouns[i] = choose(g, c.pronounsFor(plural[i]))
	}
	if !apart(classes, plural) {
		return nil
	}
	return g.drawTwins(classes, plural, pronouns, [2]*predicate{p, p})
}

// apart reports whether no pronoun can mean nouns of both classes.
func apart(classes [2]*class, plural [2]bool) bool {
	for _, p := range classes[0].pronounsFor(plural[0]) {
		if slices.Contains(classes[1].pronounsFor(plural[1]), p) {
			return false
		}
	}
	return true
}

// drawTwins makes a pair and its mirror, which has other nouns of the same classes.
// The antecedent of ending i is of classes[i]: in slot i of the pair, and in the
// other slot of the mirror.
func (g *generator) drawTwins(classes [2]*class, plural [2]bool, pronouns [2]string, predicates [2]*predicate) []item {
	var items []item
	for mirror := range 2 {
		slots, endings := make([]phrase, 2), make([]ending, 2)
		for i, class := range classes {
			n := g.noun(class, plural[i], predicates[:]...)
			if n == nil {
				return nil
			}
			slot := i ^ mirror
			slots[slot] = g.phrase(n, plural[i])
			endings[i] = ending{pronoun: pronouns[i], predicate: predicates[i], antecedent: slot}
		}
		frames := g.between.frames(slots[0].noun.class, slots[1].noun.class)
		if slots[0].noun == slots[1].noun || len(frames) == 0 {
			return nil
		}
		frame := pick(g, frames, 3, breadth) // so that frames for few classes ("sat on") are not rare
		if frame.present && !(predicates[0].finite() && predicates[1].finite()) {
			return nil
		}
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

// disguise puts two invented nouns in place of the candidates. Other words of the
// phrases would tell their classes.
func (g *generator) disguise(slots []phrase) {
	words := g.lex.texts["nonce"]
	first := g.rng.IntN(len(words))
	second := (first + 1 + g.rng.IntN(len(words)-1)) % len(words)
	for i, at := range []int{first, second} {
		singular, plural, _ := strings.Cut(words[at], "/")
		if slots[i].plural {
			singular = plural
		}
		slots[i].words, slots[i].from = []string{"the", singular}, 1
	}
}

// clause completes a clause: connective, adjunct and persons. ok is false where that
// fails.
func (g *generator) clause(f *frame, slots []phrase, endings []ending) (c clause, ok bool) {
	c = clause{frame: f, slots: slots}
	asSubject := endings[0].predicate.kind != object
	connectives := "connectives"
	switch {
	case g.heldFrames && g.rng.IntN(2) == 0:
		connectives = "held-out connectives"
	case asSubject && !g.long && !slices.Contains(f.words, ".") && g.rng.Float64() < frontedRate:
		c.fronted, connectives = true, "subordinators"
	}
	if connectives == "connectives" && g.rng.Float64() < eventRate && !slices.ContainsFunc(endings, func(e ending) bool { return !e.predicate.event() }) {
		connectives = "event connectives"
	}
	if connectives == "connectives" && g.rng.Float64() < presentRate && !slices.ContainsFunc(endings, func(e ending) bool { return !e.predicate.finite() }) {
		connectives = "present connectives"
	}
	c.connective = choose(g, g.lex.texts[connectives])
	c.contracted = g.rng.IntN(2) == 0
	switch {
	case g.long && !f.time:
		return c, false
	case g.long:
		c.adjunct = choose(g, g.lex.texts["long adjuncts"])
	case f.time && g.rng.Float64() < adjunctRate:
		c.adjunct = choose(g, g.lex.texts["adjuncts"])
	}
	if g.rng.Float64() < degreeRate {
		c.degree = choose(g, degreeWords)
	}
	avoid := []string{endings[0].pronoun}
	if len(endings) > 1 {
		avoid = append(avoid, endings[1].pronoun)
	}
	nouns := make([]*noun, len(slots))
	for i, s := range slots {
		nouns[i] = s.noun
	}
	if slices.Contains(f.words, "{person}") {
		if c.person, ok = g.human(avoid, f.present, nouns...); !ok {
			return c, false
		}
	}
	if slices.Contains(f.words, "they") && slices.Contains(avoid, "they") {
		return c, false
	}
	if !g.long && g.rng.Float64() < openingRate {
		if c.opening, ok = g.remark("openings", avoid, nouns); !ok {
			return c, false
		}
	}
	if c.connective == "." && !g.long && g.rng.Float64() < interludeRate {
		if c.interlude, ok = g.remark("interludes", avoid, nouns); !ok {
			return c, false
		}
	}
	if !asSubject {
		if g.rng.IntN(4) == 0 {
			c.agent = phrase{words: []string{choose(g, []string{"we", "I"})}}
		} else if c.agent, ok = g.human(avoid, false, nouns...); !ok {
			return c, false
		}
	}
	return c, true
}

// remark draws a sentence, without its full stop, that none of the pronouns can refer to.
func (g *generator) remark(section string, avoid []string, but []*noun) (words []string, ok bool) {
	for _, w := range fields(choose(g, g.lex.texts[section])) {
		if w != "{person}" {
			words = append(words, w)
			continue
		}
		p, ok := g.human(avoid, true, but...)
		if !ok {
			return nil, false
		}
		words = append(words, p.words...)
	}
	return words, true
}
