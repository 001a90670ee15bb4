package corpus

import (
	"slices"
	"strings"
	"testing"
)

func TestNoLeakage(t *testing.T) {
	c, lex := load(t)
	held := holdOut(lex)
	if len(held.nouns) < 80 || len(held.predicates) < 120 || held.combinations.size() < 1000 {
		t.Fatalf("%d nouns, %d predicates and %d combinations are held out", len(held.nouns), len(held.predicates), held.combinations.size())
	}
	known, near, length := map[combination]bool{}, 0, 0
	vocabulary := map[string]bool{}
	for _, e := range slices.Concat(c.Train, c.Valid) {
		f := c.facts[e.ID]
		if held.predicates[f.predicate] {
			t.Fatalf("%s has a held-out predicate: %s", e.ID, e.Text)
		}
		for _, w := range words(e) {
			vocabulary[w] = true
		}
		for i, n := range f.nouns {
			k := combination{n, f.predicate}
			if held.nouns[n] && len(f.nouns) > 1 {
				t.Fatalf("%s has a held-out noun beside another: %s", e.ID, e.Text)
			}
			if held.combinations.has(k) {
				t.Fatalf("%s has a held-out combination: %s", e.ID, e.Text)
			}
			if i == answer(e) {
				known[k] = true
			}
		}
		if len(e.Candidates) == 2 && f.predicate != nil {
			near = max(near, e.Pronoun.Start-e.Candidates[1].Start)
			length = max(length, len(e.Tokens))
		}
	}
	if near > maxNearest || length > maxTokens {
		t.Errorf("training goes to distance %d and length %d", near, length)
	}
	for _, s := range c.Heldout {
		for _, e := range s.Examples {
			f := c.facts[e.ID]
			if s.Name == "nonce" {
				for _, span := range e.Candidates {
					if vocabulary[words(e)[span.Start]] {
						t.Fatalf("%s: %q is known", e.ID, words(e)[span.Start])
					}
				}
				continue
			}
			newNouns, newPredicates := s.Name == "nouns" || s.Name == "both", s.Name == "predicates" || s.Name == "both"
			if held.predicates[f.predicate] != newPredicates {
				t.Fatalf("%s: held-out predicate %v: %s", e.ID, held.predicates[f.predicate], e.Text)
			}
			for i, n := range f.nouns {
				k := combination{n, f.predicate}
				if held.nouns[n] != newNouns || !newNouns && !newPredicates && s.Name != "pairs" && held.combinations.has(k) {
					t.Fatalf("%s holds something else out: %s", e.ID, e.Text)
				}
				if i == answer(e) && f.family == "predicate twins" && (s.Name == "pairs" && (known[k] || !held.combinations.has(k)) || s.Name == "sentences" && !known[k]) {
					t.Fatalf("%s: known %v: %s", e.ID, known[k], e.Text)
				}
			}
			for _, w := range words(e) {
				if !vocabulary[w] && w[0] >= 'a' && (s.Name == "sentences" || s.Name == "templates" || s.Name == "distance") {
					t.Fatalf("%s: the word %q is not in training: %s", e.ID, w, e.Text)
				}
			}
			if s.Name == "distance" && e.Pronoun.Start-e.Candidates[1].Start <= near {
				t.Fatalf("%s is near: %s", e.ID, e.Text)
			}
		}
	}
}

// The sentences of the split "templates" have held-out frames, and no others have.
func TestHeldOutFramesAreNotInTraining(t *testing.T) {
	c, lex := load(t)
	inTraining := map[string]bool{}
	for _, f := range slices.Concat(lex.frames["frames"], lex.frames["present frames"], lex.frames["one candidate"]) {
		inTraining[strings.Join(f.words, " ")] = true
	}
	for _, f := range lex.frames["held-out frames"] {
		if inTraining[strings.Join(f.words, " ")] {
			t.Errorf("the held-out frame %q is in training too", strings.Join(f.words, " "))
		}
	}
	though := 0
	for _, s := range c.splits() {
		for _, e := range s.Examples {
			before := words(e)[:e.Pronoun.Start]
			if n := len(before); n > 1 && before[n-1] == "though" && !strings.EqualFold(before[n-2], "even") {
				if s.Name != "templates" {
					t.Fatalf("%s has the held-out connective: %s", e.ID, e.Text)
				}
				though++
			}
		}
	}
	if s, _ := c.Split("templates"); though < len(s.Examples)/4 {
		t.Errorf("only %d sentences with \"though\"", though)
	}
}
