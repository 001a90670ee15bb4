// Package rewrite replaces the pronouns of a text by what they refer to:
//
//	reading, err := r.Read("The cat sat because it was tired. Its mat was warm.")
//	text := rewrite.Replace(reading, resolve.Sure)
//	fmt.Println(text.Resolved) // The cat sat because the cat was tired. The cat's mat was warm.
//
// A possessive pronoun becomes a possessive, and the first letter is that of a name, or
// as the pronoun's. Within an antecedent pronouns are replaced too: "his book" is "Tom's
// book". All other characters of the text stay as they are.
//
// What it does not do: verbs are not made to agree, so that "they are" of one person
// becomes "the teacher are"; "my" and "your" within an antecedent stay, whoever speaks;
// reflexive pronouns, "he or she", answers that are not sure, and those of more than 300
// characters, stay.
package rewrite

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"antecedent/data"
	"antecedent/data/lookup"
	"antecedent/data/mention"
	"antecedent/resolve"
)

// A Text is a text before and after the replacements.
type Text struct {
	Text         string        `json:"text"`
	Resolved     string        `json:"resolved"`
	Replacements []Replacement `json:"replacements"` // in the order of the text, never null
}

// A Replacement is one pronoun that was replaced.
type Replacement struct {
	Pronoun    Span       `json:"pronoun"`    // in Text, with what is attached to it: "they're"
	Antecedent Antecedent `json:"antecedent"` // in Text
	Resolved   Span       `json:"resolved"`   // in Resolved
}

// A Span is the runes [Start, End) of a text.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// An Antecedent is what the pronoun refers to.
type Antecedent struct {
	Span
	Probability float32 `json:"probability"`
}

// Replace replaces the pronouns of a reading whose answer has at least the probability
// sure.
func Replace(r *resolve.Reading, sure float64) Text {
	w := writer{Reading: r, sure: sure, apostrophe: "'", answers: make(map[int]int), active: make(map[int]bool)}
	if strings.Contains(r.Text, "’") && !strings.Contains(r.Text, "'") {
		w.apostrophe = "’"
	}
	sentences := mention.Sentences(r.Tokens)
	w.starts = func(i int) bool { return i == 0 || sentences[i] != sentences[i-1] || opens[r.Tokens[i-1].Text] }
	for i := range r.Answers {
		w.answers[r.Answers[i].Pronoun.Start] = i
	}

	out := Text{Text: r.Text, Replacements: []Replacement{}}
	var resolved strings.Builder
	runes, written, length := []rune(r.Text), 0, 0 // runes of Text so far, and of Resolved
	copyTo := func(end int) {
		resolved.WriteString(string(runes[written:end]))
		length += end - written
		written = end
	}
	for i := range r.Answers {
		a := &r.Answers[i]
		text, end, ok := w.replacement(i)
		if !ok {
			continue
		}
		pronoun := Span{Start: r.Tokens[a.Pronoun.Start].Start, End: r.Tokens[end-1].End}
		pronoun.Text = string(runes[pronoun.Start:pronoun.End])
		m := a.Antecedent
		copyTo(pronoun.Start)
		switch at := pronoun.End; {
		case at == len(runes):
		case unicode.IsLetter(runes[at]): // "'twas"
			text += " "
		case runes[at] == '.':
			text = strings.TrimSuffix(text, ".") // of "Jr."
		}
		n := utf8.RuneCountInString(text)
		out.Replacements = append(out.Replacements, Replacement{
			Pronoun:    pronoun,
			Antecedent: Antecedent{Span{m.StartRune, m.EndRune, m.Text}, float32(m.Probability)},
			Resolved:   Span{length, length + n, text},
		})
		resolved.WriteString(text)
		length += n
		written = pronoun.End
	}
	copyTo(len(runes))
	out.Resolved = resolved.String()
	return out
}

// opens holds the marks after which a capital letter may be that of a beginning.
var opens = map[string]bool{":": true, `"`: true, "“": true, "‘": true, "'": true, "(": true, "[": true,
	"-": true, "–": true, "—": true, "*": true, "•": true, "#": true, ">": true, ")": true}

// A writer has what the replacements of one reading need.
type writer struct {
	*resolve.Reading
	sure       float64
	apostrophe string
	answers    map[int]int      // the answer to the pronoun at a token
	starts     func(i int) bool // whether token i is at a beginning
	active     map[int]bool     // answers whose antecedents are being written
}

// replacement is what stands for the pronoun of answer i, and the token behind what it
// replaces. ok is false where the pronoun is to stay.
func (w *writer) replacement(i int) (text string, end int, ok bool) {
	a := &w.Answers[i]
	form, ok := w.form(i)
	if !ok {
		return "", 0, false
	}
	p, ok := w.phrase(i)
	if !ok {
		return "", 0, false
	}
	text, end = p.text, a.Pronoun.End
	word := w.Tokens[a.Pronoun.Start].Text
	if form == possessive {
		text = w.possessive(p, word)
	} else if tail, n := w.clitic(p, end); n > 0 {
		text, end = text+tail, end+n
	}
	if capital(strings.TrimLeft(word, "'’")) {
		text = capitalised(text)
	}
	return text, end, true
}

// A form is how a pronoun is replaced.
type form int

const (
	plain form = iota
	possessive
)

// form is the form of the pronoun of answer i. ok is false for one that is to stay:
// without an antecedent of which the model is sure, reflexive, one of two ("he/she",
// "his or her"), or of a question behind a comma ("isn't it?").
func (w *writer) form(i int) (f form, ok bool) {
	a := &w.Answers[i]
	if a.Antecedent == nil || !(probability(a) >= w.sure) {
		return 0, false
	}
	at := a.Pronoun.Start
	if w.joined(at-1) || w.joined(at+1) || w.paired(at) || w.tag(at) {
		return 0, false
	}
	switch lookup.Key(w.Tokens[at].Text) {
	case "himself", "herself", "itself", "themselves", "themself":
		return 0, false
	case "his", "its", "their", "hers", "theirs":
		return possessive, true
	case "her":
		if w.ofHer(at) {
			return possessive, true
		}
	}
	return plain, true
}

// probability is that of the answer; of a name, of all its mentions.
func probability(a *resolve.Answer) float64 {
	if len(a.Options) > 0 {
		return a.Options[0].Probability
	}
	return a.Antecedent.Probability
}

// glued reports whether token i follows the one before without white space.
func (w *writer) glued(i int) bool {
	return i > 0 && i < len(w.Tokens) && w.Tokens[i-1].End == w.Tokens[i].Start
}

// joined reports whether token i joins what stands beside it into one: "s/he", "(s)he".
func (w *writer) joined(i int) bool {
	if i < 0 || i >= len(w.Tokens) {
		return false
	}
	switch w.Tokens[i].Text {
	case "/":
		return w.glued(i) || w.glued(i+1)
	case ")":
		return w.glued(i+1) && w.glued(i) && lookup.Key(w.Tokens[i-1].Text) == "s"
	}
	return false
}

// paired reports whether token i is one of two genders: "he or she".
func (w *writer) paired(i int) bool {
	other := func(word, between int) bool {
		if word < 0 || word >= len(w.Tokens) || lookup.Key(w.Tokens[between].Text) != "or" {
			return false
		}
		a, b := data.GenderOf(w.Tokens[i].Text), data.GenderOf(w.Tokens[word].Text)
		return a != 0 && b != 0 && a != b
	}
	return other(i-2, i-1) || other(i+2, i+1)
}

// tag reports whether token i ends a question behind a comma, which repeats a subject
// that has been named: ", isn't it?"
func (w *writer) tag(i int) bool {
	if i+1 >= len(w.Tokens) || w.Tokens[i+1].Text != "?" {
		return false
	}
	verb := i - 1
	if verb > 0 && lookup.Key(w.Tokens[verb].Text) == "n't" {
		verb--
	}
	return verb > 0 && w.Tokens[verb-1].Text == "," && mention.IsAuxiliary(lookup.Key(w.Tokens[verb].Text))
}

// token is the span of token i.
func token(i int) data.Span { return data.Span{Start: i, End: i + 1} }
