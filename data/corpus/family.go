package corpus

import (
	"slices"
	"strings"
)

// A pair is a clause and the readings that complete it: two for twins, one for
// the other families.
type pair struct {
	clause
	readings []reading
}

// A reading is one completion of a clause and its answer.
type reading struct {
	pronoun, predicate string
	from               *predicate // nil for an expletive
	antecedent         int        // which slot; negative for none
	twin               bool       // whether the predicate turns the answer
	draft              draft      // the sentence, once it is accepted
}

// predicateUnit makes a pair of predicate twins and its mirror: the same two
// predicates of the same classes, in the other order and with other nouns.
func (g *generator) predicateUnit() []pair {
	p := pick(g.rng, g.predicates, 12, g.predicateUse)
	number := 0
	if g.rng.Float64() < pluralRate {
		number = 1
	}
	if len(g.contrasts[number][p]) == 0 {
		number = 1 - number
	}
	c := pick(g.rng, g.contrasts[number][p], 2, func(c contrast) float64 { return c.breadth })
	other := pick(g.rng, c.others, 4, g.predicateUse)
	classes, predicates := [2]*class{c.first, c.second}, [2]*predicate{p, other}
	var unit []pair
	for mirror := range 2 {
		slots := make([]mention, 2)
		readings := make([]reading, 2)
		for i, class := range classes {
			at := i ^ mirror
			nouns := g.nouns(class, number == 1, predicates[:]...)
			if len(nouns) == 0 {
				return nil
			}
			slots[at] = g.mention(nouns, number == 1)
			pronoun := class.pronounFor(number == 1)
			readings[i] = reading{pronoun, predicates[i].after(pronoun), predicates[i], at, true, draft{}}
		}
		frame := pick(g.rng, g.between[[2]*class{slots[0].noun.class, slots[1].noun.class}], 3, breadth)
		if g.nonce {
			if mirror == 1 {
				frame = unit[0].frame // then the frame cannot tell the order
			}
			g.disguise(slots)
		}
		made, ok := g.clause(frame, slots, readings)
		if !ok {
			return nil
		}
		unit = append(unit, pair{made, readings})
	}
	return unit
}

// pronounUnit makes a pair of pronoun twins and its mirror.
func (g *generator) pronounUnit() []pair {
	p := pick(g.rng, g.neutral, 6, g.predicateUse)
	classes := [2]*class{choose(g, p.fits), choose(g, p.fits)}
	plural := [2]bool{g.rng.Float64() < 0.3, g.rng.Float64() < 0.3}
	var unit []pair
	for mirror := range 2 {
		slots := make([]mention, 2)
		readings := make([]reading, 2)
		for i, class := range classes {
			at := i ^ mirror
			nouns := g.nouns(class, plural[i], p)
			if len(nouns) == 0 {
				return nil
			}
			slots[at] = g.mention(nouns, plural[i])
			readings[i] = reading{class.pronounFor(plural[i]), p.text, p, at, false, draft{}}
		}
		frames := g.between[[2]*class{slots[0].noun.class, slots[1].noun.class}]
		if readings[0].pronoun == readings[1].pronoun || slots[0].noun == slots[1].noun || len(frames) == 0 {
			return nil
		}
		made, ok := g.clause(pick(g.rng, frames, 3, breadth), slots, readings)
		if !ok {
			return nil
		}
		unit = append(unit, pair{made, readings})
	}
	return unit
}

// expletive makes a sentence whose "it" refers to nothing.
func (g *generator) expletive() []pair {
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
	readings := []reading{{"it", choose(g, g.lex.expletive), nil, -1, false, draft{}}}
	made, ok := g.clause(f, slots, readings)
	made.front, made.adjunct = "", "" // "on Sunday because it was Monday"
	if !ok {
		return nil
	}
	return []pair{{made, readings}}
}

// one makes a sentence with a single noun.
func (g *generator) one() []pair {
	nouns := g.solo
	if g.rng.IntN(2) == 0 && len(g.soloStressed) > 0 {
		nouns = g.soloStressed
	}
	n := pick(g.rng, nouns, 3, g.nounUse)
	p := choose(g, g.lex.predicates)
	for tries := 0; !p.fit(n.class) || !g.single(combination{n, p}); tries++ {
		if tries == giveUp {
			return nil
		}
		p = choose(g, g.lex.predicates)
	}
	var frames []*frame
	for _, f := range g.lex.singles {
		if slices.Contains(f.slots[0], n.class) {
			frames = append(frames, f)
		}
	}
	if len(frames) == 0 {
		return nil
	}
	slots := []mention{g.mention([]*noun{n}, n.plural != "" && g.rng.IntN(4) == 0)}
	pronoun := slots[0].pronoun()
	readings := []reading{{pronoun, p.after(pronoun), p, 0, false, draft{}}}
	made, ok := g.clause(choose(g, frames), slots, readings)
	if !ok {
		return nil
	}
	return []pair{{made, readings}}
}

// mention draws a noun, less used ones and frequent ones rather than others.
func (g *generator) mention(nouns []*noun, plural bool) mention {
	n := pick(g.rng, nouns, 3, g.nounUse)
	m := mention{noun: n, plural: plural, form: n.form(plural)}
	if len(n.class.adjectives) > 0 && g.rng.Float64() < adjectiveRate {
		m.adjective = choose(g, n.class.adjectives)
	}
	return m
}

// disguise puts two invented nouns in place of the candidates. Adjectives would
// tell their classes.
func (g *generator) disguise(slots []mention) {
	order := g.rng.Perm(len(g.lex.nonce))
	for i := range slots {
		singular, plural, _ := strings.Cut(g.lex.nonce[order[i]], "/")
		slots[i].form, slots[i].adjective = singular, ""
		if slots[i].plural {
			slots[i].form = plural
		}
	}
}

// clause draws what the readings share. It fails where nobody can be {person}.
func (g *generator) clause(f *frame, slots []mention, readings []reading) (clause, bool) {
	c := clause{frame: f, slots: slots, indefinite: g.rng.Float64() < indefiniteRate}
	c.connective = g.connective()
	switch {
	case !f.time && !g.long:
	case g.long:
		if !f.time {
			return c, false
		}
		c.adjunct = choose(g, g.lex.longAdjuncts)
	case g.rng.Float64() < frontRate:
		c.front = choose(g, g.lex.adjuncts)
	case g.rng.Float64() < adjunctRate:
		c.adjunct = choose(g, g.lex.adjuncts)
	}
	if !f.hasPerson() {
		return c, true
	}
	for range 20 {
		n := choose(g, choose(g, g.lex.groups["person"]).nouns)
		plural := n.plural != "" && g.rng.IntN(3) == 0
		c.person = mention{noun: n, plural: plural, form: n.form(plural)}
		clash := slices.ContainsFunc(readings, func(r reading) bool { return r.pronoun == c.person.pronoun() }) ||
			slices.ContainsFunc(slots, func(m mention) bool { return m.noun == n })
		if !clash && g.distractor(n) {
			return c, true
		}
	}
	return c, false
}

func (g *generator) connective() string {
	list := g.lex.connectives
	if g.heldFrames && g.rng.IntN(2) == 0 {
		list = g.lex.heldOutConnectives
	}
	total := 0
	for _, w := range list {
		total += w.weight
	}
	draw := g.rng.IntN(total)
	for _, w := range list {
		if draw -= w.weight; draw < 0 {
			return w.text
		}
	}
	return "" // not reached: draw is below the total
}

// breadth makes frames for a few classes ("sat on") more frequent than those
// that take nearly everything.
func breadth(f *frame) float64 { return float64(len(f.slots[0]) * len(f.slots[1])) }

func (g *generator) predicateUse(p *predicate) float64 { return float64(g.predicateN[p]) }

func (g *generator) nounUse(n *noun) float64 { return float64(g.nounN[n]) / float64(n.weight) }

func choose[T any](g *generator, list []T) T { return list[g.rng.IntN(len(list))] }
