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

// A clause is all of a sentence that the twins of a pair share: everything up to
// the pronoun.
type clause struct {
	frame      *frame
	slots      []mention
	person     mention // for {person}
	indefinite bool    // begins with "A" or "An" where it would with "The"
	front      string  // adjunct before the clause
	adjunct    string  // adjunct after it
	connective string
}

// A draft is a sentence as words, each of which is one token, and where in them
// the mentions are.
type draft struct {
	text       string
	words      []string
	tokens     []data.Token
	candidates []data.Span
	pronoun    data.Span
	evidence   data.Span // the predicate without its auxiliaries
}

// draft completes the clause by a pronoun and a predicate.
func (c *clause) draft(pronoun, predicate string) draft {
	d := draft{words: make([]string, 0, 24)}
	if c.front != "" {
		d.words = append(strings.Fields(c.front), ",")
	}
	mentions := c.slots
	for i, word := range c.frame.words {
		m := c.person
		switch {
		case word == "{1}" || word == "{2}":
			m, mentions = mentions[0], mentions[1:]
		case word != "{person}":
			if i == 0 && c.front != "" {
				word = strings.ToLower(word)
			}
			d.words = append(d.words, word)
			continue
		}
		if m.adjective != "" {
			d.words = append(d.words, m.adjective)
		}
		if c.indefinite && i == 1 && !m.plural {
			article(d.words, m.form)
		}
		if word != "{person}" {
			d.candidates = append(d.candidates, data.Span{Start: len(d.words), End: len(d.words) + 1})
		}
		d.words = append(d.words, m.form)
	}
	for _, part := range []string{c.adjunct, c.connective} {
		d.words = append(d.words, strings.Fields(part)...)
	}
	d.pronoun = data.Span{Start: len(d.words), End: len(d.words) + 1}
	d.words = append(d.words, pronoun)
	said := strings.Fields(predicate)
	d.evidence = data.Span{Start: len(d.words), End: len(d.words) + len(said)}
	for i := 0; i < len(said)-1 && slices.Contains(auxiliaries, said[i]); i++ {
		d.evidence.Start++
	}
	d.words = append(append(d.words, said...), ".")
	first := d.words[0]
	d.words[0] = strings.ToUpper(first[:1]) + first[1:]
	d.text, d.tokens = join(d.words)
	return d
}

var auxiliaries = []string{"was", "were", "had", "been", "being", "be", "to", "just"}

// article turns the last "The" or "the" into "a" or "an", by the word that follows.
func article(words []string, noun string) {
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

// join makes a text and its tokens of words, with no space before a comma or
// full stop. The lexicon's words are ASCII and one token each, which the parser
// sees to: bytes are runes, and words tokens.
func join(words []string) (string, []data.Token) {
	var b strings.Builder
	b.Grow(8 * len(words))
	tokens := make([]data.Token, len(words))
	for i, w := range words {
		if i > 0 && w != "," && w != "." {
			b.WriteByte(' ')
		}
		tokens[i].Start = b.Len()
		b.WriteString(w)
		tokens[i].End = b.Len()
	}
	text := b.String()
	for i := range tokens {
		tokens[i].Text = text[tokens[i].Start:tokens[i].End]
	}
	return text, tokens
}

// nearest is the number of tokens from the nearer candidate to the pronoun.
func (d *draft) nearest() int {
	return d.pronoun.Start - d.candidates[len(d.candidates)-1].Start
}
