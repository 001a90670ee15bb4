package corpus

import (
	"slices"
	"strings"

	"antecedent/data"
)

// A mention is a noun as it stands in a sentence.
type mention struct {
	noun      *noun
	plural    bool
	form      string // "cats", or an invented word in place of it
	adjective string
}

func (m mention) pronoun() string { return m.noun.class.pronounFor(m.plural) }

// A clause is everything in a sentence up to the pronoun.
type clause struct {
	frame      *frame
	slots      []mention
	person     mention // for {person}
	indefinite bool    // "A" or "An" in place of the first "The"
	front      string  // an adjunct before the frame
	adjunct    string  // an adjunct after it
	connective string
}

// A sentence is a text and where in its tokens the mentions are.
type sentence struct {
	text       string
	tokens     []data.Token
	candidates []data.Span
	pronounAt  int
	evidence   data.Span // the predicate without its leading auxiliaries
}

// sentence completes the clause. Each of the words that it joins is one token.
func (c *clause) sentence(e *ending) sentence {
	var s sentence
	words := make([]string, 0, 24)
	if c.front != "" {
		words = append(strings.Fields(c.front), ",")
	}
	slots := c.slots
	for i, word := range c.frame.words {
		m := c.person
		switch {
		case word == "{1}" || word == "{2}":
			m, slots = slots[0], slots[1:]
		case word != "{person}":
			if i == 0 && c.front != "" {
				word = strings.ToLower(word)
			}
			words = append(words, word)
			continue
		}
		if m.adjective != "" {
			words = append(words, m.adjective)
		}
		if c.indefinite && i == 1 && !m.plural {
			setArticle(words, m.form)
		}
		if word != "{person}" {
			s.candidates = append(s.candidates, data.Span{Start: len(words), End: len(words) + 1})
		}
		words = append(words, m.form)
	}
	words = append(words, strings.Fields(c.adjunct)...)
	words = append(words, strings.Fields(c.connective)...)
	s.pronounAt = len(words)
	words = append(append(words, e.pronoun), strings.Fields(e.predicate.after(e.pronoun))...)
	s.evidence = data.Span{Start: s.pronounAt + 1, End: len(words)}
	for s.evidence.Len() > 1 && slices.Contains(auxiliaries, words[s.evidence.Start]) {
		s.evidence.Start++
	}
	words = append(words, ".")
	words[0] = strings.ToUpper(words[0][:1]) + words[0][1:]
	s.text, s.tokens = join(words)
	return s
}

var auxiliaries = []string{"was", "were", "had", "been", "being", "be", "to", "just"}

// setArticle turns the last "The" or "the" of words, which stands before the noun or
// its adjective, into "a" or "an".
func setArticle(words []string, noun string) {
	i := len(words) - 1
	next := noun
	if !strings.EqualFold(words[i], "the") {
		i, next = i-1, words[i]
	}
	a := "a"
	if strings.ContainsRune("aeiou", rune(next[0])) && !strings.HasPrefix(next, "uk") && !strings.HasPrefix(next, "uni") {
		a = "an"
	}
	if words[i] == "The" {
		a = "A" + a[1:]
	}
	words[i] = a
}

// join makes a text and its tokens of words, with no space before a comma or full
// stop. Each word must be ASCII and one token, which the lexicon's parser checks.
func join(words []string) (string, []data.Token) {
	var b strings.Builder
	tokens := make([]data.Token, len(words))
	for i, w := range words {
		if i > 0 && w != "," && w != "." {
			b.WriteByte(' ')
		}
		tokens[i] = data.Token{Text: w, Start: b.Len(), End: b.Len() + len(w)}
		b.WriteString(w)
	}
	return b.String(), tokens
}
