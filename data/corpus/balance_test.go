package corpus

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"antecedent/data"
)

// Position, noun, predicate and connective alone must not tell which candidate of a
// predicate twin is meant. Each guesser has one property of a candidate to go by. It
// learns on the training split how often candidates with that property are right,
// and guesses the better candidate, or the first where they are equal or unknown.
func TestNothingOnTheSurfaceTells(t *testing.T) {
	c, _ := load(t)
	before := func(e data.Example) string {
		if e.Pronoun.Start == 0 {
			return ""
		}
		return words(e)[e.Pronoun.Start-1]
	}
	for name, property := range map[string]func(e data.Example, i int) string{
		"position":   func(_ data.Example, i int) string { return strconv.Itoa(i) },
		"noun":       func(e data.Example, i int) string { return c.facts[e.ID].nouns[i].singular },
		"predicate":  func(e data.Example, i int) string { return c.facts[e.ID].predicate.text + strconv.Itoa(i) },
		"connective": func(e data.Example, i int) string { return before(e) + strconv.Itoa(i) },
		"determiner": func(e data.Example, i int) string {
			if at := e.Candidates[i].Start; at > 0 {
				return strings.ToLower(words(e)[at-1])
			}
			return ""
		},
	} {
		seen, right := map[string]int{}, map[string]int{}
		for e := range c.twins(c.Train) {
			for i := range e.Candidates {
				seen[property(e, i)]++
				if answer(e) == i {
					right[property(e, i)]++
				}
			}
		}
		for _, s := range c.splits() {
			if name == "noun" && s.Name == "nonce" {
				continue
			}
			hits, total := 0, 0
			for e := range c.twins(s.Examples) {
				a, b := property(e, 0), property(e, 1)
				guess := 0
				if right[b]*seen[a] > right[a]*seen[b] {
					guess = 1
				}
				total++
				if answer(e) == guess {
					hits++
				}
			}
			if rate := float64(hits) / float64(total); rate < 0.44 || rate > 0.56 {
				t.Errorf("%s alone scores %.3f on %s", name, rate, s.Name)
			}
		}
	}
}

// twins are the examples in which a predicate decides.
func (c *Corpus) twins(examples []data.Example) func(yield func(data.Example) bool) {
	return func(yield func(data.Example) bool) {
		for _, e := range examples {
			if c.facts[e.ID].family == "predicate twins" && !yield(e) {
				return
			}
		}
	}
}

// In every family with two candidates, the first of them is right as often as the
// second, and so is the nearer.
func TestPositionsAreBalanced(t *testing.T) {
	c, _ := load(t)
	for _, s := range c.splits() {
		first, near, total := map[string]int{}, map[string]int{}, map[string]int{}
		for _, e := range s.Examples {
			family := c.facts[e.ID].family
			if len(e.Candidates) != 2 || answer(e) < 0 {
				continue
			}
			total[family]++
			if answer(e) == 0 {
				first[family]++
			}
			nearest := 1
			if e.Candidates[0].Start > e.Pronoun.Start {
				nearest = 0
			}
			if answer(e) == nearest {
				near[family]++
			}
		}
		for family, n := range total {
			if 2*first[family] != n {
				t.Errorf("%s, %s: the first is right in %d of %d", s.Name, family, first[family], n)
			}
			if rate := float64(near[family]) / float64(n); n > 100 && (rate < 0.47 || rate > 0.53) {
				t.Errorf("%s, %s: the nearest is right in %d of %d", s.Name, family, near[family], n)
			}
		}
	}
}

// Every answer follows from the lexicon, except among invented nouns: the antecedent can
// have the pronoun and fits the predicate, and the other candidate has another pronoun
// or the predicate is absurd of it.
func TestEveryAnswerIsDerivable(t *testing.T) {
	c, lex := load(t)
	for _, s := range c.splits() {
		if s.Name == "nonce" {
			continue
		}
		for _, e := range s.Examples {
			f := c.facts[e.ID]
			if f.family == "expletives" {
				if answer(e) >= 0 || e.Pair != "" || strings.ToLower(e.Tokens[e.Pronoun.Start].Text) != "it" {
					t.Fatalf("%s: an expletive that refers: %s", e.ID, e.Text)
				}
				continue
			}
			i := answer(e)
			if len(e.Antecedents) != 1 || i < 0 {
				t.Fatalf("%s has the antecedents %v: %s", e.ID, e.Antecedents, e.Text)
			}
			pronoun := subjectOf(e.Tokens[e.Pronoun.Start].Text)
			can := func(i int) bool {
				n, w := f.nouns[i], words(e)[e.Candidates[i].End-1]
				return slices.Contains(n.class.pronounsFor(w == n.plural), pronoun)
			}
			if !can(i) || f.predicate != nil && !f.predicate.fits.has(f.nouns[i].class) {
				t.Fatalf("%s: %v cannot be %q: %s", e.ID, f.nouns[i].singular, pronoun, e.Text)
			}
			if f.family == "grammar" || f.family == "twin clauses" || len(e.Candidates) == 1 {
				continue // the frame decides
			}
			if other := 1 - i; can(other) && !f.predicate.never.has(f.nouns[other].class) {
				t.Fatalf("%s: the pronoun may mean %q: %s", e.ID, f.nouns[other].singular, e.Text)
			}
		}
	}
	if len(lex.frames["first"]) != len(lex.frames["second"]) {
		t.Errorf("%d frames decide for the first person, %d for the second", len(lex.frames["first"]), len(lex.frames["second"]))
	}
}

// No noun of a twin's main clause, other than the candidates, agrees with the pronoun.
func TestNobodyElseCanBeMeant(t *testing.T) {
	c, lex := load(t)
	for _, s := range c.splits() {
		for e := range c.twins(s.Examples) {
			w := words(e)
			from, to := 0, e.Pronoun.Start
			if e.Candidates[0].Start > e.Pronoun.Start { // the main clause comes second
				from, to = e.Candidates[0].Start, len(w)
			}
			for at := from; at < to; at++ {
				n := lex.forms[w[at]]
				candidate := slices.ContainsFunc(e.Candidates, func(s data.Span) bool { return s.Contains(at) })
				if n != nil && !candidate && slices.Contains(n.class.pronounsFor(w[at] == n.plural), subjectOf(w[e.Pronoun.Start])) {
					t.Fatalf("%s: the pronoun may mean %q: %s", e.ID, w[at], e.Text)
				}
			}
		}
	}
}

// The validation split and the split of new sentences have every family with a rival.
func TestEveryFamilyIsValidated(t *testing.T) {
	c, _ := load(t)
	sentences, _ := c.Split("sentences")
	for _, examples := range [][]data.Example{c.Valid, sentences.Examples} {
		n := map[string]int{}
		for _, e := range examples {
			n[c.facts[e.ID].family]++
		}
		for _, family := range []string{"predicate twins", "pronoun twins", "told", "whose", "grammar", "twin clauses", "owners", "expletives"} {
			if n[family] < 10 {
				t.Errorf("%d examples of %s", n[family], family)
			}
		}
	}
}
