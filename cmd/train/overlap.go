package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"antecedent/data"
)

// sameFile reports whether two paths name one file or folder.
func sameFile(a, b string) bool {
	if filepath.Clean(a) == filepath.Clean(b) {
		return true
	}
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}

// dropLeaks leaves out of the training what is validated on as well, but for a file
// that is named for both, see markTrained. A run that was begun without this check goes
// on with all of its examples.
func (c *command) dropLeaks() {
	o := &c.options
	if len(o.Source.Train) == 0 && o.Source.Valid == "" {
		return // the built-in corpus alone, whose splits share no text
	}
	drop := c.step == nil || o.Source.Dropped > 0
	o.Source.Dropped = 0
	valid := slices.DeleteFunc(slices.Clone(o.Valid), func(e data.Example) bool { return !e.Labelled })
	for i := range c.sources {
		s := &c.sources[i]
		if o.Source.Valid != "" && sameFile(s.path, o.Source.Valid) {
			continue
		}
		kept := data.WithoutTexts(s.train, valid)
		n := len(s.train) - len(kept)
		if n == 0 {
			continue
		}
		text := fmt.Sprintf("%s: examples to train on whose texts are validated on as well: %d", s.path, n)
		switch {
		case !drop:
			text += "; they are trained on, as this run was begun with them, so its scores are too good"
		case o.Source.Valid != "":
			text += "; they are not trained on. To train on them, take them out of " + o.Source.Valid
		default:
			text += "; they are not trained on"
		}
		c.warn(text)
		if drop {
			s.train = kept
			o.Source.Dropped += n
		}
	}
}

// markTrained tells how many of the examples to validate on are trained on, or were
// before by the model that is begun with: on standard error, and in the report.
func (c *command) markTrained() {
	o := &c.options
	if len(o.Source.Train) == 0 && o.Source.Valid == "" && o.Seen == nil {
		return // the built-in corpus alone, whose splits share no text
	}
	trained := o.Seen.Union(data.TextsOf(o.Train))
	for i := range c.sets {
		c.sets[i].TrainedOn = trained.Count(c.sets[i].Examples)
	}
	c.trained = trained.Count(o.Valid)
	if c.trained == 0 {
		return
	}
	c.warn(fmt.Sprintf("examples to validate on that are trained on: %d of %d; their scores show what the model has learned by heart, no more", c.trained, data.CountLabelled(o.Valid)))
}
