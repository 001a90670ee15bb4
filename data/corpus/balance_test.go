package corpus

import (
	"strings"
	"testing"

	"antecedent/data"
)

// The surface of a paired example, and nothing but the surface, must not tell
// whether the first or the second candidate is meant. Each guesser learns its
// best guess on the training split. For what cannot be seen in it, it guesses
// the first.
func TestNothingOnTheSurfaceTells(t *testing.T) {
	c, lex := load(t)
	p := newParser(lex)
	guessers := map[string]func(data.Example) string{
		"position":   func(data.Example) string { return "" },
		"noun":       nil, // below: it ranks the two nouns
		"predicate":  func(e data.Example) string { return p.predicate(e).text },
		"connective": func(e data.Example) string { return e.Tokens[e.Pronoun.Start-1].Text },
	}
	for name, key := range guessers {
		first, seen, right := map[string]int{}, map[string]int{}, map[string]int{}
		for _, e := range c.Train {
			if e.Pair == "" {
				continue
			}
			if key == nil {
				for i, span := range e.Candidates {
					n := p.noun(e, i).singular
					seen[n]++
					if e.Antecedents[0] == span {
						right[n]++
					}
				}
			} else if e.Antecedents[0] == e.Candidates[0] {
				first[key(e)]++
			} else {
				first[key(e)]--
			}
		}
		for _, s := range c.all() {
			if key == nil && s.Name == "nonce" {
				continue
			}
			hits, total := 0, 0
			for _, e := range s.Examples {
				if e.Pair == "" {
					continue
				}
				guess := 0
				if key == nil {
					a, b := p.noun(e, 0).singular, p.noun(e, 1).singular
					if right[b]*seen[a] > right[a]*seen[b] {
						guess = 1
					}
				} else if first[key(e)] < 0 {
					guess = 1
				}
				total++
				if e.Antecedents[0] == e.Candidates[guess] {
					hits++
				}
			}
			if rate := float64(hits) / float64(total); rate < 0.45 || rate > 0.55 {
				t.Errorf("%s alone scores %.3f on %s", name, rate, s.Name)
			}
		}
	}
}

// Every predicate has its antecedent first exactly as often as second.
func TestPredicatesAreBalanced(t *testing.T) {
	c, lex := load(t)
	p := newParser(lex)
	for _, s := range c.all() {
		first := map[*predicate]int{}
		for _, e := range s.Examples {
			if e.Pair == "" {
				continue
			}
			if e.Antecedents[0] == e.Candidates[0] {
				first[p.predicate(e)]++
			} else {
				first[p.predicate(e)]--
			}
		}
		for q, n := range first {
			if n != 0 {
				t.Errorf("%s: %q has %+d antecedents first", s.Name, q.text, n)
			}
		}
	}
}

// Who knows the lexicon can derive every answer: one candidate has the
// pronoun's gender and number and fits the predicate, and the others have not
// or are absurd. And exactly half of the nonce answers follow from position.
func TestEveryAnswerIsDerivable(t *testing.T) {
	c, lex := load(t)
	p := newParser(lex)
	expletives := map[string]bool{}
	for _, x := range lex.expletive {
		expletives[x] = true
	}
	for _, s := range c.all() {
		if s.Name == "nonce" {
			continue
		}
		for _, e := range s.Examples {
			q, w := p.predicate(e), words(e)
			if q == nil {
				if len(e.Antecedents) != 0 || e.Pair != "" || !expletives[strings.Join(w[e.Pronoun.End:len(w)-1], " ")] {
					t.Fatalf("%s: neither predicate nor expletive: %s", e.ID, e.Text)
				}
				continue
			}
			if len(e.Antecedents) != 1 {
				t.Fatalf("%s has %d antecedents: %s", e.ID, len(e.Antecedents), e.Text)
			}
			for i, span := range e.Candidates {
				m := p.forms[w[span.Start]]
				agrees := m.pronoun() == w[e.Pronoun.Start]
				if n := p.noun(e, i); e.Antecedents[0] == span && !(agrees && q.fit(n.class)) || e.Antecedents[0] != span && agrees && !q.absurd(n.class) {
					t.Fatalf("%s: %q cannot be derived: %s", e.ID, w[span.Start], e.Text)
				}
			}
			for i, word := range w[:e.Pronoun.Start] {
				m, ok := p.forms[word]
				candidate := false
				for _, span := range e.Candidates {
					candidate = candidate || span.Start == i
				}
				if ok && !candidate && m.pronoun() == w[e.Pronoun.Start] {
					t.Fatalf("%s: the pronoun may mean %q: %s", e.ID, word, e.Text)
				}
			}
		}
	}
}
