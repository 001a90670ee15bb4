package format

import "fmt"

// What is read is bounded, so that no file takes memory without bounds. No published
// file comes near these limits.
const (
	maxLine     = 4 << 20  // bytes of a line, of a record of several lines, or of a collection in XML
	maxDocument = 16 << 20 // bytes of a line that is a document
	maxWords    = 1 << 20  // words of a document, and brackets
	maxSpans    = 10_000   // candidates and antecedents of an example
	maxGuessed  = 1 << 20  // characters of a text in which it is guessed what wrong offsets count
	maxUseless  = 10_000   // rows that are skipped, where few can be used
)

// useless returns an error where so many rows are skipped, and so few can be used, that
// the file must be another one.
func (in *input) useless() error {
	n := len(in.skipped)
	if n <= maxUseless || n <= 10*len(in.file.Examples) {
		return nil
	}
	first := in.skipped[0]
	return fmt.Errorf("%s: %d of the first %d rows cannot be used; is it a file of the format %s? The first: %s: %s",
		in.name, n, in.line, in.file.Format, in.where(first.line), first.reason)
}
