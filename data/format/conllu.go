package format

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// conlluColumns is the number of columns of CoNLL-U.
const conlluColumns = 10

func sniffCoNLLU(first []string) bool {
	for _, row := range first {
		if strings.HasPrefix(row, "#") {
			for _, key := range []string{"newdoc", "global.Entity", "sent_id", "text =", "meta::"} {
				if strings.HasPrefix(strings.TrimSpace(row[1:]), key) {
					return true
				}
			}
			continue
		}
		columns := strings.Split(row, "\t")
		if len(columns) != conlluColumns {
			return false
		}
		_, _, kind := conlluID(columns[0])
		return kind != conlluBad
	}
	return false
}

// What a row of CoNLL-U is, by its first column.
type conlluKind int

const (
	conlluBad   conlluKind = iota
	conlluWord             // "3"
	conlluRange            // "3-4": one written word of several syntactic words, such as "don't"
	conlluEmpty            // "8.1": a word that is not in the text
)

func conlluID(id string) (first, last int, kind conlluKind) {
	if a, b, ok := strings.Cut(id, "-"); ok {
		first, err := strconv.Atoi(a)
		last, err2 := strconv.Atoi(b)
		if err != nil || err2 != nil || last < first {
			return 0, 0, conlluBad
		}
		return first, last, conlluRange
	}
	if a, b, ok := strings.Cut(id, "."); ok {
		_, err := strconv.Atoi(a)
		_, err2 := strconv.Atoi(b)
		if err != nil || err2 != nil {
			return 0, 0, conlluBad
		}
		return 0, 0, conlluEmpty
	}
	n, err := strconv.Atoi(id)
	if err != nil {
		return 0, 0, conlluBad
	}
	return n, n, conlluWord
}

// A conlluSentence is a sentence of CoNLL-U in the making.
type conlluSentence struct {
	text   string // of the comment "# text = …"
	words  []conlluRow
	ranges map[int]conlluRow // by their first words
}

func newConlluSentence(words []conlluRow) conlluSentence {
	return conlluSentence{words: words, ranges: make(map[int]conlluRow)}
}

type conlluRow struct {
	first, last int // word numbers
	form        string
	space       bool // after it
	line        int
}

// readCoNLLU reads CoNLL-U with entities in the last column: Entity=(12-person-…
// opens a mention, 12) closes it. The comment "# global.Entity" says which of the
// fields names the entity. Bridge= and SplitAnte= are no identity and are ignored. A
// mention of several parts, e12[1/2], is passed over.
//
// The text of a sentence is that of its comment "# text"; without one it is made of
// the words, with a space after each that has no SpaceAfter=No. In a document where
// something is mentioned once only, everything is taken to be annotated that is
// mentioned at all: an "it" that is in no entity, as in "it rains", is an example
// whose answer is that it refers to nothing.
func readCoNLLU(in *input) {
	d := newDocument()
	field := 0 // of an opening bracket: the entity
	a := annotation{name: func(bracket string) (string, bool) {
		entity := bracket
		if fields := strings.Split(bracket, "-"); len(fields) > 1 {
			entity = fields[min(field, len(fields)-1)]
		}
		entity, _, parts := strings.Cut(entity, "[")
		return entity, !parts
	}}
	s := newConlluSentence(nil)
	total := 0 // words of the document
	sentence := func() {
		d.add(s.place())
		s = newConlluSentence(s.words[:0])
	}
	finish := func() {
		sentence()
		d.entities = a.finish(in)
		for _, entity := range d.entities {
			d.allThings = d.allThings || len(entity) == 1
		}
		d.examples(in)
		d, total = newDocument(), 0
	}
	for line := range in.lines() {
		if strings.TrimSpace(line) == "" {
			sentence()
			continue
		}
		if comment, ok := strings.CutPrefix(line, "#"); ok {
			key, value, _ := strings.Cut(strings.TrimSpace(comment), "=")
			switch key, value = strings.TrimSpace(key), strings.TrimSpace(value); {
			case key == "newdoc" || strings.HasPrefix(key, "newdoc "):
				finish()
			case key == "text":
				s.text = value
			case key == "global.Entity":
				field = max(0, slices.IndexFunc(strings.Split(value, "-"), func(name string) bool {
					return name == "eid" || name == "GRP"
				}))
			}
			continue
		}
		columns := strings.Split(line, "\t")
		if len(columns) != conlluColumns {
			in.skip(fmt.Errorf("the row has %d columns, not the %d of CoNLL-U, separated by tabs", len(columns), conlluColumns))
			continue
		}
		row := conlluRow{form: columns[1], space: true, line: in.line}
		var kind conlluKind
		row.first, row.last, kind = conlluID(columns[0])
		brackets := ""
		for attribute := range strings.SplitSeq(columns[9], "|") {
			if attribute == "SpaceAfter=No" {
				row.space = false
			} else if value, ok := strings.CutPrefix(attribute, "Entity="); ok {
				brackets = value
			}
		}
		switch {
		case kind == conlluBad:
			in.skip(fmt.Errorf("%.20q is no number of a word", columns[0]))
		case kind == conlluEmpty:
		case strings.TrimSpace(row.form) == "":
			in.skip(fmt.Errorf("the row has no word"))
		case kind == conlluRange:
			if _, twice := s.ranges[row.first]; !twice {
				s.ranges[row.first] = row
			}
		default:
			s.words = append(s.words, row)
			if columns[3] == "VERB" {
				d.verbs[total] = true
			}
			a.read(in, brackets, total)
			if total++; total == maxWords { // the rest is read as another document
				finish()
			}
		}
	}
	finish()
}

// place finds the words in the text of the sentence.
func (s *conlluSentence) place() (text string, pieces []piece) {
	if pieces, ok := s.match(s.text); ok {
		return s.text, pieces
	}
	var b strings.Builder // the comment is missing, or not of these words
	for i := 0; i < len(s.words); {
		row, next := s.at(i)
		b.WriteString(row.form)
		if row.space && next < len(s.words) {
			b.WriteByte(' ')
		}
		i = next
	}
	pieces, _ = s.match(b.String())
	return b.String(), pieces
}

// at returns what is written at word i, one word or a range of them, and the number
// of the next word.
func (s *conlluSentence) at(i int) (row conlluRow, next int) {
	row, next = s.words[i], i+1
	r, ok := s.ranges[row.first]
	if !ok {
		return row, next
	}
	for next < len(s.words) && s.words[next].first > r.first && s.words[next].first <= r.last {
		next++
	}
	return r, next
}

// match finds the words in a text, one after the other with nothing but white space
// between them.
func (s *conlluSentence) match(text string) (pieces []piece, ok bool) {
	at := 0
	for i := 0; i < len(s.words); {
		at = len(text) - len(strings.TrimLeftFunc(text[at:], unicode.IsSpace))
		row, next := s.at(i)
		form := strings.TrimSpace(row.form)
		if !strings.HasPrefix(text[at:], form) {
			return nil, false
		}
		end := at + len(form)
		if next == i+1 {
			pieces = append(pieces, piece{at, end, s.words[i].line})
		} else {
			pieces = append(pieces, s.split(text, at, end, i, next)...)
		}
		at, i = end, next
	}
	return pieces, true
}

// split places the words of a range that is written from start to end. From the first
// word on that is not spelled as it is written, all have what is left: "She" and
// "would" of "She'd" are "She" and "'d".
func (s *conlluSentence) split(text string, start, end, i, next int) []piece {
	var pieces []piece
	spelled := true
	for _, w := range s.words[i:next] {
		spelled = spelled && strings.HasPrefix(text[start:end], w.form)
		if spelled && len(w.form) < end-start || spelled && len(pieces) == next-i-1 {
			pieces = append(pieces, piece{start, start + len(w.form), w.line})
			start += len(w.form)
			continue
		}
		spelled = false
		pieces = append(pieces, piece{start, end, w.line})
	}
	return pieces
}
