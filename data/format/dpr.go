package format

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"antecedent/data"
)

// xwinoColumns are those of the collection of Winograd schemas of Tikhonov and
// Ryabinin (2021): language, source, a mark, sentence, words, pronoun, candidates.
const xwinoColumns = 7

func sniffDPR(first []string) bool {
	if columns := strings.Split(first[0], "\t"); len(columns) == xwinoColumns {
		return strings.HasPrefix(columns[4], "[") && strings.HasPrefix(columns[5], "[") && strings.HasPrefix(columns[6], "[")
	}
	if len(first) < 4 || strings.ContainsAny(first[0]+first[2], "\t{<") {
		return false
	}
	a, b, ok := strings.Cut(first[2], ",")
	answer := strings.TrimSpace(first[3])
	return ok && (sameName(a, answer) || sameName(b, answer)) && len(phrases(data.Tokenize(first[0]), first[1])) > 0
}

func sameName(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }

// readDPR reads the Definite Pronoun Resolution data (Rahman and Ng, 2012) in either
// of two forms: its own, four lines (sentence, pronoun, the two candidates with a
// comma between, the right one) and a blank one; or the table of a collection of
// Winograd schemas, seven columns separated by tabs, of which three are JSON. Two
// problems with the same candidates that follow each other and have different answers
// are a pair.
func readDPR(in *input) {
	var list []dprProblem
	add := func(line int, e data.Example, err error) {
		switch {
		case err != nil:
			in.skipLine(line, err)
		case !isPronoun(e.Tokens, e.Pronoun):
			in.pass(notThird)
		default:
			list = append(list, dprProblem{line, e})
		}
	}
	var rows []string
	begin := 0
	finish := func() {
		if len(rows) > 0 {
			e, err := parseDPR(rows)
			add(begin, e, err)
		}
		rows = rows[:0]
	}
	for line := range in.lines() {
		switch {
		case strings.TrimSpace(line) == "":
			finish()
		case strings.Count(line, "\t") == xwinoColumns-1:
			finish()
			e, err := parseXWino(strings.Split(line, "\t"))
			add(in.line, e, err)
		default:
			if len(rows) == 0 {
				begin = in.line
			}
			if len(rows) < 5 { // more are too many
				rows = append(rows, line)
			}
		}
	}
	finish()
	pairUp(in, list)
}

// A dprProblem is an example and the line that it begins on.
type dprProblem struct {
	line int
	data.Example
}

// pairUp adds problems, of which neighbours may be pairs.
func pairUp(in *input, list []dprProblem) {
	for i := 0; i+1 < len(list); i++ {
		a, b := &list[i], &list[i+1]
		if a.answers() != "" && a.candidates() == b.candidates() && a.answers() != b.answers() {
			a.Pair = in.name + ":" + strconv.Itoa(a.line)
			b.Pair = a.Pair
			i++
		}
	}
	for _, p := range list {
		in.addLine(p.line, p.Example, nil)
	}
}

// candidates are the candidates' words, in any order.
func (p *dprProblem) candidates() string { return p.names(p.Candidates) }

func (p *dprProblem) answers() string { return p.names(p.Antecedents) }

func (p *dprProblem) names(spans []data.Span) string {
	var names []string
	for _, s := range spans {
		var words []string
		for _, t := range p.Tokens[s.Start:s.End] {
			words = append(words, strings.ToLower(t.Text))
		}
		names = append(names, strings.Join(words, " "))
	}
	slices.Sort(names)
	return strings.Join(names, "\n")
}

// parseDPR makes an example of four lines. Of a pronoun that occurs several times the
// first is meant.
func parseDPR(rows []string) (data.Example, error) {
	if len(rows) != 4 {
		return data.Example{}, fmt.Errorf("the problem has not 4 lines: sentence, pronoun, candidates, answer; a blank line ends it")
	}
	e := data.Example{Text: strings.TrimSpace(rows[0])}
	e.Tokens = data.Tokenize(e.Text)
	places := phrases(e.Tokens, rows[1])
	if len(places) == 0 {
		return data.Example{}, fmt.Errorf("the pronoun %.40q is not in the sentence", rows[1])
	}
	e.Pronoun = places[0]
	a, b, ok := strings.Cut(rows[2], ",")
	switch {
	case !ok:
		return data.Example{}, fmt.Errorf("%.60q are not two candidates with a comma between", rows[2])
	case sameName(a, rows[3]):
		return e, twoCandidates(&e, [2]string{a, b}, 0)
	case sameName(b, rows[3]):
		return e, twoCandidates(&e, [2]string{a, b}, 1)
	}
	return data.Example{}, fmt.Errorf("the answer %.40q is neither of the candidates", rows[3])
}

// parseXWino makes an example of one row of the collection.
func parseXWino(columns []string) (data.Example, error) {
	var words []string
	var pronoun []json.RawMessage
	var candidates [][]json.RawMessage
	for i, value := range []any{&words, &pronoun, &candidates} {
		if err := json.Unmarshal([]byte(columns[4+i]), value); err != nil {
			return data.Example{}, fmt.Errorf("column %d is not the JSON that it should be: %w", 5+i, err)
		}
	}
	e := data.Example{Text: columns[3], Tokens: data.Tokenize(columns[3]), Labelled: true}
	places, ok := placeWords(e.Text, words)
	if !ok {
		return data.Example{}, errors.New("the words of column 5 are not those of the sentence")
	}
	span := func(part []json.RawMessage) (data.Span, error) {
		var s [2]int
		if len(part) < 2 || json.Unmarshal(part[1], &s) != nil || s[0] < 0 || s[1] > len(places) || s[0] >= s[1] {
			return data.Span{}, errors.New("a span is not within the words")
		}
		found, _ := data.SpanOf(e.Tokens, places[s[0]].Start, places[s[1]-1].End)
		var text string
		if json.Unmarshal(part[0], &text) == nil && len(phrases(e.Tokens[found.Start:found.End], text)) == 0 {
			return data.Span{}, fmt.Errorf("the words [%d,%d) are %.60q, not %.60q", s[0], s[1], strings.Join(words[s[0]:s[1]], " "), text)
		}
		return found, nil
	}
	var err error
	if e.Pronoun, err = span(pronoun); err != nil {
		return data.Example{}, err
	}
	for _, c := range candidates {
		s, err := span(c)
		if err != nil {
			return data.Example{}, err
		}
		if s.Overlaps(e.Pronoun) {
			return data.Example{}, errors.New("a candidate is the pronoun itself")
		}
		var right bool
		if len(c) < 4 || json.Unmarshal(c[3], &right) != nil {
			return data.Example{}, errors.New("a candidate is neither true nor false")
		}
		e.Candidates = append(e.Candidates, s)
		if right {
			e.Antecedents = append(e.Antecedents, s)
		}
	}
	if len(e.Candidates) < 2 || len(e.Antecedents) == 0 {
		return data.Example{}, errors.New("there are not two candidates of which one is right")
	}
	return e, nil
}

// placeWords finds words in a text, one after the other with nothing but white space
// between them. A word may be written in the text without the Penn Treebank's escapes.
// The spans are rune offsets.
func placeWords(text string, words []string) (places []data.Span, ok bool) {
	runes := 0
	for _, word := range words {
		rest := strings.TrimLeftFunc(text, unicode.IsSpace)
		runes += utf8.RuneCountInString(text[:len(text)-len(rest)])
		if plain, ok := escapes[word]; ok && !strings.HasPrefix(rest, word) {
			word = plain
		}
		if word == "" || !strings.HasPrefix(rest, word) {
			return nil, false
		}
		end := runes + utf8.RuneCountInString(word)
		places = append(places, data.Span{Start: runes, End: end})
		text, runes = rest[len(word):], end
	}
	return places, true
}
