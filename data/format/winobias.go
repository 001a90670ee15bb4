package format

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"antecedent/data"
)

var winoBiasRow = regexp.MustCompile(`^\s*\d+\s+[^\t]*\[[^\]]+\][^\t]*\[[^\]]+\]`)

func sniffWinoBias(first []string) bool { return winoBiasRow.MatchString(first[0]) }

// A winoBiasLine is one line: a sentence with an entity and pronouns.
type winoBiasLine struct {
	line, number  int
	text          string
	tokens        []data.Token
	entity, other data.Span // other is empty until found
	pronouns      []data.Span
	pair          string
}

// readWinoBias reads WinoBias (Zhao et al., 2018): "1 [The developer] argued with the
// designer because [she] …", a sentence a line, in brackets what is referred to and
// the pronouns. Every pronoun is an example.
//
// The two candidates are the one in brackets and the other occupation, which is in
// brackets in the sentence's twin: sentences come in pairs, one after the other, in
// which the same two occupations are in brackets in turn. A sentence without such a
// neighbour has its other candidate from the occupations of the whole file.
func readWinoBias(in *input) {
	var list []*winoBiasLine
	for row := range in.rows() {
		l, err := parseWinoBias(row)
		if err != nil {
			in.skip(err)
			continue
		}
		l.line = in.line
		list = append(list, l)
	}
	for i := 0; i+1 < len(list); i++ {
		a, b := list[i], list[i+1]
		inA, inB := a.find(b.name()), b.find(a.name())
		if inA.Len() > 0 && inB.Len() > 0 && b.number == a.number+1 {
			a.other, b.other = inA, inB
			a.pair = in.name + ":" + strconv.Itoa(a.number)
			b.pair = a.pair
			i++
		}
	}
	var occupations []string
	for _, l := range list {
		if name := l.name(); !slices.Contains(occupations, name) && len(occupations) < 1000 {
			occupations = append(occupations, name)
		}
	}
	kind, side := WinoBiasPart(in.name)
	for i, l := range list {
		if in.stopped() {
			return
		}
		if l.other.Len() == 0 {
			for _, name := range occupations {
				if s := l.find(name); s.Len() > 0 && s != l.entity {
					l.other = s
					break
				}
			}
		}
		if l.other.Len() == 0 {
			in.skipLine(l.line, fmt.Errorf("there is no second occupation: none of those in brackets in the other sentences is in this one"))
			continue
		}
		var twin *winoBiasLine
		for _, j := range []int{i - 1, i + 1} {
			if l.pair != "" && j >= 0 && j < len(list) && list[j].pair == l.pair {
				twin = list[j]
			}
		}
		for n, pronoun := range l.pronouns {
			e := data.Example{
				ID: strings.Trim(kind+"-"+side+"-"+strconv.Itoa(l.number), "-"), Text: l.text, Tokens: l.tokens, Pronoun: pronoun,
				Candidates: []data.Span{l.entity, l.other}, Antecedents: []data.Span{l.entity}, Labelled: true,
			}
			if l.other.Start < l.entity.Start {
				slices.Reverse(e.Candidates)
			}
			if twin != nil && n < len(twin.pronouns) {
				e.Pair = l.pair
			}
			if n > 0 {
				e.ID += "." + strconv.Itoa(n+1)
				if e.Pair != "" {
					e.Pair += "." + strconv.Itoa(n+1)
				}
			}
			in.addLine(l.line, e, nil)
		}
	}
}

// WinoBiasPart returns which part of WinoBias an example is of, by its ID or Source or
// the name of its file: "type1" or "type2", and "pro" or "anti", the side of the
// stereotype. Both are empty for what is not of WinoBias.
func WinoBiasPart(name string) (kind, side string) {
	name = strings.ToLower(path.Base(name))
	for _, k := range []string{"type1", "type2"} {
		for _, s := range []string{"pro", "anti"} {
			if strings.Contains(name, k) && slices.ContainsFunc(strings.FieldsFunc(name, func(r rune) bool {
				return r == '_' || r == '-' || r == '.' || r == ':'
			}), func(word string) bool { return word == s }) {
				return k, s
			}
		}
	}
	return "", ""
}

// parseWinoBias reads the number of a sentence and its brackets.
func parseWinoBias(row string) (*winoBiasLine, error) {
	number, rest, ok := strings.Cut(strings.TrimSpace(row), " ")
	n, err := strconv.Atoi(number)
	if !ok || err != nil {
		return nil, errors.New("the row does not begin with the number of a sentence")
	}
	var text strings.Builder
	var marked [][2]int // rune offsets
	runes := 0
	rest = strings.TrimSpace(rest)
	for rest != "" {
		before, inside, found := strings.Cut(rest, "[")
		text.WriteString(before)
		runes += utf8.RuneCountInString(before)
		if !found {
			break
		}
		if inside, rest, found = strings.Cut(inside, "]"); !found || strings.TrimSpace(inside) == "" || strings.Contains(inside, "[") {
			return nil, errors.New("the brackets do not match, or hold nothing")
		}
		text.WriteString(inside)
		length := utf8.RuneCountInString(inside)
		marked = append(marked, [2]int{runes, runes + length})
		runes += length
	}
	l := &winoBiasLine{number: n, text: text.String()}
	l.tokens = data.Tokenize(l.text)
	for _, m := range marked {
		s, ok := data.SpanOf(l.tokens, m[0], m[1])
		switch {
		case !ok:
			return nil, errors.New("brackets hold nothing")
		case isPronoun(l.tokens, s):
			l.pronouns = append(l.pronouns, s)
		case l.entity.Len() > 0:
			return nil, errors.New("two brackets hold no pronoun; only one can be what is referred to")
		default:
			l.entity = s
		}
	}
	if l.entity.Len() == 0 || len(l.pronouns) == 0 {
		return nil, errors.New("the row needs brackets around what is referred to and around a pronoun")
	}
	return l, nil
}

// isArticle reports whether a word is "the" or the like.
func isArticle(word string) bool {
	switch strings.ToLower(word) {
	case "the", "a", "an":
		return true
	}
	return false
}

// name is the entity without its article.
func (l *winoBiasLine) name() string {
	s := l.entity
	for s.Len() > 1 && isArticle(l.tokens[s.Start].Text) {
		s.Start++
	}
	var words []string
	for _, t := range l.tokens[s.Start:s.End] {
		words = append(words, t.Text)
	}
	return strings.Join(words, " ")
}

// find returns the first place of a name, with its article, that has nothing in
// common with the entity or a pronoun.
func (l *winoBiasLine) find(name string) data.Span {
	for _, s := range phrases(l.tokens, name) {
		s = withArticle(l.tokens, s)
		if !s.Overlaps(l.entity) && !slices.ContainsFunc(l.pronouns, s.Overlaps) {
			return s
		}
	}
	return data.Span{}
}

// withArticle widens a span to the article before it.
func withArticle(tokens []data.Token, s data.Span) data.Span {
	if s.Start > 0 && isArticle(tokens[s.Start-1].Text) {
		s.Start--
	}
	return s
}
