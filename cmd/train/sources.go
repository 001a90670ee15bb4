package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/data/window"
	"antecedent/inspect/accuracy"
	"antecedent/internal/cli"
	"antecedent/train"
)

// builtin is what --data calls the built-in corpus. A file of that name is ./builtin.
const builtin = "builtin"

// A source is what one --data names.
type source struct {
	path   string
	weight float64 // 0: none is given

	name         string // in the report; no two sources have the same
	train, valid []data.Example
}

// parseSource reads the value of --data, PATH or PATH:WEIGHT. What follows the last
// colon is a weight if it is a number, unless there is a file of the whole name.
func parseSource(arg string) (source, error) {
	colon := strings.LastIndexByte(arg, ':')
	if colon <= 0 || colon < len(filepath.VolumeName(arg)) {
		return source{path: arg}, nil
	}
	weight, err := strconv.ParseFloat(arg[colon+1:], 64)
	if err != nil {
		return source{path: arg}, nil
	}
	if _, err := os.Stat(arg); err == nil {
		return source{path: arg}, nil
	}
	if !(weight > 0 && weight <= train.MaxWeight) {
		return source{}, fmt.Errorf("a weight is a number above 0, up to %v, not %.40s", train.MaxWeight, arg[colon+1:])
	}
	return source{path: arg[:colon], weight: weight}, nil
}

// addSource is the flag --data.
func (c *command) addSource(arg string) error {
	s, err := parseSource(arg)
	if err == nil && s.path == builtin {
		for _, other := range c.sources {
			if other.path == builtin {
				return errors.New("the built-in corpus is named twice")
			}
		}
	}
	c.sources = append(c.sources, s)
	return err
}

// settleSources brings the sources into one form: either all have a weight or none
// has, a single one has none, and the built-in corpus alone is no source, as where
// --data is not given.
func (c *command) settleSources() {
	switch s := c.sources; {
	case len(s) == 1 && s[0].path == builtin:
		c.sources = nil
	case len(s) == 1:
		s[0].weight = 0
	case weighted(s):
		for i := range s {
			if s[i].weight == 0 {
				s[i].weight = 1
			}
		}
	}
}

// weighted reports whether a source has a weight.
func weighted(sources []source) bool {
	for _, s := range sources {
		if s.weight > 0 {
			return true
		}
	}
	return false
}

// keepSources takes over the sources of a run to be resumed. Files may be named again,
// where they lie now; a weight that says otherwise is an error of usage.
func (c *command) keepSources(was train.Source) error {
	if was.Parts != nil && len(was.Parts) != len(was.Train) {
		return fmt.Errorf("%s: state.json: data has %d parts of %d files", c.step.Dir, len(was.Parts), len(was.Train))
	}
	c.options.Source.Dropped = was.Dropped
	if !c.Given("data") {
		c.sources = nil
		for i, path := range was.Train {
			s := source{path: path}
			if was.Parts != nil {
				s.weight = was.Parts[i].Weight
			}
			c.sources = append(c.sources, s)
		}
		return nil
	}
	c.settleSources()
	begun := "without weights"
	if was.Parts != nil {
		begun = "with"
		for i, p := range was.Parts {
			begun += fmt.Sprintf(" --data %s:%v", cli.Quote(was.Train[i]), p.Weight)
		}
	}
	refuse := func(what string) error {
		return cli.Usage("%s: the run was begun %s, which belongs to it. Leave --data out, or start a new run with --init-from %s", what, begun, c.step.Dir)
	}
	if was.Parts == nil {
		if weighted(c.sources) {
			return refuse("--data with a weight")
		}
		return nil
	}
	if len(c.sources) != len(was.Parts) {
		return refuse("another number of sources")
	}
	given := weighted(c.sources)
	for i := range c.sources {
		s, weight := &c.sources[i], was.Parts[i].Weight
		if given && s.weight != weight {
			return refuse(fmt.Sprintf("--data %s:%v", s.path, s.weight))
		}
		s.weight = weight
	}
	return nil
}

// readSources reads the examples to train on, and those to validate on where no file
// is named for that. A tenth of the files is held out; the built-in corpus has
// examples of its own.
func (c *command) readSources(ctx context.Context) error {
	c.options.Source.Train = nil
	for _, s := range c.sources {
		c.options.Source.Train = append(c.options.Source.Train, s.path)
	}
	if len(c.sources) == 0 {
		c.sources = []source{{path: builtin}}
	}
	var files []data.Example
	names := make(map[string]bool)
	for i := range c.sources {
		s := &c.sources[i]
		base := filepath.Base(s.path)
		s.name = base
		for n := 2; names[s.name]; n++ {
			s.name = fmt.Sprintf("%s (%d)", base, n)
		}
		names[s.name] = true
		if s.path == builtin {
			if err := c.readBuiltin(s); err != nil {
				return err
			}
			continue
		}
		f, err := c.readFile(ctx, s.path)
		if err != nil {
			return err
		}
		s.train = f.Examples
		files = append(files, f.Examples...)
	}
	if c.options.Source.Valid == "" {
		c.holdOut(files)
	}
	return nil
}

// readBuiltin generates the built-in corpus.
func (c *command) readBuiltin(s *source) error {
	built, err := corpus.Load()
	if err != nil {
		return err
	}
	s.train, s.valid = built.Train, built.Valid
	c.options.Observe = &data.FromText(corpus.Lesson)[0]
	if len(c.sources) > 1 {
		return nil
	}
	for _, split := range built.Heldout {
		c.sets = append(c.sets, accuracy.Set{Name: split.Name, About: split.About, Examples: split.Examples})
	}
	return nil
}

// holdOut divides the sources that are files, whose examples are given together, so
// that a text of two files is on one side.
func (c *command) holdOut(files []data.Example) {
	_, valid := data.HoldOut(files)
	held := make(map[string]bool, len(valid))
	for i := range valid {
		held[valid[i].Text] = true
	}
	for i := range c.sources {
		s := &c.sources[i]
		if s.path == builtin {
			continue
		}
		all := s.train
		s.train = nil
		for _, e := range all {
			if held[e.Text] {
				s.valid = append(s.valid, e)
			} else {
				s.train = append(s.train, e)
			}
		}
	}
}

// mix hands the examples to train on to the trainer: as a mixture where
// there are weights, else all together. Of a text that is longer than a model reads at
// a time they have the window around the pronoun, and so have those to validate on.
func (c *command) mix() {
	o := &c.options
	far, farValid := 0, 0
	o.Valid, farValid = window.Labelled(o.Valid)
	for i := range c.sources {
		s := &c.sources[i]
		n := 0
		s.train, n = window.Labelled(s.train)
		far += n
		if s.weight > 0 {
			o.Mixture = append(o.Mixture, train.Component{Name: s.name, Weight: s.weight, Examples: len(s.train), Balanced: s.path == builtin})
		}
		o.Train = append(o.Train, s.train...)
		s.train = nil // one copy is enough
	}
	if far+farValid > 0 {
		c.warn(fmt.Sprintf("examples of texts of more than %d tokens whose antecedents are too far from the pronoun to be read with it: %d to train on, %d to validate on; they are left out", data.MaxTokens, far, farValid))
	}
}

// validSets are the sets of the report: what was held out of each source.
func (c *command) validSets() []accuracy.Set {
	var sets []accuracy.Set
	for _, s := range c.sources {
		if len(s.valid) > 0 {
			sets = append(sets, accuracy.Set{Name: s.name, Examples: s.valid})
		}
	}
	return sets
}
