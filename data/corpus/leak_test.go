package corpus

import (
	"strings"
	"testing"

	"antecedent/data"
)

// A parser reads examples back by the lexicon alone, so that the tests do not
// trust the generator.
type parser struct {
	lex        *lexicon
	forms      map[string]mention
	nouns      map[string]*noun
	predicates map[string]*predicate
}

func newParser(lex *lexicon) parser {
	p := parser{lex, map[string]mention{}, map[string]*noun{}, map[string]*predicate{}}
	for _, c := range lex.classes {
		for _, n := range c.nouns {
			p.nouns[n.singular] = n
			p.forms[n.singular] = mention{noun: n}
			if n.plural != "" {
				p.forms[n.plural] = mention{noun: n, plural: true}
			}
		}
	}
	for _, q := range lex.predicates {
		p.predicates[q.text], p.predicates[q.after("they")] = q, q
	}
	return p
}

func (p parser) noun(e data.Example, i int) *noun {
	return p.forms[e.Tokens[e.Candidates[i].Start].Text].noun
}

// predicate is nil for an expletive.
func (p parser) predicate(e data.Example) *predicate {
	w := words(e)
	return p.predicates[strings.Join(w[e.Pronoun.End:len(w)-1], " ")]
}

func TestNoLeakage(t *testing.T) {
	c, lex := load(t)
	p, h := newParser(lex), holdOut(lex)
	if len(h.nouns) < 12 || len(h.pairs) < 150 {
		t.Fatalf("%d nouns and %d pairs are held out", len(h.nouns), len(h.pairs))
	}
	t.Logf("held out: %d nouns, %d noun–predicate pairs", len(h.nouns), len(h.pairs))
	known, vocabulary := map[combination]bool{}, map[string]bool{}
	near, length := 0, 0
	for _, e := range append(c.Train[:len(c.Train):len(c.Train)], c.Valid...) {
		rivals := 0
		for _, w := range words(e) {
			vocabulary[w] = true
			if _, ok := p.forms[w]; ok {
				rivals++
			}
		}
		q := p.predicate(e)
		for i := range e.Candidates {
			n := p.noun(e, i)
			if h.pairs[combination{n, q}] {
				t.Fatalf("%s has a held-out pair: %s", e.ID, e.Text)
			}
			if e.Antecedents != nil && e.Antecedents[0] == e.Candidates[i] {
				known[combination{n, q}] = true
			}
		}
		for _, w := range words(e) {
			if m, ok := p.forms[w]; ok && h.nouns[m.noun] && rivals > 1 {
				t.Fatalf("%s has a held-out noun beside another: %s", e.ID, e.Text)
			}
		}
		if len(e.Candidates) == 2 {
			near, length = max(near, e.Pronoun.Start-e.Candidates[1].Start), max(length, len(e.Tokens))
		}
	}
	if near > maxNearest || length > maxTokens {
		t.Errorf("training goes to distance %d and length %d", near, length)
	}
	t.Logf("training: %d words, nearer candidate at most %d tokens away, at most %d tokens", len(vocabulary), near, length)
	for _, s := range c.Heldout {
		for _, e := range s.Examples {
			if s.Name == "nonce" {
				for _, span := range e.Candidates {
					if vocabulary[e.Tokens[span.Start].Text] {
						t.Fatalf("%s: %q is known", e.ID, e.Tokens[span.Start].Text)
					}
				}
				continue
			}
			q := p.predicate(e)
			for i, span := range e.Candidates {
				n := p.noun(e, i)
				k := combination{n, q}
				antecedent := e.Antecedents != nil && e.Antecedents[0] == span
				if h.nouns[n] != (s.Name == "nouns") || s.Name != "nouns" && s.Name != "pairs" && h.pairs[k] {
					t.Fatalf("%s holds something else out: %s", e.ID, e.Text)
				}
				if s.Name == "pairs" && antecedent && (known[k] || !h.pairs[k]) || s.Name == "sentences" && antecedent && !known[k] {
					t.Fatalf("%s: known %v: %s", e.ID, known[k], e.Text)
				}
			}
			for _, w := range words(e) {
				if !vocabulary[w] && strings.ToUpper(w[:1])+w[1:] != w {
					t.Fatalf("%s: the word %q is not in training", e.ID, w)
				}
			}
			if s.Name == "distance" && (e.Pronoun.Start-e.Candidates[1].Start <= near || len(e.Tokens) <= length) {
				t.Fatalf("%s is near or short: %s", e.ID, e.Text)
			}
		}
	}
}

// The generated text between the candidates, or from the person to the first,
// tells the frame. None of the held-out ones may be read off a training text.
func TestHeldOutFramesAreNotInTraining(t *testing.T) {
	c, lex := load(t)
	keys := func(e data.Example) string {
		w := words(e)
		clause := []string{}
		for i, word := range w[:e.Pronoun.Start] {
			word = strings.ToLower(word)
			switch {
			case i == e.Candidates[0].Start || i == e.Candidates[1].Start:
				word = "_"
			case word == "the" || word == "a" || word == "an":
				continue
			}
			for _, c := range lex.classes {
				for _, a := range c.adjectives {
					if a == word {
						word = ""
					}
				}
			}
			if word != "" {
				clause = append(clause, word)
			}
		}
		return " " + strings.Join(clause, " ") + " "
	}
	var patterns []string
	for _, f := range lex.heldOutFrames {
		var pattern []string
		for _, w := range f.words {
			switch w {
			case "The", "the", "{person}":
			case "{1}", "{2}":
				pattern = append(pattern, "_")
			default:
				pattern = append(pattern, w)
			}
		}
		patterns = append(patterns, " "+strings.Join(pattern, " ")+" ")
	}
	match := func(e data.Example) bool {
		for _, p := range patterns {
			if strings.Contains(keys(e), p) {
				return true
			}
		}
		return false
	}
	though := 0
	for _, s := range c.all() {
		for _, e := range s.Examples {
			if len(e.Candidates) == 2 && match(e) != (s.Name == "templates") {
				t.Fatalf("%s: held-out frame %v: %s", e.ID, match(e), e.Text)
			}
			at := e.Pronoun.Start - 1
			if e.Tokens[at].Text == "though" && e.Tokens[at-1].Text != "even" {
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
