package corpus

import (
	"embed"
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
	forms      map[string]*noun    // singulars and plurals
	predicates []*predicate

	frames, heldOutFrames, singles           []*frame
	connectives, heldOutConnectives          []weighted
	adjuncts, longAdjuncts, expletive, nonce []string
}

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

// A noun is a lexeme: its singular, its plural if the corpus uses it, and how
// many times as frequent it is as others.
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

// A predicate fits some classes, is absurd of others, and may or may not be
// said of the rest. A neutral predicate only fits: the pronoun has to decide.
type predicate struct {
	text        string // "was tired"
	fits, never []*class
	neutral     bool
}

// after returns the predicate's words after a pronoun.
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
	slots [2][]*class
	time  bool // whether an adjunct of time may be added
}

func (f *frame) takes(a, b *class) bool {
	return slices.Contains(f.slots[0], a) && slices.Contains(f.slots[1], b)
}

func (f *frame) hasPerson() bool { return slices.Contains(f.words, "{person}") }

// weighted is a word with its frequency.
type weighted struct {
	text   string
	weight int
}

// readLexicon reads the three files and reports the first thing that is wrong
// with them by file and line.
func readLexicon(fsys fs.FS) (*lexicon, error) {
	lex := &lexicon{groups: map[string][]*class{}, forms: map[string]*noun{}}
	for _, step := range []struct {
		file string
		line func(*lexicon, *section, string) error
	}{
		{"lexicon/nouns.txt", (*lexicon).nounLine},
		{"lexicon/predicates.txt", (*lexicon).predicateLine},
		{"lexicon/templates.txt", (*lexicon).templateLine},
	} {
		if err := readLines(fsys, step.file, func(s *section, line string) error {
			return step.line(lex, s, line)
		}); err != nil {
			return nil, err
		}
	}
	return lex, nil
}
