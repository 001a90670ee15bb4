package mine

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"antecedent/data"
	"antecedent/data/lookup"
)

// A paragraph is a tokenized paragraph of a document.
type paragraph struct {
	offset    int // where it begins in the document, in bytes
	text      string
	tokens    []data.Token
	lower     []string    // the tokens' texts in lower case
	quoted    []int       // for each token: the number of the quotation it is in, from 1; 0: none
	sentences []data.Span // in tokens
	starts    []bool      // for each token: whether it begins a sentence or a quotation
}

// A line of at least wideLine bytes is a paragraph of its own, as in a dump of
// Wikipedia. Texts whose paragraphs are set apart by blank lines are wrapped at fewer
// columns.
const wideLine = 200

// The length of a paragraph in bytes. A shorter one cannot hold a window; a longer one
// is no prose.
const minParagraph, maxParagraph = 40, 6000

// paragraphs splits a document into the paragraphs that may hold an example.
func paragraphs(text string) iter.Seq[*paragraph] {
	return func(yield func(*paragraph) bool) {
		at, end := bookOf(text)
		start, stop := -1, 0 // the lines of the present paragraph
		flush := func() bool {
			if start < 0 {
				return true
			}
			raw := text[start:stop]
			offset := start
			start = -1
			if len(raw) < minParagraph || len(raw) > maxParagraph {
				return true
			}
			clean := tidy(raw)
			if mostlyUpper(clean) {
				return true
			}
			return yield(newParagraph(offset, clean))
		}
		for at < end {
			next := end
			if i := strings.IndexByte(text[at:end], '\n'); i >= 0 {
				next = at + i + 1
			}
			line := text[at:next]
			wide := len(line) >= wideLine
			if wide || strings.TrimSpace(line) == "" {
				if !flush() {
					return
				}
			}
			if strings.TrimSpace(line) != "" {
				if start < 0 {
					start = at
				}
				stop = next
			}
			if wide && !flush() {
				return
			}
			at = next
		}
		flush()
	}
}

// wikitext undoes the tokenization of the WikiText corpora.
var wikitext = strings.NewReplacer(" @-@ ", "-", " @,@ ", ",", " @.@ ", ".", " 's ", "'s ", " 't ", "'t ", " n't ", "n't ",
	" , ", ", ", " . ", ". ", " ; ", "; ", " : ", ": ", " ) ", ") ", " ( ", " (")

// tidy makes one line of a paragraph: white space becomes single spaces, and the marks
// of italics in plain text, _word_, go.
func tidy(raw string) string {
	s := strings.Join(strings.Fields(strings.ReplaceAll(raw, "_", "")), " ")
	if strings.Contains(s, " , ") || strings.HasSuffix(s, " .") {
		s = strings.TrimSpace(wikitext.Replace(s + " "))
	}
	return s
}

// mostlyUpper reports whether a text is a heading in capitals.
func mostlyUpper(s string) bool {
	upper, letters := 0, 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
			if unicode.IsUpper(r) {
				upper++
			}
		}
	}
	return 2*upper > letters
}

func newParagraph(offset int, text string) *paragraph {
	p := &paragraph{offset: offset, text: text, tokens: data.Tokenize(text)}
	p.lower = make([]string, len(p.tokens))
	for i, t := range p.tokens {
		p.lower[i] = lookup.Key(t.Text)
		if lookup.IsCurly(t.Text) { // tells whether a quotation begins
			p.lower[i] = t.Text
		}
	}
	p.findQuotes()
	p.findSentences()
	return p
}

// findQuotes numbers the quotations.
func (p *paragraph) findQuotes() {
	p.quoted = make([]int, len(p.tokens))
	p.starts = make([]bool, len(p.tokens))
	quotation, open := 0, ""
	for i, t := range p.tokens {
		closes := false
		switch {
		case open == "" && closing[t.Text] != "" && (t.Text != "'" || p.opensQuote(i)):
			open = closing[t.Text]
			quotation++
		case open == t.Text && (open == "”" || open == `"` || p.closesQuote(i)):
			closes = true
		}
		if open != "" {
			p.quoted[i] = quotation
		}
		if closes {
			open = ""
		}
		if i == 0 || isQuote(p.tokens[i-1].Text) || p.tokens[i-1].Text == ":" || strings.HasPrefix(p.tokens[i-1].Text, "-") && p.tokens[i-1].Text != "-" || p.tokens[i-1].Text == "—" {
			p.starts[i] = true
		}
	}
}

// closing are the quotation marks that end what another begins.
var closing = map[string]string{"“": "”", `"`: `"`, "‘": "’", "'": "'"}

// opensQuote and closesQuote tell single quotation marks from apostrophes.
func (p *paragraph) opensQuote(i int) bool {
	return (p.apart(i) || strings.HasPrefix(p.tokens[i-1].Text, "--")) && i+1 < len(p.tokens) && !p.apart(i+1) && !elided[p.lower[i+1]]
}

func (p *paragraph) closesQuote(i int) bool {
	return i > 0 && !p.apart(i) && strings.ContainsAny(p.tokens[i-1].Text, ".,!?-—")
}

// elided are words whose first letters an apostrophe stands for.
var elided = set("tis twas twill twould em un ud im er ere ave ad as e i'm ll")

// apart reports whether white space precedes token i.
func (p *paragraph) apart(i int) bool { return i == 0 || p.tokens[i-1].End < p.tokens[i].Start }

func isQuote(s string) bool {
	switch s {
	case "“", "”", `"`, "‘", "’", "'", "''", "``":
		return true
	}
	return false
}

// findSentences splits the paragraph at points, question and exclamation marks. A
// closing quotation mark belongs to the sentence before it. A mark within a sentence,
// as in “Why?” he asked, is followed by a word in lower case.
func (p *paragraph) findSentences() {
	start := 0
	for i := 0; i < len(p.tokens); i++ {
		if !p.endsSentence(i) {
			continue
		}
		end := i + 1
		for end < len(p.tokens) && (isQuote(p.tokens[end].Text) || p.tokens[end].Text == ")") && !p.apart(end) {
			end++
		}
		if end < len(p.tokens) && !p.mayStart(end) {
			continue
		}
		p.sentences = append(p.sentences, data.Span{Start: start, End: end})
		start = end
		i = end - 1
	}
	if start < len(p.tokens) {
		p.sentences = append(p.sentences, data.Span{Start: start, End: len(p.tokens)})
	}
	for _, s := range p.sentences {
		p.starts[s.Start] = true
	}
}

func (p *paragraph) endsSentence(i int) bool {
	switch t := p.tokens[i].Text; t[0] {
	case '!', '?':
		return true
	case '.':
		if i == 0 || len(t) > 1 {
			return len(t) > 1
		}
		before := p.tokens[i-1].Text
		r, size := utf8.DecodeRuneInString(before)
		initial := size == len(before) && unicode.IsUpper(r) && before != "I"
		return p.apart(i) || !initial && !abbreviations[p.lower[i-1]]
	}
	return false
}

// mayStart reports whether token i can begin a sentence.
func (p *paragraph) mayStart(i int) bool {
	r, _ := utf8.DecodeRuneInString(p.tokens[i].Text)
	return !unicode.IsLower(r) && (unicode.IsLetter(r) || unicode.IsDigit(r) || isQuote(p.tokens[i].Text) || r == '(')
}
