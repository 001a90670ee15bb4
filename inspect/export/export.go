package export

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"antecedent/resolve"
)

// ErrFormat is the error for a format that does not exist.
var ErrFormat = errors.New("no such format")

// errNoLayers: a viewer of heads has nothing to show.
var errNoLayers = errors.New("this model has no attention layers, so there is no pattern to export; npz and csv hold its pointer")

// A Text is one that was read, and the token that is to look: what it attends to is
// written, or for −1 what all tokens do.
type Text struct {
	*resolve.Reading
	Query int
}

// A format is one way of writing readings.
type format struct {
	name   string
	viewer bool // of heads: there must be at least one layer
	square bool // its matrices have one list of tokens, so that no row can be chosen
	write  func(w io.Writer, texts iter.Seq2[Text, error], several bool) error
}

// formats are the formats in the order of [Formats].
var formats = []format{
	{"bertviz", true, false, jsonValues(bertviz)},
	{"circuitsvis", true, true, jsonValues(circuitsvis)},
	{"inspectus", true, false, jsonValues(inspectus)},
	{"npz", false, false, writeNPZ},
	{"csv", false, false, writeCSV},
}

// Formats names the formats.
func Formats() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// find returns the format of a name. The error wraps [ErrFormat] where there is none.
func find(name string) (*format, error) {
	for i := range formats {
		if formats[i].name == name {
			return &formats[i], nil
		}
	}
	return nil, fmt.Errorf("%q: %w; there are %s", name, ErrFormat, strings.Join(Formats(), ", "))
}

// Write writes texts in the format of that name. The error wraps [ErrFormat] where
// there is none. Each text is written before the one after the next is asked for, since
// the weights of a text are large; the first error of texts ends it.
func Write(w io.Writer, name string, texts iter.Seq2[Text, error]) error {
	f, err := find(name)
	if err != nil {
		return err
	}
	next, stop := iter.Pull2(texts)
	defer stop()
	var ahead []item // the next text, and of the first two both
	pull := func() {
		if t, err, ok := next(); ok {
			if err == nil {
				err = f.check(t)
			}
			ahead = append(ahead, item{t, err})
		}
	}
	pull()
	pull()
	several := len(ahead) > 1
	return f.write(w, func(yield func(Text, error) bool) {
		for len(ahead) > 0 {
			i := ahead[0]
			ahead = ahead[1:]
			if !yield(i.text, i.err) || i.err != nil {
				return
			}
			if len(ahead) == 0 {
				pull()
			}
		}
	}, several)
}

type item struct {
	text Text
	err  error
}

// check returns an error where the format cannot show a text.
func (f *format) check(t Text) error {
	switch {
	case len(t.Tokens) == 0:
		return fmt.Errorf("%.40q: the text has no words", t.Text)
	case t.Query >= len(t.Tokens):
		return fmt.Errorf("%.40q: there is no token %d", t.Text, t.Query)
	case t.Query >= 0 && f.square:
		return fmt.Errorf("%s shows whole heads: a single word that looks can be chosen in the other formats", f.name)
	case f.viewer && len(t.Patterns) == 0:
		return errNoLayers
	}
	return nil
}

// rows returns the rows of a matrix: all of them for −1, or that of the query alone.
func rows[R any](matrix []R, query int) []R {
	if query < 0 {
		return matrix
	}
	return matrix[query : query+1]
}

// pointerRow returns the rows of the pointer as a matrix (T,T), like the pattern of a
// head: the row of a pronoun is the probability that it refers to each token, and all
// others are 0.
func pointerRow(r *resolve.Reading) func(i int) []float32 {
	matrix, zero := make([][]float32, len(r.Tokens)), make([]float32, len(r.Tokens))
	for i := range matrix {
		matrix[i] = zero
	}
	for i := range r.Answers {
		matrix[r.Answers[i].Pronoun.Start] = r.Answers[i].Pointer
	}
	return func(i int) []float32 { return matrix[i] }
}

// words are the texts of the tokens.
func words(r *resolve.Reading) []string {
	words := make([]string, len(r.Tokens))
	for i, token := range r.Tokens {
		words[i] = token.Text
	}
	return words
}
