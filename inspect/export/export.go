package export

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"antecedent/resolve"
)

// ErrFormat is the error for a format that does not exist.
var ErrFormat = errors.New("no such format")

// errNoLayers: a viewer of heads has nothing to show.
var errNoLayers = errors.New("this model has no attention layers, so there is no pattern to export; npz and csv hold its pointer")

// formats are the writers of each format, in the order of [Formats].
var formats = []struct {
	name    string
	pattern bool // there must be at least one layer
	write   func(io.Writer, []*resolve.Reading) error
}{
	{"bertviz", true, jsonLines(bertviz)},
	{"circuitsvis", true, jsonLines(circuitsvis)},
	{"inspectus", true, jsonLines(inspectus)},
	{"npz", false, writeNPZ},
	{"csv", false, writeCSV},
}

// Formats names the formats.
func Formats() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// Write writes readings in the format of that name. The error wraps [ErrFormat]
// where there is none, and [resolve.ErrNoPronoun] where a reading has no answers.
func Write(w io.Writer, format string, readings []*resolve.Reading) error {
	for _, f := range formats {
		if f.name != format {
			continue
		}
		for _, r := range readings {
			if len(r.Answers) == 0 {
				return fmt.Errorf("%.40q: %w", r.Text, resolve.ErrNoPronoun)
			}
			if f.pattern && len(r.Patterns) == 0 {
				return errNoLayers
			}
		}
		return f.write(w, readings)
	}
	return fmt.Errorf("%q: %w; there are %s", format, ErrFormat, strings.Join(Formats(), ", "))
}

// words are the texts of the tokens.
func words(r *resolve.Reading) []string {
	words := make([]string, len(r.Tokens))
	for i, token := range r.Tokens {
		words[i] = token.Text
	}
	return words
}
