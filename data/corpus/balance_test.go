package corpus

import (
	"slices"
	"strconv"
	"testing"

	"antecedent/data"
)

// Position, noun, predicate and connective alone must not tell which candidate of a
// paired example is meant. Each guesser has one property of a candidate to go by. It
// learns on the training split how often candidates with that property are right,
// and guesses the better candidate, or the first where they are equal or unknown.
func TestNothingOnTheSurfaceTells(t *testing.T) {
	c, r := load(t)
	for name, property := range map[string]func(e data.Example, i int) string{
		"position":   func(_ data.Example, i int) string { return strconv.Itoa(i) },
		"word":       func(e data.Example, i int) string { return words(e)[e.Candidates[i].Start] },
		"noun":       func(e data.Example, i int) string { return r.noun(e, i).singular },
		"predicate":  func(e data.Example, i int) string { return r.predicate(e).text + strconv.Itoa(i) },
		"connective": func(e data.Example, i int) string { return words(e)[e.Pronoun.Start-1] + strconv.Itoa(i) },
	} {
		seen, right := map[string]int{}, map[string]int{}
		for e := range paired(c.Train) {
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
			for e := range paired(s.Examples) {
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
			if rate := float64(hits) / float64(total); rate < 0.45 || rate > 0.55 {
				t.Errorf("%s alone scores %.3f on %s", name, rate, s.Name)
			}
		}
	}
}

// paired are the examples of minimal pairs.
func paired(examples []data.Example) func(yield func(data.Example) bool) {
	return func(yield func(data.Example) bool) {
		for _, e := range examples {
			if e.Pair != "" && !yield(e) {
				return
			}
		}
	}
}

// Every predicate has its antecedent first exactly as often as second.
func TestPredicatesAreBalanced(t *testing.T) {
	c, r := load(t)
	for _, s := range c.splits() {
		first := map[*predicate]int{}
		for e := range paired(s.Examples) {
			first[r.predicate(e)] += 1 - 2*answer(e)
		}
		for p, n := range first {
			if n != 0 {
				t.Errorf("%s: %q has %+d antecedents first", s.Name, p.text, n)
			}
		}
	}
}

// Every answer follows from the lexicon, except among invented nouns: one candidate
// has the pronoun's gender and number and fits the predicate; the others have not or
// are absurd; and no other noun before the pronoun agrees with it.
func TestEveryAnswerIsDerivable(t *testing.T) {
	c, r := load(t)
	for _, s := range c.splits() {
		if s.Name == "nonce" {
			continue
		}
		for _, e := range s.Examples {
			p, w := r.predicate(e), words(e)
			if p == nil {
				if answer(e) >= 0 || e.Pair != "" || !slices.Contains(r.texts["expletive"], said(e)) {
					t.Fatalf("%s: neither predicate nor expletive: %s", e.ID, e.Text)
				}
				continue
			}
			if len(e.Antecedents) != 1 || answer(e) < 0 {
				t.Fatalf("%s has the antecedents %v: %s", e.ID, e.Antecedents, e.Text)
			}
			for at, word := range w[:e.Pronoun.Start] {
				agrees := r.pronounFor(word) == w[e.Pronoun.Start]
				i := slices.Index(e.Candidates, data.Span{Start: at, End: at + 1})
				switch {
				case i < 0 && agrees:
					t.Fatalf("%s: the pronoun may mean %q: %s", e.ID, word, e.Text)
				case i >= 0 && i == answer(e) && !(agrees && p.fit(r.noun(e, i).class)),
					i >= 0 && i != answer(e) && agrees && !p.absurd(r.noun(e, i).class):
					t.Fatalf("%s: %q cannot be derived: %s", e.ID, word, e.Text)
				}
			}
		}
	}
}
