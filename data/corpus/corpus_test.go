package corpus

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"antecedent/data"
)

// The corpus that the tests look at, and the lexicon by which to judge it.
var loadOnce = sync.OnceValues(Load)

func load(t *testing.T) (*Corpus, *lexicon) {
	t.Helper()
	c, err := loadOnce()
	if err != nil {
		t.Fatal(err)
	}
	return c, c.lex
}

// splits are all of the corpus by name, training first.
func (c *Corpus) splits() []Split {
	return append([]Split{{Name: "train", Examples: c.Train}, {Name: "valid", Examples: c.Valid}}, c.Heldout...)
}

func words(e data.Example) []string {
	words := make([]string, len(e.Tokens))
	for i, t := range e.Tokens {
		words[i] = t.Text
	}
	return words
}

// answer is the index of the right candidate, or -1.
func answer(e data.Example) int {
	if len(e.Antecedents) == 0 {
		return -1
	}
	return slices.Index(e.Candidates, e.Antecedents[0])
}

// subjectOf is the pronoun in the form of a subject: "it" for "its".
func subjectOf(pronoun string) string {
	pronoun = strings.ToLower(pronoun)
	for _, forms := range []map[string]string{objects, possessors, reflexives} {
		for subject, form := range forms {
			if form == pronoun {
				return subject
			}
		}
	}
	return pronoun
}

func TestCounts(t *testing.T) {
	c, lex := load(t)
	if len(c.Train) < 24000 || len(c.Train) > 60000 || len(c.Valid) < 500 || len(c.Valid) > 800 {
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
	if want := []string{"sentences", "pairs", "nouns", "predicates", "both", "templates", "distance", "nonce"}; !slices.Equal(names, want) {
		t.Errorf("splits %v, want %v", names, want)
	}
	if _, ok := c.Split("none"); ok {
		t.Error("there is a split called none")
	}
	frames := 0
	for _, section := range frameSections {
		frames += len(lex.frames[section])
	}
	if len(lex.classes) < 50 || len(lex.nouns) < 700 || len(lex.predicates) < 1400 || frames < 700 {
		t.Errorf("%d classes, %d nouns, %d predicates, %d frames", len(lex.classes), len(lex.nouns), len(lex.predicates), frames)
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
			if strings.ContainsAny(e.Text, "{}/|") || strings.Contains(e.Text, "  ") {
				t.Fatalf("%s has the lexicon's own marks: %s", e.ID, e.Text)
			}
			texts[e.Text], ids[e.ID] = e.ID, true
			if e.Pair != "" {
				pairs[e.Pair] = append(pairs[e.Pair], e)
			}
			if span, ok := c.Predicate(e.ID); ok && (e.Pair == "" || span.Contains(e.Pronoun.Start)) {
				t.Fatalf("%s: predicate %v of %q", e.ID, span, e.Text)
			}
		}
		for name, pair := range pairs {
			if len(pair) != 2 {
				t.Fatalf("%s has %d examples in %s", name, len(pair), s.Name)
			}
			a, b := pair[0], pair[1]
			if len(a.Candidates) != 2 || answer(a) == answer(b) || answer(a) < 0 || answer(b) < 0 {
				t.Fatalf("no twins: %q, %q", a.Text, b.Text)
			}
			for i := range a.Candidates {
				if !slices.Equal(words(a)[a.Candidates[i].Start:a.Candidates[i].End], words(b)[b.Candidates[i].Start:b.Candidates[i].End]) {
					t.Fatalf("twins with other candidates: %q, %q", a.Text, b.Text)
				}
			}
		}
	}
}

func TestLoadIsDeterministic(t *testing.T) {
	c, _ := load(t)
	again, err := Load()
	if err != nil || !reflect.DeepEqual(c.Train, again.Train) || !reflect.DeepEqual(c.Heldout, again.Heldout) {
		t.Errorf("two loads differ; error %v", err)
	}
}

// The lesson's words occur in training, and so do its parts.
func TestLessonIsInTheLanguage(t *testing.T) {
	c, _ := load(t)
	for part, least := range map[string]int{
		" cat ": 30, " mat ": 20, " tired.": 10, " dirty.": 10, " sat ": 60, " on ": 60, " because ": 60, " sat on ": 20,
		"because it was ": 60,
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

// Every noun and predicate that is not held out, and every form of the pronouns, occurs
// in training.
func TestEveryWordOfTheLexiconOccurs(t *testing.T) {
	c, lex := load(t)
	held := holdOut(lex)
	nouns, predicates, pronouns := map[*noun]int{}, map[*predicate]int{}, map[string]int{}
	for _, e := range c.Train {
		for _, n := range c.facts[e.ID].nouns {
			nouns[n]++
		}
		predicates[c.facts[e.ID].predicate]++
		pronouns[strings.ToLower(e.Tokens[e.Pronoun.Start].Text)]++
	}
	for _, n := range lex.nouns {
		if nouns[n] < 5 {
			t.Errorf("%q occurs %d times", n.singular, nouns[n])
		}
	}
	for _, p := range lex.predicates {
		if least := 4; !held.predicates[p] && predicates[p] < least || held.predicates[p] && predicates[p] > 0 {
			t.Errorf("%q occurs %d times", p.text, predicates[p])
		}
	}
	for _, pronoun := range strings.Fields("it its he him his himself she her herself they them their") {
		if pronouns[pronoun] < 50 {
			t.Errorf("%q is asked about %d times", pronoun, pronouns[pronoun])
		}
	}
}

// Occupations are he, she and they alike.
func TestOccupationsHaveEveryPronoun(t *testing.T) {
	c, lex := load(t)
	counts := map[*noun]map[string]int{}
	for _, e := range c.Train {
		if i := answer(e); i >= 0 {
			if n := c.facts[e.ID].nouns[i]; len(n.class.pronouns) == 3 {
				if counts[n] == nil {
					counts[n] = map[string]int{}
				}
				counts[n][subjectOf(e.Tokens[e.Pronoun.Start].Text)]++
			}
		}
	}
	he, she, they := 0, 0, 0
	for _, k := range counts {
		he, she, they = he+k["he"], she+k["she"], they+k["they"]
	}
	if share := float64(he) / float64(he+she); share < 0.46 || share > 0.54 || they < (he+she)/20 {
		t.Errorf("occupations are %d times he, %d times she, %d times they", he, she, they)
	}
	if len(counts) < 140 {
		t.Errorf("only %d occupations of %d nouns", len(counts), len(lex.nouns))
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
