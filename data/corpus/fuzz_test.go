package corpus

import (
	"strings"
	"testing"
)

// A lexicon that is read has what sentences are made of, or the error says in which file
// it has not.
func FuzzLexicon(f *testing.F) {
	f.Add("[class pet it]\ncat\n[class textile it]\nmat\n[surnames]\nBrown\ngroup human = pet\n",
		"[fits pet]\nwas tired\n[fits textile]\nwas dirty\n", sections)
	f.Add("[class pet it: black]\ncat/cats x3\nsheep/-\n", "[object pet; maybe pet]\nfed {him}\n[degree]\ntired\n", "[frames pet]\n{1} sat\n")
	f.Add("[class job he,she,they]\n# x\n[", "[neutral]\nwas old\n[possessive pet]\n{his} tail was wet\n", "[nonce]\nwug/wugs\n[twins pet pet]\n{1} | a | b\n")
	f.Fuzz(func(t *testing.T, nouns, predicates, templates string) {
		lex, err := readLexicon(lexiconFiles(map[string]string{"nouns": nouns, "predicates": predicates, "templates": templates}))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "corpus: lexicon/") || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %q", err)
			}
			return
		}
		for _, p := range lex.predicates {
			if len(p.words) == 0 {
				t.Errorf("the predicate %q has no words", p.text)
			}
			for _, pronoun := range []string{"it", "he", "they"} {
				if len(p.after(pronoun, false)) != len(p.words) {
					t.Errorf("%q after %s has other words", p.text, pronoun)
				}
			}
		}
		for form, n := range lex.forms {
			if form != n.singular && form != n.plural || lex.classes[n.class.index] != n.class {
				t.Errorf("%q is found as %+v", form, n)
			}
		}
		for _, head := range frameSections {
			for _, frame := range lex.frames[head] {
				if len(frame.words) == 0 {
					t.Errorf("a frame of [%s] has no words", head)
				}
			}
		}
	})
}
