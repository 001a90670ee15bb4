package format

import (
	"fmt"
	"slices"
	"unicode"

	"antecedent/data"
)

// A claim is a span as a row of a file gives it: by rune offsets, and with the text
// that it should hold, where the row says that too.
type claim struct {
	what    string // "pronoun", "candidate", "antecedent", or a column
	offsets []int  // [start, end)
	text    string // what should stand there; empty: the row does not say
	atStart bool   // the row gives the start and the text, not the end
}

// claims are all spans of a row.
type claims struct {
	pronoun                 claim
	candidates, antecedents []claim
}

// place checks the spans against the text of an example and puts their tokens into it.
// A span must lie within the text and begin and end where words do, and the pronoun's
// must hold a pronoun. Otherwise the error says what the span holds, and is a
// [misfit] if it would fit if its offsets counted something else.
func (c claims) place(e *data.Example) error {
	if n := len(c.candidates) + len(c.antecedents); n > maxSpans {
		return fmt.Errorf("there are %d candidates and antecedents; leave out those far from the pronoun, so that there are at most %d", n, maxSpans)
	}
	t := newPlacement(e)
	s, err := t.find(c.pronoun)
	if err == nil {
		e.Pronoun = s
		err = t.checkPronoun(c)
	}
	if err != nil {
		return c.explain(t, c.pronoun, err)
	}
	mentions := func(list []claim, spans *[]data.Span) error {
		for _, m := range list {
			s, err := t.find(m)
			switch {
			case err != nil:
				return c.explain(t, m, err)
			case s.Start >= e.Pronoun.Start && s.End <= e.Pronoun.End:
				return fmt.Errorf("%v is the pronoun itself", m)
			case m.text == "" && !t.hasWord(s):
				return c.explain(t, m, fmt.Errorf("%v holds %q, which is no word", m, t.words(s)))
			}
			*spans = append(*spans, s)
		}
		return nil
	}
	if err := mentions(c.candidates, &e.Candidates); err != nil {
		return err
	}
	return mentions(c.antecedents, &e.Antecedents)
}

func (c claim) String() string {
	switch {
	case c.atStart:
		return fmt.Sprintf("%s-offset %d", c.what, c.offsets[0])
	case len(c.offsets) != 2:
		return fmt.Sprintf("%s %v", c.what, c.offsets)
	}
	return fmt.Sprintf("%s [%d,%d)", c.what, c.offsets[0], c.offsets[1])
}

// A placement finds spans in the text of an example.
type placement struct {
	runes  []rune
	tokens []data.Token
	scales []scale // made when a span does not fit
}

func newPlacement(e *data.Example) *placement {
	return &placement{runes: []rune(e.Text), tokens: e.Tokens}
}

// find returns the tokens of a claim, whose offsets must be right.
func (t *placement) find(c claim) (data.Span, error) {
	if len(c.offsets) != 2 {
		return data.Span{}, fmt.Errorf("%v must be two numbers, [start, end)", c)
	}
	start, end := c.offsets[0], c.offsets[1]
	switch {
	case start < 0 || start > len(t.runes) || end < 0 || end > len(t.runes) || c.atStart && end < start: // end may have overflowed
		return data.Span{}, fmt.Errorf("%v is not within the text's %d characters", c, len(t.runes))
	case start == end:
		err := fmt.Errorf("%s [%d,%d] is empty, since ends are exclusive", c.what, start, end)
		if end < len(t.runes) {
			err = fmt.Errorf("%w; [%d,%d] holds %q", err, start, end+1, t.runes[start])
		}
		return data.Span{}, err
	case start > end:
		return data.Span{}, fmt.Errorf("%s [%d,%d] ends before it begins; offsets are [start, end)", c.what, start, end)
	}
	s, ok := data.SpanOf(t.tokens, start, end)
	switch {
	case c.text != "" && !sameText(string(t.runes[start:end]), c.text):
		return data.Span{}, fmt.Errorf("%v holds %.60q, not %.60q", c, string(t.runes[start:end]), c.text)
	case !ok:
		return data.Span{}, fmt.Errorf("%v covers only white space", c)
	}
	for _, at := range c.offsets {
		if word, ok := t.cut(at); ok {
			return data.Span{}, fmt.Errorf("%v holds %.60q, which cuts the word %.40q", c, string(t.runes[start:end]), word)
		}
	}
	return s, nil
}

// sameText reports whether two texts have the same words, in any case and whatever the
// white space between them.
func sameText(a, b string) bool {
	tokens := data.Tokenize(a)
	places := phrases(tokens, b)
	return a == b || len(places) == 1 && places[0].Len() == len(tokens)
}

// cut reports whether rune offset at is between two letters or digits of one token,
// and returns that token's text. An apostrophe within a token, as in "O'Brien", may
// end a span, which is then widened to the token.
func (t *placement) cut(at int) (string, bool) {
	if at <= 0 || at >= len(t.runes) || !isWordRune(t.runes[at-1]) || !isWordRune(t.runes[at]) {
		return "", false
	}
	i, found := slices.BinarySearchFunc(t.tokens, at, func(token data.Token, at int) int { return token.Start - at })
	if found || i == 0 {
		return "", false
	}
	return t.tokens[i-1].Text, at < t.tokens[i-1].End
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// hasWord reports whether a span has a letter or digit.
func (t *placement) hasWord(s data.Span) bool {
	return slices.ContainsFunc(t.runes[t.tokens[s.Start].Start:t.tokens[s.End-1].End], isWordRune)
}

// words is the text of a span.
func (t *placement) words(s data.Span) string {
	return string(t.runes[t.tokens[s.Start].Start:t.tokens[s.End-1].End])
}
