package corpus

import "slices"

// personOf draws a noun phrase of one person who has this pronoun, and the other
// pronouns too if the gender must be open.
func (g *generator) personOf(f *frame, slot int, pronoun string, open bool) (phrase, bool) {
	var classes []*class
	for _, c := range g.lex.of(f.slots[slot]) {
		if slices.Contains(c.pronouns, pronoun) && (!open || len(c.pronouns) > 1) {
			classes = append(classes, c)
		}
	}
	if len(classes) == 0 {
		return phrase{}, false
	}
	n := g.noun(choose(g, classes), false, nil)
	if n == nil {
		return phrase{}, false
	}
	return g.phrase(n, false), true
}

// couple draws two persons, of whom he is slot first and she the other. Neither of
// them can be both.
func (g *generator) couple(f *frame, first int) ([]phrase, bool) {
	slots := make([]phrase, 2)
	for i, pronoun := range []string{"he", "she"} {
		p, ok := g.personOf(f, first^i, pronoun, false)
		if !ok || len(p.pronouns()) > 1 {
			return nil, false
		}
		slots[first^i] = p
	}
	return slots, true
}

// drawTold makes twins in which the gender of the pronoun decides whom the reported
// clause is about: "John told Mary that he / she was late".
func (g *generator) drawTold() []item {
	f := choose(g, g.lex.frames["told"])
	var items []item
	for mirror := range 2 {
		slots, ok := g.couple(f, mirror)
		if !ok {
			return nil
		}
		fitting := g.fitting[subject][slots[0].noun.class.index]
		if len(fitting) == 0 {
			return nil
		}
		p := pick(g, fitting, 4, g.predicateUse)
		for _, s := range slots {
			if !p.finite() || !p.fits.has(s.noun.class) || g.held.combinations.has(combination{s.noun, p}) {
				return nil
			}
		}
		items = append(items, item{clause{frame: f, slots: slots}, []ending{
			{pronoun: "he", predicate: p, antecedent: mirror}, {pronoun: "she", predicate: p, antecedent: 1 ^ mirror},
		}})
	}
	return items
}

// drawWhose makes twins in which the gender of a possessive decides: "John gave Mary
// his / her keys".
func (g *generator) drawWhose() []item {
	f := choose(g, g.lex.frames["whose"])
	var items []item
	for mirror := range 2 {
		slots, ok := g.couple(f, mirror)
		if !ok {
			return nil
		}
		items = append(items, item{clause{frame: f, slots: slots}, []ending{
			{pronoun: "he", antecedent: mirror}, {pronoun: "she", antecedent: 1 ^ mirror},
		}})
	}
	return items
}

// How often the persons of whom grammar decides vary.
const (
	openRate    = 0.50 // both are of either gender: "the nurse", "the farmer"
	oneTheyRate = 0.15 // of these, where the pronoun is an object: "them" for one person
	aloneRate   = 0.35 // of the owners' family: one person and nothing owned
	leadRate    = 0.45 // the clause is put together of a lead and an act
)

// grammarFrames draws a frame that decides for the first and one that decides for the
// second person: both whole, or two leads with the same act, "John smiled when Peter" and
// "John met Peter and" with "thanked {him}", so that the act alone tells nothing.
func (g *generator) grammarFrames() []*frame {
	if g.rng.Float64() >= leadRate {
		return []*frame{choose(g, g.lex.frames["first"]), choose(g, g.lex.frames["second"])}
	}
	act := fields(choose(g, g.lex.texts["acts"]))
	var frames []*frame
	for _, section := range []string{"lead first", "lead second"} {
		lead := choose(g, g.lex.frames[section])
		frames = append(frames, &frame{words: slices.Concat(lead.words, act), slots: lead.slots})
	}
	return frames
}

// drawGrammar makes two sentences with two persons of one gender, of whom the grammar
// or the verb decides for the first in one and for the second in the other: "John asked
// Peter to help him", "John met Peter and thanked him". "They" stands for one person only
// where it cannot mean both: "the nurse met the farmer and thanked them".
func (g *generator) drawGrammar() []item {
	frames := g.grammarFrames()
	pronoun, open := choose(g, []string{"he", "she"}), g.rng.Float64() < openRate
	asObject := func(f *frame) bool { return slices.Contains(f.words, "{him}") }
	if open && asObject(frames[0]) && asObject(frames[1]) && g.rng.Float64() < oneTheyRate {
		pronoun = "they"
	}
	var items []item
	for slot, f := range frames {
		slots := make([]phrase, 2)
		for i := range slots {
			var ok bool
			if slots[i], ok = g.personOf(f, i, pronoun, open); !ok {
				return nil
			}
		}
		if slots[0].noun == slots[1].noun {
			return nil
		}
		c := clause{frame: f, slots: slots}
		if slices.Contains(f.words, "{person}") {
			var ok bool
			if c.person, ok = g.human([]string{pronoun}, false, slots[0].noun, slots[1].noun); !ok {
				return nil
			}
		}
		items = append(items, item{c, []ending{{pronoun: pronoun, antecedent: slot}}})
	}
	return items
}

// drawTwinClauses makes twins of a clause with two ends, of which one decides for the
// first candidate and one for the second: "The flute did not fit in the bag because it
// was too big / small".
func (g *generator) drawTwinClauses() []item {
	frames := g.lex.frames["twins"]
	i := 2 * g.rng.IntN(len(frames)/2)
	f := frames[i]
	classes := make([]*class, 2)
	several := true
	for slot := range classes {
		classes[slot] = choose(g, g.lex.of(f.slots[slot]))
		several = several && classes[slot].several() && !slices.Contains(classes[slot].pronouns, "they")
	}
	shared := common(classes[0], classes[1])
	if len(shared) == 0 {
		return nil
	}
	pronoun, plural := choose(g, shared), several && g.rng.Float64() < pluralRate
	if plural {
		pronoun = "they"
	}
	var slots []phrase
	for _, c := range classes {
		n := g.noun(c, plural, nil)
		if n == nil {
			return nil
		}
		p := g.phrase(n, plural)
		p.dropAdjective() // not "the big box was too small"
		slots = append(slots, p)
	}
	if slots[0].noun == slots[1].noun {
		return nil
	}
	var person phrase
	if slices.Contains(f.words, "{person}") {
		var ok bool
		if person, ok = g.human([]string{pronoun}, false, slots[0].noun, slots[1].noun); !ok {
			return nil
		}
	}
	twins := item{clause: clause{frame: f, slots: slots, person: person}}
	for slot := range classes {
		twins.endings = append(twins.endings, ending{pronoun: pronoun, frame: frames[i+slot], antecedent: slot})
	}
	return []item{twins}
}

// drawAlone makes a sentence with one person, in which "they" is as frequent as "he" and
// "she": "The customer left their umbrella on the train".
func (g *generator) drawAlone() []item {
	f := choose(g, g.lex.frames["alone"])
	pronoun := choose(g, []string{"he", "she", "they"})
	person, ok := g.personOf(f, 0, pronoun, g.rng.Float64() < openRate)
	if !ok {
		return nil
	}
	return []item{{clause{frame: f, slots: []phrase{person}}, []ending{{pronoun: pronoun}}}}
}

// drawOwner makes a sentence in which the subject is the owner: "The queen lost her
// crown". What is owned cannot be the owner and is no candidate.
func (g *generator) drawOwner() []item {
	if g.rng.Float64() < aloneRate {
		return g.drawAlone()
	}
	f := choose(g, g.lex.frames["owner"])
	owner := g.noun(choose(g, g.lex.of(f.slots[0])), false, nil)
	owned := g.noun(choose(g, g.lex.of(f.slots[1])), false, nil)
	if owner == nil || owned == nil || owner == owned {
		return nil
	}
	plural := owner.plural != "" && owned.plural != "" && g.rng.Float64() < pluralRate
	slots := []phrase{g.phrase(owner, plural), g.phrase(owned, plural)}
	return []item{{clause{frame: f, slots: slots, owner: true}, []ending{{pronoun: g.pronounOf(slots[0]), antecedent: 0}}}}
}

// pronounOf draws a pronoun for a phrase, "they" for one person less often than others.
func (g *generator) pronounOf(p phrase) string {
	pronoun := choose(g, p.pronouns())
	if pronoun == "they" && !p.plural {
		pronoun = choose(g, p.pronouns())
	}
	return pronoun
}
