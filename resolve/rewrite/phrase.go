package rewrite

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"antecedent/data"
	"antecedent/data/lookup"
	"antecedent/data/mention"
	"antecedent/data/structure"
)

// A phrase is an antecedent as it stands within a sentence.
type phrase struct {
	text    string
	plural  bool // ends in the s of a plural
	several bool // is more than one, or may be
}

// deepest is how many antecedents within antecedents are replaced: more would not be
// read.
const deepest = 3

// longest is how many characters an antecedent may have. A text of a megabyte, half of it
// one word to which all of its pronouns refer, would become one of hundreds.
const longest = 300

// phrase is the antecedent of answer i, with its possessor if it has one: "John's
// brother". ok is false where it is too long or would contain the pronoun, or where an antecedent
// within it would contain itself: "its owner saw his dog".
func (w *writer) phrase(i int) (p phrase, ok bool) {
	a := &w.Answers[i]
	m := data.Mention{Span: a.Antecedent.Span()}
	known := slices.IndexFunc(a.Mentions, func(other data.Mention) bool { return other.Span == m.Span })
	if known >= 0 {
		m = a.Mentions[known]
	} else {
		m = w.describe(m.Span)
	}
	whole, name := m.Span, m.Name
	for {
		before := slices.IndexFunc(a.Mentions, func(other data.Mention) bool {
			return other.End == whole.Start-1 && isPossessor(w.Tokens[other.End].Text) && w.glued(other.End)
		})
		if before < 0 {
			break
		}
		whole.Start = a.Mentions[before].Start
		name = a.Mentions[before].Name
	}
	if whole.Overlaps(a.Pronoun) || m.Overlaps(a.Pronoun) || w.Tokens[whole.End-1].End-w.Tokens[whole.Start].Start > longest {
		return p, false
	}
	w.active[i] = true
	defer delete(w.active, i)
	var text strings.Builder
	for t := whole.Start; t < whole.End; {
		if t > whole.Start && !w.glued(t) {
			text.WriteString(" ")
		}
		inner, next, ok := w.inner(t)
		if !ok {
			return p, false
		}
		if inner == "" {
			inner, next = w.Tokens[t].Text, t+1
			if t == whole.Start {
				inner = w.first(t, name, whole.Len(), shouted(w.Tokens[a.Pronoun.Start].Text))
			}
		}
		text.WriteString(inner)
		t = next
	}
	p.text = text.String()
	last := lookup.Key(w.Tokens[whole.End-1].Text)
	p.several = m.Number != data.Singular
	their := structure.Kind(&data.Example{Tokens: w.Tokens, Pronoun: a.Pronoun}) == "they"
	switch {
	case !strings.HasSuffix(last, "s"):
	case m.Head < whole.End-1: // "the President of the United States"
		p.plural = mention.ClassOf(last).Plural()
	case m.Name:
		p.plural = m.Number != data.Singular
	default:
		p.plural = m.Number == data.Plural || their && !strings.HasSuffix(last, "ss")
	}
	return p, true
}

// inner is what a pronoun within an antecedent becomes, and the token behind it; empty
// for what is no pronoun or is to stay. ok is false in a circle.
func (w *writer) inner(t int) (text string, next int, ok bool) {
	k, pronoun := w.answers[t]
	if !pronoun || len(w.active) > deepest {
		return "", 0, true
	}
	f, sure := w.form(k)
	if !sure {
		return "", 0, true
	}
	if w.active[k] {
		return "", 0, false
	}
	p, ok := w.phrase(k)
	if ok && f == possessive {
		return w.possessive(p, w.Tokens[t].Text), t + 1, true
	}
	return p.text, t + 1, ok
}

// first is the first word of an antecedent of n tokens within a sentence, in capitals
// where all is: the capital of a beginning goes, and what was introduced by "a" is known
// by now.
func (w *writer) first(t int, name bool, n int, capitals bool) string {
	word := w.Tokens[t].Text
	lower := strings.ToLower(word)
	_, size := utf8.DecodeRuneInString(word)
	rest := word[size:]
	switch {
	case n > 1 && (lower == "a" || lower == "an") && (!name || word == lower || w.starts(t)):
		if capitals && word == strings.ToUpper(word) {
			return "THE"
		}
		return "the"
	case !capital(word), rest != strings.ToLower(rest), lower == "i", name && !mention.IsDeterminer(lower):
		return word
	case mention.IsDeterminer(lower):
		if name && !w.starts(t) {
			return word
		}
		return lower
	case !w.starts(t), rest == "":
		return word
	}
	if c := mention.ClassOf(lower); !c.Known() || c.Proper() || adjectival()[lower] {
		return word
	}
	return lower
}

// shouted reports whether a word is in capitals.
func shouted(word string) bool {
	return utf8.RuneCountInString(word) > 1 && word == strings.ToUpper(word) && word != strings.ToLower(word)
}

// adjectival holds the words that are written with a capital though they are no names:
// "German".
var adjectival = sync.OnceValue(func() map[string]bool {
	set := make(map[string]bool)
	for _, word := range mention.Lists()["adjectival"] {
		set[word] = true
	}
	return set
})

// describe tells what there is to know of an antecedent that is none of the mentions
// found, such as a candidate that was given.
func (w *writer) describe(s data.Span) data.Mention {
	m := data.Mention{Span: s, Head: s.End - 1, Number: data.Singular}
	head := w.Tokens[m.Head].Text
	if mention.ClassOf(head).Plural() {
		m.Number = data.Plural
	}
	for t := s.Start; t < s.End; t++ {
		word := w.Tokens[t].Text
		if mention.IsConjunction(strings.ToLower(word)) {
			m.Number = data.Plural
		}
		if c := mention.ClassOf(word); capital(word) && !mention.IsDeterminer(strings.ToLower(word)) {
			m.Name = m.Name || !w.starts(t) || !c.Known() || c.Proper() || c.FirstName() != 0
		}
	}
	return m
}

func isPossessor(token string) bool {
	switch token {
	case "'s", "’s", "'", "’":
		return true
	}
	return false
}

func capital(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

// capitalised is a text with a capital as its first letter, unless its first word has one
// elsewhere: "iPhone".
func capitalised(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	word, _, _ := strings.Cut(text, " ")
	if !unicode.IsLower(r) || word != strings.ToLower(word) && !strings.ContainsAny(word, "-'’") {
		return text
	}
	return string(unicode.ToTitle(r)) + text[size:]
}
