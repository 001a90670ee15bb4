package corpus

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"antecedent/data"
	"antecedent/internal/random"
)

func lexiconFiles(texts map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for file, text := range texts {
		fsys["lexicon/"+file+".txt"] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// sections is a templates.txt that has something in each of its sections.
const sections = "[frames]\npet textile | The {1} sat on the {2}\ntextile pet | The {1} lay under the {2}\n" +
	"[held-out frames]\npet textile | The {1} saw the {2}\n[one candidate]\npet | The {1} sat\n" +
	"[connectives]\nbecause\n[held-out connectives]\nthough\n[adjuncts]\nat noon\n[long adjuncts]\nat noon\n" +
	"[expletive]\nwas raining\n[nonce]\nwug/wugs\ndax/daxes\n"

func TestLexiconErrors(t *testing.T) {
	good := map[string]string{
		"nouns":      "[class pet it: black]\ncat/cats x3\n[class textile it]\nmat\n",
		"predicates": "[fits pet; maybe textile]\nwas tired\n",
		"templates":  "[frames]\npet textile | The {1} sat on the {2} | time\n",
	}
	for _, test := range []struct{ file, text, want string }{
		{"nouns", "cat\n", "nouns.txt:1: the noun"},
		{"nouns", "# a comment\n\n[class pet]\n", "nouns.txt:3: a class begins"},
		{"nouns", "[class pet they]\n", "nouns.txt:1: a class begins"},
		{"nouns", "[class pet it\n", "nouns.txt:1: \"[class pet it\" has no closing bracket"},
		{"nouns", "[class pet it]\n[class pet it]\n", "nouns.txt:2: there are two classes"},
		{"nouns", "[class pet it]\ncat\ncat\n", "nouns.txt:3: \"cat\" is a noun of the class pet already"},
		{"nouns", "[class pet it]\nsheep/sheep\n", "nouns.txt:2: singular and plural"},
		{"nouns", "[class pet it]\nguinea pig\n", "nouns.txt:2: a noun is one word"},
		{"nouns", "[class pet it]\ncat xx\n", "nouns.txt:2: \"xx\" is no frequency"},
		{"nouns", "[class pet it]\ngroup all = pet plant\n", "nouns.txt:2: no class or group in nouns.txt is called \"plant\""},
		{"nouns", "[class pet it]\nguinea-pig\n", "nouns.txt:2: \"guinea-pig\" has the character '-'"},
		{"nouns", "[class pet it]\nlöwe\n", "nouns.txt:2: \"löwe\" has the character 'ö'"},
		{"templates", "[adjuncts]\nat four o'clock\n", "templates.txt:2: \"at four o'clock\" has the character"},
		{"predicates", "was tired\n", "predicates.txt:1: a list of predicates begins"},
		{"predicates", "[fits fish]\n", "predicates.txt:1: no class or group in nouns.txt is called \"fish\""},
		{"predicates", "[fits pet; never textile]\n", "predicates.txt:1: a list of predicates begins"},
		{"predicates", "[fits pet]\nwas tired\nwas tired\n", "predicates.txt:3: the predicate \"was tired\" is there twice"},
		{"predicates", "[neutral pet]\nwas old\n", "predicates.txt:2: the neutral predicate"},
		{"predicates", "[fits pet]\nhad seen the mat\n", "predicates.txt:2: \"had seen the mat\" has the word \"mat\""},
		{"templates", "[frames]\npet pet | The {1} saw the cat of the {2}\n", "templates.txt:2: \"The {1} saw the cat"},
		{"templates", "[clauses]\n", "templates.txt:1: [clauses] is no section"},
		{"templates", "[frames]\npet textile The {1} sat\n", "templates.txt:2: a frame is written"},
		{"templates", "[frames]\npet | The {1} sat on the {2}\n", "templates.txt:2: \"pet\" names classes for 1 slots"},
		{"templates", "[frames]\npet pet | The {2} saw the {1}\n", "templates.txt:2: \"The {2} saw the {1}\" must have the slots"},
		{"templates", "[connectives]\nbecause xn\n", "templates.txt:2: xn is no frequency"},
		{"templates", "", "templates.txt: the section [frames] is missing or empty"},
		{"templates", sections, "nouns.txt: there is no class or group called \"person\""},
	} {
		files := maps.Clone(good)
		files[test.file] = test.text
		if _, err := readLexicon(lexiconFiles(files)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: error %v, want %q", test.text, err, test.want)
		}
	}
	if _, err := readLexicon(fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), "nouns.txt") {
		t.Errorf("no files: %v", err)
	}
}

// A lexicon may be right line by line and still too small.
func TestLexiconTooSmall(t *testing.T) {
	const nouns = "[class pet it]\ncat\n[class textile it]\nmat\ngroup person = pet\n"
	for _, predicates := range []string{"", "[fits pet]\nwas tired\n", "[fits pet]\nwas tired\n[fits textile]\nwas dirty\n"} {
		lex, err := readLexicon(lexiconFiles(map[string]string{"nouns": nouns, "predicates": predicates, "templates": sections}))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := generate(lex); err == nil || !strings.Contains(err.Error(), "needs more nouns, predicates or frames") {
			t.Errorf("error %v", err)
		}
	}
}

// TestReading is for reading: go test -v -run Reading prints sentences of every
// split, and a sample of the frames with the classes that they take.
func TestReading(t *testing.T) {
	c, r := load(t)
	g := &generator{lex: r.lexicon, rng: random.New(1, "reading")}
	for _, s := range c.splits() {
		for range 8 {
			e := choose(g, s.Examples)
			antecedent := "nothing"
			if i := answer(e); i >= 0 {
				antecedent = words(e)[e.Candidates[i].Start]
			}
			t.Logf("%-12s %s [%s]", e.ID, e.Text, antecedent)
		}
	}
	old := &predicate{text: "looked old"}
	for _, f := range slices.Concat(r.frames["frames"], r.frames["held-out frames"]) {
		for _, a := range f.slots[0] {
			for _, b := range f.slots[1] {
				first, second := choose(g, a.nouns), choose(g, b.nouns)
				c := clause{frame: f, connective: "because", person: mention{form: "girl"},
					slots: []mention{{noun: first, form: first.singular}, {noun: second, form: second.singular}}}
				s := c.sentence(&ending{pronoun: a.pronoun, predicate: old})
				if !slices.Equal(s.tokens, data.Tokenize(s.text)) {
					t.Errorf("the tokens of %q are %v", s.text, s.tokens)
				}
				if g.rng.IntN(12) == 0 {
					t.Log(s.text)
				}
			}
		}
	}
}
