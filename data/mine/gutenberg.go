package mine

import (
	"regexp"
	"strings"
)

// Project Gutenberg puts its licence around a book, outside of two lines of this form.
var (
	gutenbergStart = regexp.MustCompile(`(?m)^\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG .*$`)
	gutenbergEnd   = regexp.MustCompile(`(?m)^\*\*\* ?END OF (?:THE|THIS) PROJECT GUTENBERG .*$`)
)

// bookOf returns the range of text, in bytes, between the two lines that Project
// Gutenberg puts around a book: the whole text if it has none.
func bookOf(text string) (start, end int) {
	end = len(text)
	if !strings.Contains(text, "PROJECT GUTENBERG") { // much faster than the expressions
		return start, end
	}
	if at := gutenbergStart.FindStringIndex(text); at != nil {
		start = at[1]
	}
	if at := gutenbergEnd.FindStringIndex(text[start:]); at != nil {
		end = start + at[0]
	}
	return start, end
}
