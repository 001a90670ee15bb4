package corpus

import (
	"slices"
	"strings"
	"testing"

	"antecedent/data"
)

func TestNoLeakage(t *testing.T) {
	c, r := load(t)
	held := holdOut(r.lexicon)
	if len(held.nouns) < 12 || len(held.combinations) < 150 {
		t.Fatalf("%d nouns and %d combinations are held out", len(held.nouns), len(held.combinations))
	}
	known, vocabulary := map[combination]bool{}, map[string]bool{}
	near, length := 0, 0
	for _, e := range slices.Concat(c.Train, c.Valid) {
		nouns, heldNouns := 0, 0
		for _, w := range words(e) {
			vocabulary[w] = true
			if n := r.forms[w]; n != nil {
				nouns++
				if held.nouns[n] {
					heldNouns++
				}
			}
		}
		if heldNouns > 0 && nouns > 1 {
			t.Fatalf("%s has a held-out noun beside another: %s", e.ID, e.Text)
		}
		for i := range e.Candidates {
			k := combination{r.noun(e, i), r.predicate(e)}
			if held.combinations[k] {
				t.Fatalf("%s has a held-out combination: %s", e.ID, e.Text)
			}
			if i == answer(e) {
				known[k] = true
			}
		}
		if len(e.Candidates) == 2 {
			near, length = max(near, e.Pronoun.Start-e.Candidates[1].Start), max(length, len(e.Tokens))
		}
	}
	if near > maxNearest || length > maxTokens {
		t.Errorf("training goes to distance %d and length %d", near, length)
	}
	for _, s := range c.Heldout {
		for _, e := range s.Examples {
			w := words(e)
			if s.Name == "nonce" {
				for _, span := range e.Candidates {
					if vocabulary[w[span.Start]] {
						t.Fatalf("%s: %q is known", e.ID, w[span.Start])
					}
				}
				continue
			}
			for i := range e.Candidates {
				k := combination{r.noun(e, i), r.predicate(e)}
				if held.nouns[k.noun] != (s.Name == "nouns") || s.Name != "nouns" && s.Name != "pairs" && held.combinations[k] {
					t.Fatalf("%s holds something else out: %s", e.ID, e.Text)
				}
				if i == answer(e) && (s.Name == "pairs" && (known[k] || !held.combinations[k]) || s.Name == "sentences" && !known[k]) {
					t.Fatalf("%s: known %v: %s", e.ID, known[k], e.Text)
				}
			}
			for _, word := range w {
				if !vocabulary[word] && word[0] >= 'a' {
					t.Fatalf("%s: the word %q is not in training", e.ID, word)
				}
			}
			if s.Name == "distance" && (e.Pronoun.Start-e.Candidates[1].Start <= near || len(e.Tokens) <= length) {
				t.Fatalf("%s is near or short: %s", e.ID, e.Text)
			}
		}
	}
}

// A frame is recognised by its words around the slots, without articles, adjectives
// and {person}. The sentences of the split "templates" have held-out frames, and no
// others have.
func TestHeldOutFramesAreNotInTraining(t *testing.T) {
	c, r := load(t)
	ignored := []string{"the", "a", "an", "{person}"}
	for _, c := range r.classes {
		ignored = append(ignored, c.adjectives...)
	}
	pattern := func(words []string, slots ...int) string {
		var kept []string
		for i, w := range words {
			if w = strings.ToLower(w); slices.Contains(slots, i) {
				kept = append(kept, "_")
			} else if !slices.Contains(ignored, w) {
				kept = append(kept, w)
			}
		}
		return " " + strings.Join(kept, " ") + " "
	}
	var patterns []string
	for _, f := range r.frames["held-out frames"] {
		patterns = append(patterns, pattern(f.words, slices.Index(f.words, "{1}"), slices.Index(f.words, "{2}")))
	}
	heldOut := func(e data.Example) bool {
		clause := pattern(words(e)[:e.Pronoun.Start], e.Candidates[0].Start, e.Candidates[1].Start)
		return slices.ContainsFunc(patterns, func(p string) bool { return strings.Contains(clause, p) })
	}
	though := 0
	for _, s := range c.splits() {
		for _, e := range s.Examples {
			if len(e.Candidates) == 2 && heldOut(e) != (s.Name == "templates") {
				t.Fatalf("%s: held-out frame %v: %s", e.ID, heldOut(e), e.Text)
			}
			if before := words(e)[:e.Pronoun.Start]; before[len(before)-1] == "though" && before[len(before)-2] != "even" {
				if s.Name != "templates" {
					t.Fatalf("%s has the held-out connective: %s", e.ID, e.Text)
				}
				though++
			}
		}
	}
	if s, _ := c.Split("templates"); though < len(s.Examples)/3 {
		t.Errorf("only %d sentences with \"though\"", though)
	}
}
