package corpus

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"

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
const sections = "[frames pet textile]\n{1} sat on {2}\n[frames textile pet]\n{1} lay under {2}\n" +
	"[held-out frames pet textile]\n{1} saw {2}\n[present frames pet textile]\n{1} likes {2}\n[one candidate pet]\n{1} sat\n" +
	"[told pet pet]\n{1} told {2} that\n[whose pet pet]\n{1} gave {2} {his} ball\n[owner pet textile]\n{1} lost {his} {2}\n" +
	"[alone pet]\n{1} lost {his} ball\n[lead first pet pet]\n{1} hoped that {2}\n[lead second pet pet]\n{1} met {2} and\n[acts]\nfollowed {him}\n" +
	"[twins pet textile]\n{1} sat on {2} because {he} was | tired | dirty\n[openings]\nnothing happened\n[interludes]\nnobody moved\n" +
	"[first pet pet]\n{1} asked {2} to help {him}\n[second pet pet]\n{1} met {2} and thanked {him}\n" +
	"[connectives]\nbecause\n[event connectives]\nwhen\n[present connectives]\nand now\n[subordinators]\nas\n[held-out connectives]\nthough\n[adjuncts]\nat noon\n[long adjuncts]\nat noon\n" +
	"[expletive]\nwas raining\n[expletive first]\nit was raining when\n[nonce]\nwug/wugs\ndax/daxes\n"

func TestLexiconErrors(t *testing.T) {
	good := map[string]string{
		"nouns":      "[class pet it: black]\ncat/cats x3\n[class textile it]\nmat\n",
		"predicates": "[fits pet]\nwas tired\n",
		"templates":  "[frames pet textile]\n{1} sat on {2}\n",
	}
	for _, test := range []struct{ file, text, want string }{
		{"nouns", "cat\n", "nouns.txt:1: the noun"},
		{"nouns", "# a comment\n\n[class pet]\n", "nouns.txt:3: a class begins"},
		{"nouns", "[class pet they]\n", "nouns.txt:1: \"they\" is not the pronoun of a class"},
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
		{"predicates", "[says pet]\n", "predicates.txt:1: [says …] is no list of predicates"},
		{"predicates", "[fits pet]\nwas tired\nwas tired\n", "predicates.txt:3: the predicate \"was tired\" is there twice"},
		{"predicates", "[fits pet]\nwas tired of them\n", "predicates.txt:2: \"was tired of them\" has the pronoun \"them\""},
		{"predicates", "[object pet]\nfed the dog\n", "predicates.txt:2: \"fed the dog\" must have {him} once"},
		{"predicates", "[possessive pet]\nwas {his} tail\n", "predicates.txt:2: \"was {his} tail\" must have {his} once"},
		{"predicates", "[neutral pet]\nwas old\n", "predicates.txt:2: the neutral predicate"},
		{"predicates", "[object pet]\nsaw the cat near {him}\n", "predicates.txt:2: \"saw the cat near\" has the word \"cat\", which is a noun"},
		{"predicates", "[fits pet]\nis tired\n", "predicates.txt:2: \"is tired\" is not in the past tense"},
		{"predicates", "[fits pet]\nlooks tired\n", "predicates.txt:2: \"looks tired\" is not in the past tense"},
		{"predicates", "[possessive pet]\n{his} tail is wet\n", "predicates.txt:2: \"{his} tail is wet\" is not in the past tense"},
		{"predicates", "[fits pet]\nwere tired\n", "predicates.txt:2: \"were tired\" is of several"},
		{"predicates", "[fits pet]\nWas tired\n", "predicates.txt:2: \"Was tired\" begins with a capital letter"},
		{"predicates", "[fits pet]\nwas tired.\n", "predicates.txt:2: \"was tired.\" has the character '.'"},
		{"predicates", "[fits pet]\nwas near {1}\n", "predicates.txt:2: \"was near {1}\" has the character '1'"},
		{"predicates", "[fits pet]\nwas near {person}\n", "predicates.txt:2: \"was near {person}\" has \"{person}\", which stands for nothing"},
		{"predicates", "[fits pet]\nhad eaten Hers\n", "predicates.txt:2: \"had eaten Hers\" has the pronoun \"Hers\""},
		{"predicates", "[fits pet; maybe pet]\nwas tired\n", "predicates.txt:1: [fits pet; maybe pet]: \"pet\" stands before \"maybe\" and after it"},
		{"predicates", "[fits pet; maybe textile]\nwas tired\n", "predicates.txt:1: [fits pet; maybe textile]: of every class it could be said"},
		{"predicates", "[degree]\nwide awake\n", "predicates.txt:2: \"wide awake\": what may stand after \"very\" is one word"},
		{"templates", "[adjuncts]\non the very first day\n", "templates.txt:2: \"on the very first day\" has more than 4 words"},
		{"nouns", "[class job he,they]\n", "nouns.txt:1: \"he,they\" is not the pronoun of a class"},
		{"templates", "[frames pet textile]\n{1} hid the cat from {2}\n", "has the word \"cat\", which is a noun"},
		{"templates", "[long adjuncts]\nwug/wugs\n", "templates.txt:2: \"wug/wugs\" stands under [long adjuncts]"},
		{"templates", "[nonce]\nwug\n", "templates.txt:2: \"wug\" stands under [nonce]"},
		{"templates", "[clauses]\n", "templates.txt:1: [clauses] is no section"},
		{"templates", "[frames pet]\n", "templates.txt:1: [frames pet] names classes for 1 slots"},
		{"templates", "[frames pet pet]\n{2} saw {1}\n", "templates.txt:2: \"{2} saw {1}\" must have the slots"},
		{"templates", "[frames pet pet]\n{1} saw {2} | later\n", "templates.txt:2: \"{1} saw {2} | later\": after the clause"},
		{"templates", "[frames pet pet]\n{1} saw {2} with him\n", "has the pronoun \"him\""},
		{"templates", "[first pet pet]\n{1} saw {2}\n", "has 0 of {he}, {him}, {his} and {himself}"},
		{"templates", "[twins pet pet]\n{1} saw {2} because {he} was | big\n", "after the clause stand | what decides for {1}"},
		{"templates", "[acts]\nslept\n", "templates.txt:2: \"slept\" must have {him} or {his}"},
		{"templates", "[interludes]\nthe cat slept\n", "has the word \"cat\", which is a noun"},
		{"templates", "[connectives]\nbecause xn\n", "templates.txt:2: xn is no frequency"},
		{"templates", "", "templates.txt: the section [frames] is missing or empty"},
		{"templates", sections, "nouns.txt: there must be a group called \"human\""},
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

// A class of which no sentence could be made is an error, by its line, not silence; and
// so are lists that must be as long as each other.
func TestUnusedClassIsAnError(t *testing.T) {
	const (
		nouns      = "[class pet it]\ncat\n[class textile it]\nmat\n[surnames]\nBrown\ngroup human = pet\n"
		predicates = "[fits pet]\nwas tired\n[fits textile]\nwas dirty\n"
		robots     = nouns + "\n[class robot it]\ndroid/droids\n"
		rules      = predicates + "[fits robot]\nwas rusty\n"
		both       = sections + "[frames pet robot]\n{1} met {2}\n"
	)
	for _, c := range []struct{ nouns, predicates, templates, want string }{
		{nouns, predicates, sections, ""},
		{robots, rules, sections, "nouns.txt:9: the class robot stands in no frame"},
		{robots + "group machine = robot\n", rules, sections, "nouns.txt:9: the class robot stands in no frame"},
		{robots, predicates, both, "nouns.txt:9: the class robot has no predicate that fits it"},
		{robots, rules, both, "nouns.txt:9: the class robot meets no other class in frames of both orders"},
		{nouns + "[class robot it]\n", rules, both, "nouns.txt:8: the class robot has no nouns"},
		{robots, rules, both + "[frames robot pet]\n{1} saw {2}\n", ""},
		{nouns, predicates, sections + "[second pet pet]\n{1} saw {2} and liked {him}\n", "[first …] has 1 lines and [second …] 2"},
	} {
		_, err := readLexicon(lexiconFiles(map[string]string{"nouns": c.nouns, "predicates": c.predicates, "templates": c.templates}))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
}

// A lexicon may be right line by line and still too small.
func TestLexiconTooSmall(t *testing.T) {
	const nouns = "[class pet it]\ncat\n[class textile it]\nmat\n[surnames]\nBrown\ngroup human = pet\n"
	for _, predicates := range []string{"[fits pet]\nwas tired\n[possessive textile]\n{his} seam was torn\n", "[fits pet]\nwas tired\n[fits textile]\nwas dirty\n"} {
		lex, err := readLexicon(lexiconFiles(map[string]string{"nouns": nouns, "predicates": predicates, "templates": sections}))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := generate(lex); err == nil || !strings.Contains(err.Error(), "needs more nouns, predicates or frames") {
			t.Errorf("error %v", err)
		}
	}
}

// TestReading is for reading: go test -v -run Reading prints sentences of every split
// and family.
func TestReading(t *testing.T) {
	c, lex := load(t)
	g := &generator{lex: lex, rng: random.New(1, "reading")}
	for _, s := range c.splits() {
		for range 12 {
			e := choose(g, s.Examples)
			antecedent := "nothing"
			if i := answer(e); i >= 0 {
				antecedent = strings.Join(words(e)[e.Candidates[i].Start:e.Candidates[i].End], " ")
			}
			t.Logf("%-12s %-16s %s [%s]", e.ID, c.facts[e.ID].family, e.Text, antecedent)
		}
	}
}
