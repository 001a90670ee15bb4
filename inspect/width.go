package inspect

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// cells is how many display cells a string takes.
func cells(text string) int { return uniseg.StringWidth(text) }

// visible makes a word safe to print in a column: what could move the cursor,
// reverse the direction or vanish becomes a question mark, and a word of
// combining marks alone gets something to stand on.
func visible(word string) string {
	word = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsGraphic(r) {
			return '?'
		}
		return r
	}, strings.ToValidUTF8(word, "?"))
	if cells(word) == 0 {
		return "?" + word
	}
	return word
}

// clip cuts a word to at most width cells, the last of them an ellipsis where
// something was cut off.
func clip(word string, width int, ellipsis string) string {
	if cells(word) <= width {
		return word
	}
	kept := 0
	var b strings.Builder
	for g := uniseg.NewGraphemes(word); g.Next(); {
		if kept += g.Width(); kept > width-cells(ellipsis) {
			break
		}
		b.WriteString(g.Str())
	}
	return b.String() + ellipsis
}

// center puts text in the middle of width cells, the odd one to its right.
func center(text string, width int) string {
	free := max(0, width-cells(text))
	return strings.Repeat(" ", free/2) + text + strings.Repeat(" ", free-free/2)
}

// padLeft puts text at the right end of width cells.
func padLeft(text string, width int) string {
	return strings.Repeat(" ", max(0, width-cells(text))) + text
}

// padRight fills text with spaces up to width cells.
func padRight(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-cells(text)))
}

// tie is a space at which wrap does not break a line.
const tie = "\u00a0"

// wrap breaks text into lines of at most width cells at its spaces, and within
// a word where the word alone is wider. Lines after the first begin with
// indent.
func wrap(text string, width int, indent string) []string {
	var lines []string
	line, empty := "", true
	flush := func() {
		lines = append(lines, strings.ReplaceAll(line, tie, " "))
		line, empty = indent, true
	}
	for _, word := range strings.Split(text, " ") {
		if word == "" {
			continue
		}
		if !empty && cells(line+" "+word) > width {
			flush()
		}
		if !empty {
			line += " "
		}
		for g := uniseg.NewGraphemes(word); g.Next(); {
			if !empty && cells(line+g.Str()) > width {
				flush()
			}
			line += g.Str()
			empty = false
		}
	}
	if !empty {
		flush()
	}
	return lines
}
