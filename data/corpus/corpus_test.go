package corpus

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"antecedent/data"
)

// The corpus that the tests look at, and the lexicon by which to judge it.
var loadOnce = sync.OnceValues(Load)

func load(t *testing.T) (*Corpus, reader) {
	t.Helper()
	c, err := loadOnce()
	if err != nil {
		t.Fatal(err)
	}
	lex, err := readLexicon(files)
	if err != nil {
		t.Fatal(err)
	}
	return c, newReader(lex)
}

// splits are all of the corpus by name, training first.
func (c *Corpus) splits() []Split {
	return append([]Split{{Name: "train", Examples: c.Train}, {Name: "valid", Examples: c.Valid}}, c.Heldout...)
}

// A reader reads examples back by the lexicon alone, so that the tests do not trust
// the generator.
type reader struct {
	*lexicon
	byText map[string]*predicate // in both numbers
}

func newReader(lex *lexicon) reader {
	r := reader{lex, map[string]*predicate{}}
	for _, p := range lex.predicates {
		r.byText[p.text], r.byText[p.after("they")] = p, p
	}
	return r
}

// noun is the noun of candidate i.
func (r reader) noun(e data.Example, i int) *noun { return r.forms[words(e)[e.Candidates[i].Start]] }

// predicate is nil for an expletive.
func (r reader) predicate(e data.Example) *predicate { return r.byText[said(e)] }

// pronounFor is the pronoun of a word, which is empty for a word that is no noun.
func (r reader) pronounFor(word string) string {
	n := r.forms[word]
	if n == nil {
		return ""
	}
	return n.class.pronounFor(word == n.plural)
}

func words(e data.Example) []string {
	words := make([]string, len(e.Tokens))
	for i, t := range e.Tokens {
		words[i] = t.Text
	}
	return words
}

// said is what follows the pronoun.
func said(e data.Example) string {
	return strings.Join(words(e)[e.Pronoun.End:len(e.Tokens)-1], " ")
}

// answer is the index of the right candidate, or -1.
func answer(e data.Example) int {
	if len(e.Antecedents) == 0 {
		return -1
	}
	return slices.Index(e.Candidates, e.Antecedents[0])
}

func TestCounts(t *testing.T) {
	c, r := load(t)
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
	if _, ok := c.Split("none"); ok {
		t.Error("there is a split called none")
	}
	neutral := 0
	for _, p := range r.predicates {
		if p.neutral {
			neutral++
		}
	}
	if len(r.nouns) < 150 || len(r.predicates)-neutral < 150 || len(r.frames["frames"]) < 20 {
		t.Errorf("%d nouns, %d predicates of which %d neutral, %d frames", len(r.nouns), len(r.predicates), neutral, len(r.frames["frames"]))
	}
}

func TestExamplesAreWhole(t *testing.T) {
	c, _ := load(t)
	texts, ids := map[string]string{}, map[string]bool{}
	for _, s := range c.splits() {
		pairs := map[string][]data.Example{}
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
				pairs[e.Pair] = append(pairs[e.Pair], e)
			}
			if span, ok := c.Predicate(e.ID); ok && (e.Pair == "" || span.Start <= e.Pronoun.Start || span.End != len(e.Tokens)-1) {
				t.Fatalf("%s: predicate %v of %q", e.ID, span, e.Text)
			}
		}
		for name, pair := range pairs {
			if len(pair) != 2 {
				t.Fatalf("%s has %d examples in %s", name, len(pair), s.Name)
			}
			a, b := pair[0], pair[1]
			if !slices.Equal(a.Candidates, b.Candidates) || len(a.Candidates) != 2 || a.Pronoun != b.Pronoun || answer(a) == answer(b) {
				t.Fatalf("no twins: %q, %q", a.Text, b.Text)
			}
			same := a.Pronoun.Start
			if _, ok := c.Predicate(a.ID); ok {
				same++ // they differ after the pronoun only
			} else if said(a) != said(b) {
				t.Fatalf("pronoun twins differ in more than the pronoun: %q, %q", a.Text, b.Text)
			}
			if !slices.Equal(words(a)[:same], words(b)[:same]) {
				t.Fatalf("twins differ before the answer: %q, %q", a.Text, b.Text)
			}
		}
	}
}

func TestLoadIsDeterministic(t *testing.T) {
	c, _ := load(t)
	again, err := Load()
	if err != nil || !reflect.DeepEqual(c, again) {
		t.Errorf("two loads differ; error %v", err)
	}
}

// The lesson's words are frequent in training, and its parts occur there.
func TestLessonIsInTheLanguage(t *testing.T) {
	c, _ := load(t)
	for part, least := range map[string]int{
		" cat ": 60, " mat ": 60, " tired.": 60, " dirty.": 60, " sat ": 60, " on ": 60, " because ": 60,
		"The cat sat on the": 1, "sat on the mat": 1, "because it was tired": 1, "because it was dirty": 1,
	} {
		n := 0
		for _, e := range c.Train {
			n += strings.Count(e.Text, part)
		}
		if n < least {
			t.Errorf("%q occurs %d times in training, want %d", part, n, least)
		}
	}
}

func TestEveryWordOfTheLexiconIsFrequent(t *testing.T) {
	c, r := load(t)
	nouns, predicates := map[string]int{}, map[string]int{}
	for _, e := range c.Train {
		for i := range e.Candidates {
			nouns[r.noun(e, i).singular]++
		}
		if p := r.predicate(e); p != nil {
			predicates[p.text]++
		}
	}
	check := func(what string, n map[string]int, total int) {
		if least := slices.Min(slices.Collect(maps.Values(n))); len(n) != total || least < 60 {
			t.Errorf("%d of %d %s occur, one only %d times", len(n), total, what, least)
		}
	}
	check("nouns", nouns, len(r.nouns))
	check("predicates", predicates, len(r.predicates))
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
