package corpus

import (
	"slices"
	"strings"

	"antecedent/data"
)

// A clause is everything in a sentence but the pronoun's clause.
type clause struct {
	frame      *frame
	slots      []phrase
	person     phrase   // for {person}
	agent      phrase   // the subject of a predicate that takes the pronoun as its object
	opening    []string // a sentence before all others
	interlude  []string // one after the main clause
	adjunct    string   // after the frame
	connective string   // "." for two sentences
	fronted    bool     // the pronoun's clause comes first
	degree     string   // "very", before the word that may have it
	contracted bool     // "didn't" in place of "did not"
	owner      bool     // only the first phrase is a candidate
}

// A sentence is a text and where in its tokens the mentions are.
type sentence struct {
	text       string
	tokens     []data.Token
	candidates []data.Span
	pronounAt  int
	evidence   data.Span // what is said of the pronoun, without auxiliaries
}

// main is the frame with its phrases, and the spans of the candidates in it.
// placeholder, if the frame has one, becomes the pronoun, at the index at.
func (c *clause) main(pronoun string) (words []string, candidates []data.Span, at int) {
	slots := c.slots
	at = -1
	for i, word := range c.frame.words {
		switch {
		case word == "{1}" || word == "{2}":
			p := slots[0]
			slots = slots[1:]
			all := p.words
			if i > 0 && c.frame.words[i-1] == "{his}" {
				all = p.bare()
			}
			from := len(words) + p.from - (len(p.words) - len(all))
			words = append(words, all...)
			candidates = append(candidates, data.Span{Start: from, End: len(words)})
		case word == "{person}":
			words = append(words, c.person.words...)
		case isPlaceholder(word):
			at = len(words)
			words = append(words, inForm(word, pronoun))
		default:
			if i > 0 && c.several(c.frame.words[i-1], pronoun) {
				word = forPlural(word, c.frame.present)
			}
			words = append(words, word)
		}
	}
	if c.adjunct != "" {
		words = append(words, fields(c.adjunct)...)
	}
	return words, candidates, at
}

// several reports whether the verb after a word of the frame is that of a plural.
func (c *clause) several(subject, pronoun string) bool {
	switch subject {
	case "{1}":
		return c.slots[0].plural
	case "{2}":
		return c.slots[1].plural
	case "{person}":
		return c.person.plural
	}
	return subject == "{he}" && pronoun == "they"
}

// forPlural is a verb as it follows a plural: "were" for "was"; in the present tense
// "like" for "likes".
func forPlural(verb string, present bool) string {
	switch verb {
	case "was":
		return "were"
	case "is":
		return "are"
	case "does":
		return "do"
	}
	if present {
		return strings.TrimSuffix(verb, "s")
	}
	return verb
}

// auxiliaries are words at the beginning of a predicate that decide nothing.
var auxiliaries = strings.Fields("was were is are did does do would will wo could had has have n't been being be to just not already still very too so quite really")

// tail is the clause of the pronoun, the index of the pronoun, and the span of the
// evidence in it.
func (c *clause) tail(e *ending) (words []string, at int, evidence data.Span) {
	p := e.predicate
	said := p.after(e.pronoun, c.present())
	if c.contracted {
		said = contract(said)
	}
	switch p.kind {
	case object:
		words = slices.Clone(c.agent.words)
		from := len(words)
		for _, w := range said {
			if w == "{him}" {
				at = len(words)
				w = objects[e.pronoun]
			}
			words = append(words, w)
		}
		return words, at, data.Span{Start: from, End: at}
	case possessive:
		words = append([]string{possessors[e.pronoun]}, said[1:]...)
	default:
		if p.degree && c.degree != "" {
			said = slices.Insert(said, 1, c.degree)
		}
		words = append([]string{e.pronoun}, said...)
	}
	evidence = data.Span{Start: 1, End: len(words)}
	for evidence.Len() > 1 && p.kind == subject && slices.Contains(auxiliaries, words[evidence.Start]) {
		evidence.Start++
	}
	return words, 0, evidence
}

// sentence completes the clause. Each of the words that it joins is one token.
func (c *clause) sentence(e *ending) sentence {
	var s sentence
	if e.frame != nil {
		other := *c
		other.frame, c = e.frame, &other
	}
	main, candidates, at := c.main(e.pronoun)
	words := main
	switch {
	case e.predicate == nil: // the frame has the pronoun
		s.pronounAt = at
	case c.fronted:
		tail, pronoun, evidence := c.tail(e)
		words = append(fields(c.connective), tail...)
		lead := len(words) - len(tail)
		s.pronounAt, s.evidence = lead+pronoun, shifted(evidence, lead)
		words = append(words, ",")
		for i := range candidates {
			candidates[i] = shifted(candidates[i], len(words))
		}
		words = append(words, main...)
	default:
		tail, pronoun, evidence := c.tail(e)
		if len(c.interlude) > 0 {
			words = append(append(words, "."), c.interlude...)
		}
		words = append(words, fields(c.connective)...)
		s.pronounAt, s.evidence = len(words)+pronoun, shifted(evidence, len(words))
		words = append(words, tail...)
	}
	if len(c.opening) > 0 {
		words = slices.Concat(c.opening, []string{"."}, words)
		lead := len(c.opening) + 1
		s.pronounAt, s.evidence = s.pronounAt+lead, shifted(s.evidence, lead)
		for i := range candidates {
			candidates[i] = shifted(candidates[i], lead)
		}
	}
	if c.owner {
		candidates = candidates[:1]
	}
	s.candidates = candidates
	words = append(words, ".")
	for i, w := range words {
		if i == 0 || words[i-1] == "." {
			words[i] = capital(w)
		}
	}
	s.text, s.tokens = join(words)
	return s
}

func shifted(s data.Span, by int) data.Span { return data.Span{Start: s.Start + by, End: s.End + by} }

func capital(word string) string { return strings.ToUpper(word[:1]) + word[1:] }

// present reports whether the clause of the pronoun is in the present tense.
func (c *clause) present() bool {
	return c.frame.present || strings.HasSuffix(c.connective, " now")
}

// contract makes "did n't", two tokens of one word, of "did not".
func contract(words []string) []string {
	if len(words) < 2 || words[1] != "not" {
		return words
	}
	words[1] = "n't"
	if words[0] == "will" {
		words[0] = "wo"
	}
	return words
}

// join makes a text and its tokens of words, with no space before a comma, full
// stop, "n't" or "'s". Each word must be ASCII and one token, which the lexicon's parser checks.
func join(words []string) (string, []data.Token) {
	var b strings.Builder
	tokens := make([]data.Token, len(words))
	for i, w := range words {
		if i > 0 && w != "," && w != "." && w != "n't" && w != "'s" {
			b.WriteByte(' ')
		}
		tokens[i] = data.Token{Text: w, Start: b.Len(), End: b.Len() + len(w)}
		b.WriteString(w)
	}
	return b.String(), tokens
}
