package corpus

import (
	"slices"
	"strings"
)

// A phrase is a noun phrase of a sentence: "the old cats", "Mary Brown".
type phrase struct {
	noun   *noun
	plural bool
	words  []string
	from   int // the noun, or the whole name, is words[from:]
}

// pronouns are those that can mean the phrase.
func (p phrase) pronouns() []string { return p.noun.class.pronounsFor(p.plural) }

// How often phrases vary. Most have "the", so that no determiner tells the answer.
const (
	adjectiveRate = 0.15
	surnameRate   = 0.15 // of names: "Mary Brown"
	titleRate     = 0.08 // of names: "Mrs Brown"
)

// Determiners with their frequencies.
var (
	singularDeterminers = strings.Fields("the the the the the the the the the the the the the the a a a my my our this that")
	pluralDeterminers   = strings.Fields("the the the the the the the the some my our these those")
	massDeterminers     = strings.Fields("the the the the the the the the some our this")
)

// phrase makes a phrase of a noun.
func (g *generator) phrase(n *noun, plural bool) phrase {
	p := phrase{noun: n, plural: plural}
	if n.class.names {
		p.words = []string{n.singular}
		switch draw := g.rng.Float64(); {
		case draw < surnameRate:
			p.words = append(p.words, choose(g, g.lex.surnames))
		case draw < surnameRate+titleRate:
			title := "Mr"
			if n.class.pronouns[0] == "she" {
				title = choose(g, []string{"Mrs", "Ms", "Miss"})
			}
			p.words = []string{title, choose(g, g.lex.surnames)}
			if title != "Miss" && g.rng.IntN(2) == 0 {
				p.words = slices.Insert(p.words, 1, ".") // "Mr. Brown"
			}
		}
		return p
	}
	determiners := singularDeterminers
	switch {
	case plural:
		determiners = pluralDeterminers
	case n.mass:
		determiners = massDeterminers
	}
	p.words = []string{choose(g, determiners)}
	if mine := p.words[0] == "my" || p.words[0] == "our"; mine && !g.lex.groups["owned"].has(n.class) {
		p.words[0] = "the"
	}
	if len(n.class.adjectives) > 0 && g.rng.Float64() < adjectiveRate {
		p.words = append(p.words, choose(g, n.class.adjectives))
	}
	p.from = len(p.words)
	p.words = append(p.words, n.form(plural))
	p.setArticle()
	return p
}

// setArticle turns "a" into "an" where the next word asks for it.
func (p *phrase) setArticle() {
	if next := p.words[1]; p.words[0] == "a" && strings.ContainsRune("aeiou", rune(next[0])) && !strings.HasPrefix(next, "uni") {
		p.words[0] = "an"
	}
}

// dropAdjective leaves the determiner and the noun.
func (p *phrase) dropAdjective() {
	if p.noun.class.names || p.from < 2 {
		return
	}
	p.words, p.from = []string{p.words[0], p.words[p.from]}, 1
	if p.words[0] == "an" {
		p.words[0] = "a"
	}
	p.setArticle()
}

// bare is the phrase without its determiner, as it follows a possessive.
func (p phrase) bare() []string {
	if p.noun.class.names {
		return p.words
	}
	return p.words[1:]
}

// human draws a phrase for a person, or for several unless it must be singular, whom
// none of the pronouns can mean.
func (g *generator) human(avoid []string, singular bool, but ...*noun) (phrase, bool) {
	people := g.lex.of(g.lex.groups["human"])
draw:
	for range 20 {
		c := choose(g, people)
		n := choose(g, c.nouns)
		plural := !singular && n.plural != "" && g.rng.IntN(4) == 0
		for _, p := range c.pronounsFor(plural) {
			for _, a := range avoid {
				if a == p {
					continue draw
				}
			}
		}
		for _, other := range but {
			if other == n {
				continue draw
			}
		}
		if !g.held.nouns[n] {
			return g.phrase(n, plural), true
		}
	}
	return phrase{}, false
}
