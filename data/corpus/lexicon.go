package corpus

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

//go:embed lexicon/*.txt
var files embed.FS

// A lexicon is what the three files under lexicon/ say.
type lexicon struct {
	classes    []*class
	groups     map[string]classes           // a class is a group of its own
	lists      map[classes][]*class         // those that were asked for
	between    map[selection]pairsOfClasses // those that were asked for
	nouns      []*noun                      // class by class
	forms      map[string]*noun             // nouns by their singulars and plurals
	surnames   []string
	predicates []*predicate
	said       map[string]bool // the texts of the predicates
	degrees    map[string]bool // words that may stand after "very"

	at string // the file and line that is being read

	// The sections of templates.txt, by their heads.
	frames map[string][]*frame
	texts  map[string][]string // "because x4" is listed four times
}

var (
	frameSections = []string{"frames", "held-out frames", "present frames", "one candidate", "told", "whose", "owner", "alone", "first", "second", "lead first", "lead second", "twins"}
	textSections  = []string{"connectives", "event connectives", "present connectives", "subordinators", "held-out connectives", "adjuncts", "long adjuncts", "openings", "interludes", "acts", "expletive", "expletive first", "nonce"}
)

// A class is a set of nouns that the same predicates fit.
type class struct {
	at         string // its file and line
	name       string
	index      int      // among all classes
	pronouns   []string // of the singular: it, he, she, or he, she and they
	adjectives []string
	nouns      []*noun
	names      bool // of people, which take no article
}

// pronounsFor are the pronouns of the class's nouns in one number.
func (c *class) pronounsFor(plural bool) []string {
	if plural {
		return []string{"they"}
	}
	return c.pronouns
}

// several reports whether "they" can mean nouns of the class.
func (c *class) several() bool {
	return slices.Contains(c.pronouns, "they") || slices.ContainsFunc(c.nouns, func(n *noun) bool { return n.plural != "" })
}

// A noun is a singular, its plural if the corpus uses it, and how many times as
// frequent it is as others.
type noun struct {
	singular, plural string
	mass             bool // "some milk", not "a milk"
	weight           int
	class            *class
	index            int // among all nouns
}

func (n *noun) form(plural bool) string {
	if plural {
		return n.plural
	}
	return n.singular
}

// kind says how a predicate takes the pronoun.
type kind int

const (
	subject    kind = iota // "was tired"
	object                 // "fed {him}"
	possessive             // "{his} brakes failed"
)

// A predicate fits some classes, is absurd of others, and may or may not be said of
// the rest. A neutral predicate is absurd of none. An expletive fits none.
type predicate struct {
	text        string // "was tired"
	words       []string
	kind        kind
	fits, never classes
	neutral     bool
	degree      bool // "very tired" is possible
	index       int  // among all predicates; -1 for an expletive
}

// finite reports whether the predicate has a present tense here: "was tired" has "is
// tired", "had a cold" has "has a cold".
func (p *predicate) finite() bool {
	return p.kind == subject && presentTense[p.words[0]] != [2]string{}
}

// presentTense holds verbs in the past tense with their present, for one and for many.
var presentTense = map[string][2]string{
	"was": {"is", "are"}, "had": {"has", "have"}, "did": {"does", "do"}, "would": {"will", "will"},
}

// event reports whether the predicate says what happened rather than how things were,
// so that "when" and "after" may precede it: "crashed", "was crossing the road".
func (p *predicate) event() bool {
	switch {
	case p.kind == possessive || p.neutral:
		return false
	case p.kind == object:
		return true
	case p.words[0] == "was":
		return len(p.words) > 1 && strings.HasSuffix(p.words[1], "ing") && p.words[1] != "missing"
	}
	return !slices.Contains(states, p.words[0])
}

// states are verbs of states, and others that "when" and "after" cannot precede.
var states = strings.Fields("had needed wanted could did no would cost knew liked loved hated believed looked seemed felt smelled tasted sounded " +
	"spoke trusted lived contained was still kept paid earned drew led grew stood hung slept deserved belonged disagreed agreed gave used ran")

// A frame is a clause with slots {1} and {2}, or {1} only, and perhaps {person}.
type frame struct {
	at      string // its file and line
	words   []string
	slots   [2]classes // the classes that each takes
	time    bool       // whether an adjunct of time may be added
	present bool
}

// readLexicon reads the three files and reports the first thing that is wrong with
// them by file and line, also where only the files together show it.
func readLexicon(fsys fs.FS) (*lexicon, error) {
	lex := &lexicon{
		groups: map[string]classes{}, lists: map[classes][]*class{}, between: map[selection]pairsOfClasses{}, forms: map[string]*noun{}, degrees: map[string]bool{}, said: map[string]bool{},
		frames: map[string][]*frame{}, texts: map[string][]string{},
	}
	for _, file := range []struct {
		name  string
		parse func(head, line string) error
	}{
		{"lexicon/nouns.txt", lex.nounLine},
		{"lexicon/predicates.txt", lex.predicateLine},
		{"lexicon/templates.txt", lex.templateLine},
	} {
		err := readLines(fsys, file.name, func(at, head, line string) error {
			lex.at = at
			return file.parse(head, line)
		})
		if err != nil {
			return nil, err
		}
	}
	for _, head := range slices.Concat(frameSections, textSections) {
		if len(lex.frames[head])+len(lex.texts[head]) == 0 {
			return nil, fmt.Errorf("corpus: lexicon/templates.txt: the section [%s] is missing or empty", head)
		}
	}
	if lex.groups["human"].empty() || len(lex.surnames) == 0 {
		return nil, fmt.Errorf("corpus: lexicon/nouns.txt: there must be a group called %q, from which {person} is drawn, and [surnames]", "human")
	}
	for _, p := range lex.predicates {
		p.degree = len(p.words) == 2 && p.words[0] == "was" && lex.degrees[p.words[1]]
	}
	return lex, lex.check()
}

// Pronouns in the forms that sentences need, by the subject's form.
var (
	objects    = map[string]string{"it": "it", "he": "him", "she": "her", "they": "them"}
	possessors = map[string]string{"it": "its", "he": "his", "she": "her", "they": "their"}
	reflexives = map[string]string{"it": "itself", "he": "himself", "she": "herself", "they": "themselves"}
)

// inForm is the pronoun that a placeholder stands for: {he}, {him}, {his}, {himself};
// "" for any other word.
func inForm(placeholder, pronoun string) string {
	switch placeholder {
	case "{he}":
		return pronoun
	case "{him}":
		return objects[pronoun]
	case "{his}":
		return possessors[pronoun]
	case "{himself}":
		return reflexives[pronoun]
	}
	return ""
}

// isPlaceholder reports whether a word stands for a pronoun.
func isPlaceholder(word string) bool { return inForm(word, "it") != "" }

// after returns the predicate as it follows a pronoun, without it: "were tired" after
// "they", "is tired" in the present tense.
func (p *predicate) after(pronoun string, present bool) []string {
	words := slices.Clone(p.words)
	plural := pronoun == "they"
	if p.kind != subject {
		return words
	}
	switch forms := presentTense[words[0]]; {
	case present && plural && forms[1] != "":
		words[0] = forms[1]
	case present && forms[0] != "":
		words[0] = forms[0]
	case words[0] == "was" && plural:
		words[0] = "were"
	}
	return words
}

func fields(text string) []string { return strings.Fields(text) }
