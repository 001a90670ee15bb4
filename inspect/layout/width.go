package layout

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// Cells is how many display cells a text takes.
func Cells(text string) int { return uniseg.StringWidth(text) }

// Printable replaces what could move the cursor, reverse the direction or vanish
// by question marks, and every kind of white space by a space. Of a character that
// combines any number of them, such as a letter under a thousand accents, as many are kept
// as [mostCombined].
func Printable(text string) string {
	return bounded(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsGraphic(r) {
			return '?'
		}
		return r
	}, strings.ToValidUTF8(text, "?")))
}

// mostCombined is how many code points one character on the screen may have. No script
// needs more than some ten; the Stream-Safe Text Format of Unicode has up to 30 marks.
const mostCombined = 31

// bounded leaves out what characters have beyond [mostCombined]. They take no cells of
// their own, so that a text cut to a width would still have any length.
func bounded(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r >= firstMark }) {
		return text
	}
	var b strings.Builder
	for g := uniseg.NewGraphemes(text); g.Next(); {
		points := g.Runes()
		b.WriteString(string(points[:min(len(points), mostCombined)]))
	}
	return b.String()
}

// firstMark is the least character that combines with the one before it.
const firstMark = '\u0300'

// Visible is [Printable] for a word that has a place of its own: one that would
// take no cell, such as a combining mark alone, gets a question mark before it.
func Visible(word string) string {
	word = Printable(word)
	if Cells(word) == 0 {
		return "?" + word
	}
	return word
}

// Ellipsis is the sign, one cell wide, of something left out.
func (s Style) Ellipsis() string {
	if s.Unicode {
		return "…"
	}
	return "~"
}

// Clip cuts a word to at most width cells, the last of them an ellipsis where
// something was cut off.
func (s Style) Clip(word string, width int) string {
	if Cells(word) <= width {
		return word
	}
	kept := 0
	var b strings.Builder
	for g := uniseg.NewGraphemes(word); g.Next(); {
		if kept += g.Width(); kept > width-1 {
			break
		}
		b.WriteString(g.Str())
	}
	return b.String() + s.Ellipsis()
}

// PadLeft puts text at the right end of width cells.
func PadLeft(text string, width int) string { return spaces(width-Cells(text)) + text }

// PadRight fills text with spaces up to width cells.
func PadRight(text string, width int) string { return text + spaces(width-Cells(text)) }

// center puts text in the middle of width cells, an odd one to its right.
func center(text string, width int) string {
	return PadRight(spaces((width-Cells(text))/2)+text, width)
}

func spaces(n int) string { return strings.Repeat(" ", max(0, n)) }
