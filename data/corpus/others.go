package corpus

import "slices"

// drawExpletive makes a sentence whose "it" refers to nothing, after a clause or, in a
// third of them, before it.
func (g *generator) drawExpletive() []item {
	frames := g.lex.frames["frames"]
	f := choose(g, frames)
	plural := g.rng.Float64() < pluralRate
	var slots []phrase
	for _, set := range f.slots {
		n := g.noun(choose(g, g.lex.of(set)), plural, nil)
		if n == nil {
			return nil
		}
		slots = append(slots, g.phrase(n, plural))
	}
	if slots[0].noun == slots[1].noun {
		return nil
	}
	p := &predicate{text: choose(g, g.lex.texts["expletive"]), index: -1}
	first := g.rng.IntN(3) == 0
	if first {
		f = &frame{words: slices.Concat(fields(choose(g, g.lex.texts["expletive first"])), f.words), slots: f.slots}
		f.words[0] = "{he}"
		p = nil
	} else {
		p.words = fields(p.text)
	}
	endings := []ending{{pronoun: "it", predicate: p, antecedent: -1}}
	if first {
		c := clause{frame: f, slots: slots}
		if slices.Contains(f.words, "{person}") {
			var ok bool
			if c.person, ok = g.human([]string{"it"}, false, slots[0].noun, slots[1].noun); !ok {
				return nil
			}
		}
		return []item{{c, endings}}
	}
	c, ok := g.clause(f, slots, endings)
	if !ok {
		return nil
	}
	c.adjunct, c.degree = "", "" // not "on Sunday because it was Monday"
	return []item{{c, endings}}
}

// drawSingle makes a sentence with a single noun, in half of them a held-out one.
func (g *generator) drawSingle() []item {
	nouns := g.lex.nouns
	if g.rng.IntN(2) == 0 && len(g.heldNouns) > 0 {
		nouns = g.heldNouns
	}
	n := pick(g, nouns, 6, g.nounUse)
	fitting := g.fitting[subject][n.class.index]
	if len(fitting) == 0 {
		return nil
	}
	p := pick(g, fitting, 3, g.predicateUse)
	if g.held.combinations.has(combination{n, p}) {
		return nil
	}
	var frames []*frame
	for _, f := range g.lex.frames["one candidate"] {
		if f.slots[0].has(n.class) {
			frames = append(frames, f)
		}
	}
	if len(frames) == 0 {
		return nil
	}
	slots := []phrase{g.phrase(n, n.plural != "" && g.rng.IntN(4) == 0)}
	endings := []ending{{pronoun: g.pronounOf(slots[0]), predicate: p}}
	c, ok := g.clause(choose(g, frames), slots, endings)
	if !ok {
		return nil
	}
	return []item{{c, endings}}
}
