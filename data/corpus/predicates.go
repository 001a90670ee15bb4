package corpus

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// predicateLine reads "was tired" under "[fits animal; maybe person]", "[object …]",
// "[possessive …]" or "[neutral any]", or a word under "[degree]".
func (lex *lexicon) predicateLine(head, line string) error {
	if head == "degree" {
		if len(fields(line)) > 1 {
			return fmt.Errorf("%q: what may stand after \"very\" is one word", line)
		}
		if line != "" {
			lex.degrees[line] = true
		}
		return plain(line)
	}
	first, second, found := strings.Cut(head, ";")
	fits, maybe := fields(first), fields(second)
	kinds := map[string]kind{"fits": subject, "neutral": subject, "object": object, "possessive": possessive}
	if len(fits) < 2 || found && (len(maybe) < 2 || maybe[0] != "maybe" || fits[0] == "neutral") {
		return errors.New("a list of predicates begins: [fits class; maybe class], [object …], [possessive …] or [neutral class]")
	}
	k, ok := kinds[fits[0]]
	if !ok {
		return fmt.Errorf("[%s …] is no list of predicates", fits[0])
	}
	p := &predicate{text: strings.Join(fields(line), " "), words: fields(line), kind: k, neutral: fits[0] == "neutral"}
	var possible classes
	var err error
	if p.fits, err = lex.resolve(fits[1:]); err == nil && found {
		possible, err = lex.resolve(maybe[1:])
	}
	if err != nil {
		return err
	}
	for _, name := range fits[1:] {
		if found && slices.Contains(maybe[1:], name) {
			return fmt.Errorf("[%s]: %q stands before \"maybe\" and after it", head, name)
		}
	}
	if !p.neutral {
		for _, c := range lex.classes {
			if !p.fits.has(c) && !possible.has(c) {
				p.never = p.never.union(setOf(c))
			}
		}
		if p.never.empty() {
			return fmt.Errorf("[%s]: of every class it could be said, so that it decides nothing: leave a class out, or write [neutral …]", head)
		}
	}
	if line == "" {
		return nil
	}
	if err := pastTense(p); err != nil {
		return err
	}
	return lex.addPredicate(p)
}

// pastTense refuses a predicate that is seen not to be in the past tense, of one: the
// corpus makes the other forms itself.
func pastTense(p *predicate) error {
	for i, w := range p.words {
		if i > 0 && p.kind != possessive {
			break // "had what is needed" is in the past tense
		}
		switch lower := strings.ToLower(w); {
		case w != lower && i == 0:
			return fmt.Errorf("%q begins with a capital letter", p.text)
		case lower == "were" && p.kind != possessive:
			return fmt.Errorf("%q is of several: write \"was\", which becomes \"were\" after \"they\"", p.text)
		case slices.Contains(present, lower) || i == 0 && strings.HasSuffix(lower, "s") && lower != "was":
			return fmt.Errorf("%q is not in the past tense: write %q as \"was\", \"had\", \"looked\" are", p.text, w)
		}
	}
	return nil
}

// present are auxiliary verbs that no predicate in the past tense has.
var present = strings.Fields("am is are has have does do will shall can may must")

func (lex *lexicon) addPredicate(p *predicate) error {
	if err := plain(p.text); err != nil {
		return err
	}
	if i := strings.IndexAny(p.text, "12,./"); i >= 0 {
		return fmt.Errorf("%q has the character %q; a predicate is words, and perhaps {him} or {his}", p.text, p.text[i])
	}
	placeholders := 0
	for _, w := range p.words {
		switch {
		case isPlaceholder(w):
			placeholders++
		case isPronoun(strings.ToLower(w)):
			return fmt.Errorf("%q has the pronoun %q, which could be the one that is asked about", p.text, w)
		case strings.ContainsAny(w, "{}"):
			return fmt.Errorf("%q has %q, which stands for nothing in a predicate", p.text, w)
		}
	}
	want, what := 0, "none"
	switch p.kind {
	case object:
		want, what = 1, "{him} once"
	case possessive:
		want, what = 1, "{his} once, at the beginning"
	}
	if placeholders != want || p.kind == object && !slices.Contains(p.words, "{him}") || p.kind == possessive && p.words[0] != "{his}" {
		return fmt.Errorf("%q must have %s of {he}, {him} and {his}", p.text, what)
	}
	if p.kind == object {
		if err := lex.noNoun(p.words[:slices.Index(p.words, "{him}")]); err != nil {
			return err
		}
	}
	if p.neutral && p.words[0] == "was" {
		return fmt.Errorf("the neutral predicate %q would agree with the pronoun in number", p.text)
	}
	if lex.said[p.text] {
		return fmt.Errorf("the predicate %q is there twice", p.text)
	}
	lex.said[p.text] = true
	p.index = len(lex.predicates)
	lex.predicates = append(lex.predicates, p)
	return nil
}

// noNoun refuses a text with a word that is also a noun, even one like "watch": the
// pronoun could mean it.
func (lex *lexicon) noNoun(words []string) error {
	for _, w := range words {
		if n := lex.forms[w]; n != nil {
			return fmt.Errorf("%q has the word %q, which is a noun of the class %s", strings.Join(words, " "), w, n.class.name)
		}
	}
	return nil
}

// isPronoun reports whether a word is a pronoun that examples ask about, or "hers" and
// "theirs", which mean somebody as well.
func isPronoun(word string) bool {
	if word == "hers" || word == "theirs" {
		return true
	}
	for _, forms := range []map[string]string{objects, possessors, reflexives} {
		for subject, form := range forms {
			if word == subject || word == form {
				return true
			}
		}
	}
	return false
}
