package corpus

import (
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"testing"

	"antecedent/data"
)

// load is Load for the tests, with the lexicon by which to judge it.
func load(t *testing.T) (*Corpus, *lexicon) {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	lex, err := readLexicon(files)
	if err != nil {
		t.Fatal(err)
	}
	return c, lex
}

// all is every split under its name, training first.
func (c *Corpus) all() []Split {
	return append([]Split{{Name: "train", Examples: c.Train}, {Name: "valid", Examples: c.Valid}}, c.Heldout...)
}

func TestCounts(t *testing.T) {
	c, lex := load(t)
	if len(c.Train) != 24000 || len(c.Valid) != 600 {
		t.Errorf("%d training and %d validation examples", len(c.Train), len(c.Valid))
	}
	var names []string
	for _, s := range c.Heldout {
		names = append(names, s.Name)
		if n := len(s.Examples); n < 400 || n > 1000 {
			t.Errorf("%s has %d examples", s.Name, n)
		}
		if got, ok := c.Split(s.Name); !ok || len(got.Examples) != len(s.Examples) || s.About == "" {
			t.Errorf("Split(%q) = %d examples, %v", s.Name, len(got.Examples), ok)
		}
	}
	if want := []string{"sentences", "pairs", "nouns", "templates", "distance", "nonce"}; !slices.Equal(names, want) {
		t.Errorf("splits %v, want %v", names, want)
	}
	nouns, predicates := 0, 0
	for _, cl := range lex.classes {
		nouns += len(cl.nouns)
	}
	for _, p := range lex.predicates {
		if !p.neutral {
			predicates++
		}
	}
	if nouns < 150 || predicates < 150 || len(lex.frames) < 20 {
		t.Errorf("%d nouns, %d predicates, %d frames", nouns, predicates, len(lex.frames))
	}
	t.Logf("%d nouns, %d predicates and %d neutral, %d frames and %d held out", nouns, predicates, len(lex.predicates)-predicates, len(lex.frames), len(lex.heldOutFrames))
	if _, ok := c.Split("none"); ok {
		t.Error("there is a split called none")
	}
}

func TestExamplesAreWhole(t *testing.T) {
	c, _ := load(t)
	texts, ids := map[string]string{}, map[string]bool{}
	for _, s := range c.all() {
		twins := map[string][]data.Example{}
		for _, e := range s.Examples {
			if err := e.Validate(); err != nil {
				t.Fatalf("%s: %v", e.ID, err)
			}
			if !slices.Equal(e.Tokens, data.Tokenize(e.Text)) {
				t.Fatalf("%s: the tokens are not those of %q", e.ID, e.Text)
			}
			if other, ok := texts[e.Text]; ok {
				t.Fatalf("%s and %s have the same text: %s", e.ID, other, e.Text)
			}
			if ids[e.ID] || !strings.HasPrefix(e.ID, s.Name+"-") || e.Source != "built-in:"+s.Name || !e.Labelled {
				t.Fatalf("ID %q, source %q, labelled %v", e.ID, e.Source, e.Labelled)
			}
			if e.Text == Lesson || e.Text == LessonTwin {
				t.Fatalf("%s is the lesson", e.ID)
			}
			texts[e.Text], ids[e.ID] = e.ID, true
			if e.Pair != "" {
				twins[e.Pair] = append(twins[e.Pair], e)
			}
			if span, ok := c.Predicate(e.ID); ok && (e.Pair == "" || span.Start <= e.Pronoun.Start || span.End != len(e.Tokens)-1) {
				t.Fatalf("%s: predicate %v of %q", e.ID, span, e.Text)
			}
		}
		for name, pair := range twins {
			if len(pair) != 2 {
				t.Fatalf("%s has %d examples in %s", name, len(pair), s.Name)
			}
			a, b := pair[0], pair[1]
			if !slices.Equal(a.Candidates, b.Candidates) || len(a.Candidates) != 2 || a.Pronoun != b.Pronoun || a.Antecedents[0] == b.Antecedents[0] {
				t.Fatalf("no twins: %q, %q", a.Text, b.Text)
			}
			end := a.Pronoun.Start
			if _, ok := c.Predicate(a.ID); ok {
				end++ // they differ after the pronoun only
			} else if words(a)[end+1:] != nil && strings.Join(words(a)[end+1:], " ") != strings.Join(words(b)[end+1:], " ") {
				t.Fatalf("pronoun twins differ in more than the pronoun: %q, %q", a.Text, b.Text)
			}
			if !slices.Equal(words(a)[:end], words(b)[:end]) {
				t.Fatalf("twins differ before the answer: %q, %q", a.Text, b.Text)
			}
		}
	}
}

func TestLoadIsDeterministic(t *testing.T) {
	sum := func() uint64 {
		c, _ := load(t)
		h := fnv.New64a()
		for _, s := range c.all() {
			for _, e := range s.Examples {
				fmt.Fprintln(h, e.ID, e.Text, e.Candidates, e.Antecedents)
			}
		}
		return h.Sum64()
	}
	if a, b := sum(), sum(); a != b {
		t.Errorf("two loads differ: %x, %x", a, b)
	}
}

// The lesson's words are frequent in training, and its parts occur there.
func TestLessonIsInTheLanguage(t *testing.T) {
	c, _ := load(t)
	seen := map[string]int{}
	for _, e := range c.Train {
		for _, w := range words(e) {
			seen[w]++
		}
		for _, part := range []string{"The cat sat on the", "sat on the mat", "because it was tired", "because it was dirty"} {
			if strings.Contains(e.Text, part) {
				seen[part]++
			}
		}
	}
	for _, w := range []string{"cat", "mat", "tired", "dirty", "sat", "on", "because"} {
		if seen[w] < 60 {
			t.Errorf("%q occurs %d times in training", w, seen[w])
		}
	}
	for _, part := range []string{"The cat sat on the", "sat on the mat", "because it was tired", "because it was dirty"} {
		if seen[part] == 0 {
			t.Errorf("%q never occurs in training", part)
		}
		t.Logf("in training %q: %d", part, seen[part])
	}
}

func TestEveryWordOfTheLexiconIsFrequent(t *testing.T) {
	c, lex := load(t)
	p := newParser(lex)
	nouns, predicates := map[string]int{}, map[string]int{}
	for _, e := range c.Train {
		for i := range e.Candidates {
			nouns[p.noun(e, i).singular]++
		}
		if q := p.predicate(e); q != nil {
			predicates[q.text]++
		}
	}
	least := func(what string, n map[string]int, total, limit int) {
		keys := slices.SortedFunc(maps.Keys(n), func(a, b string) int { return n[a] - n[b] })
		t.Logf("least frequent %s: %s %d; most: %s %d", what, keys[0], n[keys[0]], keys[len(keys)-1], n[keys[len(keys)-1]])
		if len(keys) != total || n[keys[0]] < limit {
			t.Errorf("%d of %d %s occur; %q %d times", len(keys), total, what, keys[0], n[keys[0]])
		}
	}
	least("nouns", nouns, len(p.nouns), 60)
	least("predicates", predicates, len(lex.predicates), 60)
}

func words(e data.Example) []string {
	var words []string
	for _, t := range e.Tokens {
		words = append(words, t.Text)
	}
	return words
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
