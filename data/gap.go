package data

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// gapColumns are the columns of GAP (Webster et al., "Mind the GAP: A Balanced
// Corpus of Gendered Ambiguous Pronouns", 2018), in the order they have where
// there is no header.
var gapColumns = []string{
	"id", "text", "pronoun", "pronoun-offset", "a", "a-offset", "a-coref", "b", "b-offset", "b-coref", "url",
}

// gapColumn spells a column's name as gapColumns does. Files derived from GAP
// write Pronoun-offset as pronoun_offset, among others.
func gapColumn(name string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), "_", "-")
}

// A gapLayout says which columns a file has.
type gapLayout struct {
	at      map[string]int // where the column of each name stands
	columns int
}

// layoutOf is the layout that a row names, and whether it is a header at all.
func layoutOf(names []string) (gapLayout, bool) {
	layout := gapLayout{at: make(map[string]int), columns: len(names)}
	for i, name := range names {
		layout.at[gapColumn(name)] = i
	}
	for _, name := range []string{"id", "text", "pronoun", "pronoun-offset", "a", "a-offset", "b", "b-offset"} {
		if _, ok := layout.at[name]; !ok {
			return gapLayout{}, false
		}
	}
	return layout, true
}

func sniffGAP(first string) bool {
	fields := strings.Split(first, "\t")
	_, header := layoutOf(fields)
	return header || len(fields) == len(gapColumns)
}

// readGAP reads tab-separated rows of a snippet, a pronoun and two names A and
// B, each of which the pronoun refers to or not. Nothing is quoted: a quotation
// mark is a character like any other. Offsets count characters. Columns are
// found by the header, if there is one; without A-coref and B-coref the
// examples are unlabelled.
func readGAP(in *input) {
	row, ok := in.row()
	if !ok {
		return
	}
	layout, header := layoutOf(strings.Split(row, "\t"))
	if header {
		row, ok = in.row()
	} else {
		layout, _ = layoutOf(gapColumns)
	}
	for ; ok; row, ok = in.row() {
		if e, err := parseGAP(strings.Split(row, "\t"), layout); err != nil {
			in.skip(err)
		} else {
			in.add(e)
		}
	}
}

// parseGAP makes an example of one row.
func parseGAP(fields []string, layout gapLayout) (Example, error) {
	if len(fields) != layout.columns {
		return Example{}, fmt.Errorf("the row has %d columns, not %d", len(fields), layout.columns)
	}
	at := layout.at
	text := fields[at["text"]]
	if strings.TrimSpace(text) == "" {
		return Example{}, errors.New("the text is empty")
	}
	e := Example{ID: fields[at["id"]], Text: text, Tokens: Tokenize(text)}
	runes := []rune(text)
	locate := func(column string) (Span, error) {
		name, offset := fields[at[column]], fields[at[column+"-offset"]]
		return locateName(column, name, offset, runes, e.Tokens)
	}
	var err error
	if e.Pronoun, err = locate("pronoun"); err != nil {
		return Example{}, err
	}
	_, hasA := at["a-coref"]
	_, hasB := at["b-coref"]
	e.Labelled = hasA && hasB
	for _, column := range []string{"a", "b"} {
		name, err := locate(column)
		if err != nil {
			return Example{}, err
		}
		if name == e.Pronoun {
			return Example{}, fmt.Errorf("%s is the pronoun itself", column)
		}
		e.Candidates = append(e.Candidates, name)
		if !e.Labelled {
			continue
		}
		switch answer := fields[at[column+"-coref"]]; strings.ToUpper(answer) {
		case "TRUE":
			e.Antecedents = append(e.Antecedents, name)
		case "FALSE":
		default:
			return Example{}, fmt.Errorf("%s-coref is %.20q, not TRUE or FALSE", column, answer)
		}
	}
	return e, nil
}

// locateName finds the tokens of a name that stands at an offset, and checks
// that it does.
func locateName(column, name, offset string, runes []rune, tokens []Token) (Span, error) {
	start, err := strconv.Atoi(offset)
	if err != nil {
		return Span{}, fmt.Errorf("%s-offset is %.20q, not a number", column, offset)
	}
	length := len([]rune(name))
	switch {
	case length == 0:
		return Span{}, fmt.Errorf("%s is empty", column)
	case start < 0 || start > len(runes)-length:
		return Span{}, fmt.Errorf("%s %q at offset %d is not within the text's %d characters", column, name, start, len(runes))
	}
	if found := string(runes[start : start+length]); found != name {
		return Span{}, fmt.Errorf("%s-offset %d holds %q, not %q", column, start, found, name)
	}
	s, ok := SpanOf(tokens, start, start+length)
	if !ok {
		return Span{}, fmt.Errorf("%s is only white space", column)
	}
	return s, nil
}
