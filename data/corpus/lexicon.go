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
	groups     map[string][]*class // a class is a group of its own
	nouns      []*noun             // class by class
	forms      map[string]*noun    // nouns by their singulars and plurals
	predicates []*predicate

	// The sections of templates.txt, by their heads.
	frames map[string][]*frame
	texts  map[string][]string // "because x4" is listed four times
}

var (
	frameSections = []string{"frames", "held-out frames", "one candidate"}
	textSections  = []string{"connectives", "held-out connectives", "adjuncts", "long adjuncts", "expletive", "nonce"}
)

// A class is a set of nouns that the same predicates fit.
type class struct {
	name, pronoun string // pronoun of the singular: it, he or she
	adjectives    []string
	nouns         []*noun
}

func (c *class) pronounFor(plural bool) string {
	if plural {
		return "they"
	}
	return c.pronoun
}

// A noun is a singular, its plural if the corpus uses it, and how many times as
// frequent it is as others.
type noun struct {
	singular, plural string
	weight           int
	class            *class
}

func (n *noun) form(plural bool) string {
	if plural {
		return n.plural
	}
	return n.singular
}

// A predicate fits some classes, is absurd of others, and may or may not be said of
// the rest. A neutral predicate is absurd of none. An expletive fits none.
type predicate struct {
	text        string // "was tired"
	fits, never []*class
	neutral     bool
}

// after returns the predicate as it follows a pronoun: "were tired" after "they".
func (p *predicate) after(pronoun string) string {
	if rest, ok := strings.CutPrefix(p.text, "was "); ok && pronoun == "they" {
		return "were " + rest
	}
	return p.text
}

func (p *predicate) fit(c *class) bool    { return slices.Contains(p.fits, c) }
func (p *predicate) absurd(c *class) bool { return slices.Contains(p.never, c) }

// A frame is a main clause with slots {1} and {2}, or {1} only, and perhaps
// {person}.
type frame struct {
	words []string
	slots [2][]*class // the classes that each takes
	time  bool        // whether an adjunct of time may be added
}

// readLexicon reads the three files and reports the first thing that is wrong with
// them by file and line.
func readLexicon(fsys fs.FS) (*lexicon, error) {
	lex := &lexicon{groups: map[string][]*class{}, forms: map[string]*noun{}, frames: map[string][]*frame{}, texts: map[string][]string{}}
	for _, file := range []struct {
		name  string
		parse func(head, line string) error
	}{
		{"lexicon/nouns.txt", lex.nounLine},
		{"lexicon/predicates.txt", lex.predicateLine},
		{"lexicon/templates.txt", lex.templateLine},
	} {
		if err := readLines(fsys, file.name, file.parse); err != nil {
			return nil, err
		}
	}
	for _, head := range slices.Concat(frameSections, textSections) {
		if len(lex.frames[head])+len(lex.texts[head]) == 0 {
			return nil, fmt.Errorf("corpus: lexicon/templates.txt: the section [%s] is missing or empty", head)
		}
	}
	if lex.groups["person"] == nil {
		return nil, fmt.Errorf("corpus: lexicon/nouns.txt: there is no class or group called %q, from which {person} is drawn", "person")
	}
	return lex, nil
}
