package export

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"antecedent/data"
	"antecedent/inspect"
	"antecedent/model"
	"antecedent/model/resolver"
)

// A Text is what a model made of one text.
type Text struct {
	Text    string
	Answers []resolver.Answer // one for each pronoun, at least one
}

// ErrFormat is the error for a format that does not exist.
var ErrFormat = errors.New("no such format")

// errNoLayers: a viewer of heads has nothing to show.
var errNoLayers = errors.New("this model has no attention layers, so there is no pattern to export; npz and csv hold its pointer")

// formats are the writers of each format, in the order to name them in.
var formats = []struct {
	name    string
	pattern bool // there must be at least one layer
	write   func(io.Writer, []Text) error
}{
	{"bertviz", true, eachAsJSON(bertviz)},
	{"bertviz-neuron", true, eachAsJSON(bertvizNeuron)},
	{"circuitsvis", true, eachAsJSON(circuitsvis)},
	{"inspectus", true, eachAsJSON(inspectus)},
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

// Write writes texts in the format of that name.
func Write(w io.Writer, format string, texts []Text) error {
	for _, f := range formats {
		if f.name != format {
			continue
		}
		for i := range texts {
			if err := texts[i].check(f.pattern); err != nil {
				return err
			}
		}
		return f.write(w, texts)
	}
	return fmt.Errorf("%q: %w; there are %s", format, ErrFormat, strings.Join(Formats(), ", "))
}

func (t *Text) check(pattern bool) error {
	if len(t.Answers) == 0 {
		return fmt.Errorf("%.40q: %w", t.Text, resolver.ErrNoPronoun)
	}
	for i := range t.Answers {
		if err := inspect.Check(&t.Answers[i]); err != nil {
			return err
		}
	}
	if pattern && len(t.weights().Patterns) == 0 {
		return errNoLayers
	}
	return nil
}

// weights are the same for all pronouns of a text, but for the pointer.
func (t *Text) weights() *model.Resolution { return t.Answers[0].Resolution }

func (t *Text) tokens() []data.Token { return t.Answers[0].Example.Tokens }

// words are the tokens' surfaces.
func (t *Text) words() []string {
	words := make([]string, len(t.tokens()))
	for i, token := range t.tokens() {
		words[i] = token.Text
	}
	return words
}
