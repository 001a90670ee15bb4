package format

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"antecedent/data"
)

// A misfit is the error of a row whose spans are wrong as they stand, but would fit if
// their offsets counted something else.
type misfit struct {
	err  error
	unit string // "byte offsets; offsets count characters (Unicode code points)"
	hint string
}

func (m *misfit) Error() string { return m.err.Error() + "; " + m.hint }

func (m *misfit) Unwrap() error { return m.err }

// A bounds says how two numbers give a span.
type bounds struct {
	name, rule string
	span       func(a, b int) (start, end int)
}

var allBounds = []bounds{
	{"", "", func(a, b int) (int, int) { return a, b }},
	{"with inclusive ends", "ends are exclusive", func(a, b int) (int, int) { return a, b + 1 }},
	{"counted from 1", "offsets count from 0", func(a, b int) (int, int) { return a - 1, b - 1 }},
	{"counted from 1 with inclusive ends", "offsets count from 0 and ends are exclusive", func(a, b int) (int, int) { return a - 1, b }},
	{"and lengths", "the second number is where the span ends", func(a, b int) (int, int) { return a, a + b }},
}

const countsRunes = "offsets count characters (Unicode code points)"

// A fit is a way to read a row's offsets in which they fit.
type fit struct {
	scale  *scale
	bounds *bounds
}

// name is what the offsets are: "byte offsets with inclusive ends".
func (f fit) name() string { return strings.TrimSpace(f.scale.name + " " + f.bounds.name) }

// unit is the name with the rule that the offsets break.
func (f fit) unit() string {
	rule := f.bounds.rule
	switch {
	case f.scale.name == characters:
	case rule == "":
		rule = countsRunes
	default:
		rule = countsRunes + ", " + rule
	}
	return f.name() + "; " + rule
}

// explain returns the error of a claim, as a misfit if another way of counting makes the
// row fit, or else this claim alone.
func (c claims) explain(t *placement, wrong claim, err error) error {
	f, ok := t.refit(c, wrong)
	switch {
	case !ok && errors.Is(err, errNoPronoun):
		return fmt.Errorf("%w; if it is the pronoun, say so: give its text in pronoun_text", err)
	case !ok && wrong.text != "":
		return fmt.Errorf("%w; %s", err, t.whereIs(wrong))
	case !ok:
		return err
	}
	span, _ := t.read(f, wrong)
	write := fmt.Sprintf("write [%d,%d]", span.Start, span.End)
	if wrong.atStart {
		write = fmt.Sprintf("write %d", span.Start)
	}
	return &misfit{err: err, unit: f.unit(), hint: fmt.Sprintf("as %s it would be %q: these look like %s: %s",
		f.name(), string(t.runes[span.Start:span.End]), f.unit(), write)}
}

// whereIs says where the text of a claim stands, if it does.
func (t *placement) whereIs(c claim) string {
	switch places := phrases(t.tokens, c.text); len(places) {
	case 0:
		return fmt.Sprintf("%.60q is not in the text", c.text)
	case 1:
		s := places[0]
		return fmt.Sprintf("%.60q stands at [%d,%d]", c.text, t.tokens[s.Start].Start, t.tokens[s.End-1].End)
	default:
		return fmt.Sprintf("%.60q stands in the text %d times", c.text, len(places))
	}
}

// refit finds the first way to read offsets in which all claims of the row fit. If there
// is none, it is one in which the wrong claim fits: any for a pronoun, which hardly fits
// by chance, and of the likely ones for a mention.
func (t *placement) refit(c claims, wrong claim) (fit, bool) {
	if len(t.runes) > maxGuessed {
		return fit{}, false
	}
	if t.scales == nil {
		t.scales = t.makeScales()
	}
	var one *fit
	isPronoun := wrong.what == c.pronoun.what
	for i := range t.scales {
		for j := range allBounds {
			f := fit{&t.scales[i], &allBounds[j]}
			if f.scale.name == characters && j == 0 || wrong.atStart && !f.startsOnly() {
				continue
			}
			if !t.fits(f, wrong, isPronoun) {
				continue
			}
			if t.allFit(f, c) {
				return f, true
			}
			if one == nil && (isPronoun || wrong.text != "" || j == 0 && f.scale.encoding || j == 1 && f.scale.name == characters) {
				one = &f
			}
		}
	}
	if one == nil {
		return fit{}, false
	}
	return *one, true
}

// startsOnly reports whether the way of counting concerns the start of a span.
func (f fit) startsOnly() bool { return f.bounds.name == "" || f.bounds.name == "counted from 1" }

func (t *placement) allFit(f fit, c claims) bool {
	ok := t.fits(f, c.pronoun, true)
	for _, list := range [][]claim{c.candidates, c.antecedents} {
		for _, m := range list {
			ok = ok && t.fits(f, m, false)
		}
	}
	return ok
}

// read returns the rune offsets of a claim in another way of counting.
func (t *placement) read(f fit, c claim) (data.Span, bool) {
	if len(c.offsets) != 2 {
		return data.Span{}, false
	}
	limit := len(f.scale.at)
	a, b := c.offsets[0], c.offsets[1]
	if a < 0 || b < 0 || a > limit || !c.atStart && b > limit {
		return data.Span{}, false
	}
	start, end := f.bounds.span(a, b)
	if start < 0 || start >= limit {
		return data.Span{}, false
	}
	s := data.Span{Start: f.scale.at[start]}
	switch {
	case c.atStart:
		s.End = s.Start + utf8.RuneCountInString(c.text)
	case end <= start || end > limit:
		return data.Span{}, false
	case f.scale.ends != nil:
		s.End = f.scale.ends[min(end, len(f.scale.ends))-1]
	case end == limit:
		return data.Span{}, false
	default:
		s.End = f.scale.at[end]
	}
	return s, s.Start >= 0 && s.End > s.Start && s.End <= len(t.runes)
}

// fits reports whether a claim read in another way holds a pronoun, or whole words.
func (t *placement) fits(f fit, c claim, pronoun bool) bool {
	s, ok := t.read(f, c)
	if !ok {
		return false
	}
	found, err := t.find(claim{what: c.what, offsets: []int{s.Start, s.End}, text: c.text})
	switch {
	case err != nil:
		return false
	case c.text != "":
		return true
	case pronoun && (found.Len() != 1 || len(data.FindPronouns(t.tokens[found.Start:found.End])) == 0):
		return false
	}
	exact := t.tokens[found.Start].Start == s.Start && t.tokens[found.End-1].End == s.End
	return exact && t.hasWord(found)
}
