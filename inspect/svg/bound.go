package svg

import "fmt"

// The bounds of a picture. A text can have hundreds of pronouns, and a model hundreds of
// heads: what goes beyond is left out, and the picture says so.
const (
	// mostBytes is the size of a picture to which nothing more is added. What is begun
	// below it is drawn to its end, which takes a megabyte or two.
	mostBytes = 3 << 20

	// mostCells is how many cells the rows of one word may have, of some 230 bytes each.
	mostCells = 10_000

	// mostTitle is how many characters a title has at most, which one of a hundred
	// thousand cells may have.
	mostTitle = 240
)

// full reports whether nothing more is to be added.
func (c *canvas) full() bool { return c.b.Len() > mostBytes }

// short is a text, or of one of more than n characters the first n with an ellipsis.
func short(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i] + "…"
		}
		n--
	}
	return s
}

// weightOf is the title of a weight: "it → cat 0.7500".
func weightOf(from, to string, weight float32) string {
	const most = 100 // as of resolve.Reading.Words
	return fmt.Sprintf("%s → %s %.4f", short(from, most), short(to, most), weight)
}

// more notes that n more of something are not in the picture, and what to do about it.
func (p *picture) more(n int, what, instead string) {
	if n > 1 {
		what += "s"
	}
	if n > 0 {
		p.note(fmt.Sprintf("The picture would be too large with %d more %s: %s.", n, what, instead))
	}
}
