package mine

import "regexp"

// Project Gutenberg puts its licence around a book, outside of two lines of this form.
var (
	gutenbergStart = regexp.MustCompile(`(?im)^\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG .*$`)
	gutenbergEnd   = regexp.MustCompile(`(?im)^\*\*\* ?END OF (?:THE|THIS) PROJECT GUTENBERG .*$`)
)

// bookOf returns the range of text, in bytes, between the two lines that Project
// Gutenberg puts around a book: the whole text if it has none.
func bookOf(text string) (start, end int) {
	end = len(text)
	if at := gutenbergStart.FindStringIndex(text); at != nil {
		start = at[1]
	}
	if at := gutenbergEnd.FindStringIndex(text[start:]); at != nil {
		end = start + at[0]
	}
	return start, end
}
