package format

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"antecedent/data"
	"antecedent/internal/text"
)

func sniffWSC(first []string) bool {
	row := strings.TrimSpace(first[0])
	return strings.HasPrefix(row, "<?xml") || strings.HasPrefix(row, "<collection") || strings.HasPrefix(row, "<schema") || jsonKeysOf(row)["target"]
}

// readWSC reads the Winograd Schema Challenge (Levesque et al., 2012): the collection
// in XML, or the rows of SuperGLUE in JSON.
func readWSC(in *input) {
	if in.startsWith('<') {
		readSchemas(in)
		return
	}
	readSuperGLUE(in)
}

// A schema is one problem of the XML collection.
type schema struct {
	Before  string   `xml:"text>txt1"`
	Pronoun string   `xml:"text>pron"`
	After   string   `xml:"text>txt2"`
	Answers []string `xml:"answers>answer"`
	Correct string   `xml:"correctAnswer"`
}

// readSchemas reads the elements <schema>. Neighbours with the same candidates and
// different answers are a pair.
func readSchemas(in *input) {
	content, err := io.ReadAll(io.LimitReader(in.rest(), maxLine+1))
	switch {
	case err != nil:
		in.err = err
		return
	case len(content) > maxLine:
		in.skip(fmt.Errorf("the file is longer than %d MB", maxLine>>20))
		return
	}
	d := xml.NewDecoder(bytes.NewReader(content))
	d.CharsetReader = func(charset string, r io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "utf-16") { // it was decoded
			return r, nil
		}
		return nil, fmt.Errorf("it says that it is in %s: save it as UTF-8", charset)
	}
	var list []dprProblem
	line := 1
	for {
		t, err := d.Token()
		start, ok := t.(xml.StartElement)
		line, _ = d.InputPos()
		var s schema
		if err == nil && (!ok || start.Name.Local != "schema") {
			continue
		}
		if err == nil {
			err = d.DecodeElement(&s, &start)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			if line, bad := text.FirstBad(string(content)); bad != nil {
				in.skipLine(line, fmt.Errorf("%w; the rest of the file is not read", bad))
				break
			}
			in.skipLine(line, errors.New("the XML is wrong from here on: "+strings.TrimPrefix(err.Error(), "XML syntax error ")))
			break
		}
		switch e, err := s.example(); {
		case err != nil:
			in.skipLine(line, err)
		case !isPronoun(e.Tokens, e.Pronoun):
			in.pass(notThird)
		default:
			list = append(list, dprProblem{line, e})
		}
	}
	pairUp(in, list)
}

// tidy makes white space single spaces.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// example makes an example of a schema. Its fields have line breaks and spaces
// anywhere, and there are many spellings of the answer: "A", " A.  ".
func (s *schema) example() (data.Example, error) {
	before, pronoun, after := tidy(s.Before), tidy(s.Pronoun), tidy(s.After)
	if pronoun == "" || len(s.Answers) != 2 {
		return data.Example{}, errors.New("the schema has not a pronoun and two answers")
	}
	answer := strings.IndexByte("AB", strings.ToUpper(strings.Trim(s.Correct, " .\t\r\n") + " ")[0])
	if answer < 0 {
		return data.Example{}, fmt.Errorf("the correct answer is %.20q, not A or B", s.Correct)
	}
	whole := pronoun
	start := 0
	if before != "" {
		whole, start = before+" "+pronoun, utf8.RuneCountInString(before)+1
	}
	switch {
	case after == "":
	case strings.ContainsRune(".,;:!?'’", []rune(after)[0]):
		whole += after
	default:
		whole += " " + after
	}
	e := data.Example{Text: whole, Tokens: data.Tokenize(whole)}
	var ok bool
	if e.Pronoun, ok = data.SpanOf(e.Tokens, start, start+utf8.RuneCountInString(pronoun)); !ok {
		return data.Example{}, errors.New("the schema has no pronoun")
	}
	return e, twoCandidates(&e, [2]string{tidy(s.Answers[0]), tidy(s.Answers[1])}, answer)
}

// A superGLUERow is one statement about a text: that a phrase and a pronoun are of the
// same thing. The indices count words between white space.
type superGLUERow struct {
	Text   string `json:"text"`
	Label  *bool  `json:"label"`
	Target struct {
		Phrase      string `json:"span1_text"`
		PhraseWord  int    `json:"span1_index"`
		Pronoun     string `json:"span2_text"`
		PronounWord int    `json:"span2_index"`
	} `json:"target"`
}

// readSuperGLUE reads rows that say of a phrase whether the pronoun refers to it. The
// rows of one text and pronoun are one example, whose candidates are their phrases. It
// is passed over if all of them are false, for it is not known then what is right, and
// has no label if none is true and one has no label.
func readSuperGLUE(in *input) {
	type problem struct {
		text    string
		pronoun data.Span
	}
	number := make(map[problem]int)
	var list []dprProblem
	for row := range in.rows() {
		e, right, err := parseSuperGLUE(row)
		if err != nil {
			in.skip(err)
			continue
		}
		if !isPronoun(e.Tokens, e.Pronoun) {
			in.pass(notThird)
			continue
		}
		key := problem{e.Text, e.Pronoun}
		i, ok := number[key]
		if !ok {
			i = len(list)
			number[key] = i
			list = append(list, dprProblem{in.line, e})
		}
		p := &list[i]
		if ok {
			p.Candidates = append(p.Candidates, e.Candidates...)
			p.Labelled = p.Labelled && e.Labelled
		}
		if right {
			p.Antecedents = append(p.Antecedents, e.Candidates...)
		}
	}
	known := list[:0]
	for _, p := range list {
		if len(p.Antecedents) > 0 {
			p.Labelled = true // one row is enough to say it
		} else if p.Labelled {
			in.pass("pronouns of which no row says what they refer to")
			continue
		}
		known = append(known, p)
	}
	pairUp(in, known)
}

func parseSuperGLUE(line string) (e data.Example, right bool, err error) {
	var row superGLUERow
	if err := json.Unmarshal([]byte(line), &row); err != nil {
		return data.Example{}, false, jsonProblem(err)
	}
	e = data.Example{Text: row.Text, Tokens: data.Tokenize(row.Text), Labelled: row.Label != nil}
	words := strings.Fields(row.Text)
	span := func(phrase string, first int) (data.Span, error) {
		n := len(strings.Fields(phrase))
		if first < 0 || n == 0 || first > len(words)-n {
			return data.Span{}, fmt.Errorf("%.40q at word %d is not within the text's %d words", phrase, first, len(words))
		}
		places, _ := placeWords(row.Text, words)
		within := make([]data.Token, 0, len(e.Tokens)) // the tokens of those words
		base := -1
		for i, t := range e.Tokens {
			if t.Start >= places[first].Start && t.End <= places[first+n-1].End {
				if base < 0 {
					base = i
				}
				within = append(within, t)
			}
		}
		found := phrases(within, phrase) // without the punctuation that clings to the words
		if len(found) == 0 {
			return data.Span{}, fmt.Errorf("word %d of the text does not begin %.40q", first, phrase)
		}
		return data.Span{Start: base + found[0].Start, End: base + found[0].End}, nil
	}
	if e.Pronoun, err = span(row.Target.Pronoun, row.Target.PronounWord); err != nil {
		return data.Example{}, false, err
	}
	phrase, err := span(row.Target.Phrase, row.Target.PhraseWord)
	if err != nil {
		return data.Example{}, false, err
	}
	if phrase.Overlaps(e.Pronoun) {
		return data.Example{}, false, errors.New("the phrase is the pronoun itself")
	}
	e.Candidates = []data.Span{phrase}
	return e, row.Label != nil && *row.Label, nil
}
