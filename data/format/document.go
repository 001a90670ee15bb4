package format

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"antecedent/data"
	"antecedent/data/lookup"
)

// The limits of the part of a document that one example shows, in the document's own
// words. A longer part costs more time than it adds antecedents.
const (
	maxBack    = 3  // sentences before the pronoun's
	maxBefore  = 72 // words before the pronoun
	maxAfter   = 25 // words of its sentence after it
	maxMention = 25 // words of an antecedent
	maxContext = 40 // words before the pronoun, where a sentence is added that is not needed
)

// Why pronouns of a document make no example.
const (
	noEntity   = "pronouns that are in no annotated entity"
	noNominal  = "pronouns with no name or noun phrase of their entity in their sentence or the 3 before"
	tooFar     = "pronouns more than 72 words after the beginning of the text that would be shown"
	notAToken  = "pronouns that are part of a word"
	noMentions = "documents in which no entity is annotated"
)

// A document is an annotated text of sentences.
type document struct {
	text     strings.Builder
	runes    int          // of text
	words    []data.Token // with rune offsets into text
	bytes    []data.Span  // of each word: byte offsets into text
	lines    []int        // of each word: its line in the file
	sentence []int        // of each word: the number of its sentence
	starts   []int        // the first word of each sentence
	entities [][]data.Span
	verbs    map[int]bool // words that are verbs, as far as the file says

	// allThings says that whatever is mentioned is annotated, so that an "it" without an
	// entity refers to nothing.
	allThings bool
}

func newDocument() *document { return &document{verbs: make(map[int]bool)} }

// A piece is one word of a sentence: byte offsets into its text.
type piece struct {
	start, end int
	line       int // of the file
}

// add appends a sentence. The pieces are in order, but several may be the same.
func (d *document) add(text string, pieces []piece) {
	if len(pieces) == 0 {
		return
	}
	if d.text.Len() > 0 {
		d.text.WriteByte(' ')
		d.runes++
	}
	base := d.text.Len()
	d.text.WriteString(text)
	d.starts = append(d.starts, len(d.words))
	at, runes := 0, d.runes // runes before byte at of text
	for _, p := range pieces {
		runes += utf8.RuneCountInString(text[at:p.start])
		at = p.start
		word := text[p.start:p.end]
		d.words = append(d.words, data.Token{Text: word, Start: runes, End: runes + utf8.RuneCountInString(word)})
		d.bytes = append(d.bytes, data.Span{Start: base + p.start, End: base + p.end})
		d.lines = append(d.lines, p.line)
		d.sentence = append(d.sentence, len(d.starts)-1)
	}
	d.runes = runes + utf8.RuneCountInString(text[at:])
}

// end returns the word after the last one of a sentence.
func (d *document) end(sentence int) int {
	if sentence+1 < len(d.starts) {
		return d.starts[sentence+1]
	}
	return len(d.words)
}

// notNominal are the words that are no name and no noun phrase where one of them is a
// mention by itself.
var notNominal = func() map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(`
		i me my mine myself you your yours yourself yourselves thou thee thy thine
		he him his himself she her hers herself it its itself
		we us our ours ourselves they them their theirs themselves themself
		who whom whose which what whoever whomever
		this that these those the a an some any no every each another either neither both all
		many several few more most other such one two three four five six seven eight nine ten
		someone somebody everyone everybody anyone anybody nobody none nothing something anything everything
		's there here`) {
		set[w] = true
	}
	return set
}()

// nominals returns the mentions of an entity that are names or noun phrases, in order.
// OntoNotes marks events as well, such as "grew" that a later "it" refers to.
func (d *document) nominals(entity []data.Span) []data.Span {
	var list []data.Span
	for _, m := range entity {
		if m.Len() > maxMention || m.Len() == 1 && (d.verbs[m.Start] || notNominal[lookup.Key(d.words[m.Start].Text)]) {
			continue
		}
		list = append(list, m)
	}
	slices.SortFunc(list, func(a, b data.Span) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return a.End - b.End
	})
	return slices.Compact(list)
}

// A query is a pronoun of a document that makes an example.
type query struct {
	word  int
	first int         // word that the text begins with
	golds []data.Span // the entity's nominals in the document; of which those in the text are gold
}

// examples makes an example of every third-person pronoun that is a mention of an
// entity of which a name or noun phrase stands before it, in its sentence or in one
// of the 3 before. The text of the example begins with the nearest sentence that has
// one and ends with the pronoun's sentence, or 25 words after the last pronoun with
// this text. In every second sentence it has one sentence more than is needed, if
// there is room, for a text that always begins with the antecedent would give it away.
// The antecedents are all names and noun phrases of the entity in that text, except
// those that the pronoun is a part of.
func (d *document) examples(in *input) {
	if len(d.words) == 0 {
		return
	}
	name := in.name
	if in.documents++; in.documents > 1 {
		name += "#" + strconv.Itoa(in.documents)
	}
	if len(d.entities) == 0 {
		in.pass(noMentions)
		return
	}
	of := make(map[int]int) // a word that is a mention by itself: its entity
	nominals := make([][]data.Span, len(d.entities))
	for i, entity := range d.entities {
		nominals[i] = d.nominals(entity)
		for _, m := range entity {
			if m.Len() == 1 {
				of[m.Start] = i
			}
		}
	}
	var queries []query // of one sentence
	for _, pronoun := range data.FindPronouns(d.words) {
		g := pronoun.Start
		if len(queries) > 0 && d.sentence[queries[0].word] != d.sentence[g] {
			d.emit(in, name, queries)
			queries = queries[:0]
		}
		q := query{word: g}
		var problem string
		if i, ok := of[g]; ok {
			q.golds = nominals[i]
			q.first, problem = d.window(g, nominals[i])
		} else if d.allThings && lookup.Key(d.words[g].Text) == "it" {
			q.first, problem = d.windowOfNone(g)
		} else {
			problem = noEntity
		}
		if problem != "" {
			in.pass(problem)
			continue
		}
		queries = append(queries, q)
	}
	d.emit(in, name, queries)
}

// window returns the first word of the text for the pronoun at word g.
func (d *document) window(g int, nominals []data.Span) (first int, problem string) {
	k := d.sentence[g]
	least := d.starts[max(0, k-maxBack)]
	i, _ := slices.BinarySearchFunc(nominals, g, func(m data.Span, g int) int { return m.Start - g })
	for i--; ; i-- {
		if i < 0 || nominals[i].Start < least {
			return 0, noNominal
		}
		if !nominals[i].Contains(g) {
			break
		}
	}
	s := d.sentence[nominals[i].Start]
	if s == k && k%2 == 1 && g-d.starts[k-1] <= maxContext {
		s--
	}
	if g-d.starts[s] > maxBefore {
		return 0, tooFar
	}
	return d.starts[s], ""
}

// windowOfNone is window for a pronoun that refers to nothing: the sentence before is
// shown if there is room.
func (d *document) windowOfNone(g int) (first int, problem string) {
	k := d.sentence[g]
	for _, first := range []int{d.starts[max(0, k-1)], d.starts[k]} {
		if g-first <= maxBefore {
			return first, ""
		}
	}
	return 0, tooFar
}

// emit makes the examples of the pronouns of one sentence. Those whose texts begin
// with the same word have the same text. The ID of an example is the document, a colon,
// the number of the sentence in it, a colon and that of the word in the sentence; the
// document is the file's name and, from the second document of a file on, its number.
func (d *document) emit(in *input, name string, queries []query) {
	if len(queries) == 0 {
		return
	}
	k := d.sentence[queries[0].word]
	type window struct {
		text   string
		tokens []data.Token
		end    int // the word after the last one
	}
	windows := make(map[int]*window) // by the first word
	for _, q := range queries {
		end := min(d.end(k), q.word+1+maxAfter)
		if w := windows[q.first]; w != nil {
			w.end = max(w.end, end)
		} else {
			windows[q.first] = &window{end: end}
		}
	}
	text := d.text.String()
	for first, w := range windows {
		w.text = text[d.bytes[first].Start:d.bytes[w.end-1].End]
		w.tokens = data.Tokenize(w.text)
	}
	for _, q := range queries {
		w := windows[q.first]
		base := d.words[q.first].Start
		find := func(m data.Span) (data.Span, bool) {
			return data.SpanOf(w.tokens, d.words[m.Start].Start-base, d.words[m.End-1].End-base)
		}
		pronoun, ok := find(data.Span{Start: q.word, End: q.word + 1})
		if !ok || pronoun.Len() != 1 || w.tokens[pronoun.Start].Text != d.words[q.word].Text {
			in.pass(notAToken)
			continue
		}
		e := data.Example{
			ID:   name + ":" + strconv.Itoa(k+1) + ":" + strconv.Itoa(q.word-d.starts[k]+1),
			Text: w.text, Tokens: w.tokens, Pronoun: pronoun, Labelled: true,
		}
		i, _ := slices.BinarySearchFunc(q.golds, q.first, func(m data.Span, first int) int { return m.Start - first })
		for ; i < len(q.golds) && q.golds[i].Start < w.end; i++ {
			m := q.golds[i]
			if m.End > w.end || m.Contains(q.word) {
				continue
			}
			if s, ok := find(m); ok && !s.Contains(pronoun.Start) && !slices.Contains(e.Antecedents, s) {
				e.Antecedents = append(e.Antecedents, s)
			}
		}
		if len(q.golds) > 0 && len(e.Antecedents) == 0 {
			in.pass(notAToken) // every one widened to a word that is the pronoun's
			continue
		}
		in.addLine(d.lines[q.word], e, nil)
	}
}
