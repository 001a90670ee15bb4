package model

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"antecedent/internal/object"
)

// A Config is the model's shape. It is stored as JSON beside the weights, and the
// two are all that a model is made of.
type Config struct {
	Vocabulary   int  `json:"vocabulary"`           // V, words including the unknown word
	NgramBuckets int  `json:"ngram_buckets"`        // G, 0 for none
	Vectors      int  `json:"vectors,omitempty"`    // E, width of the frozen word vectors; 0 for none
	Structure    int  `json:"structure,omitempty"`  // N, structural features of the pointer; 0 for none
	Layers       int  `json:"layers"`               // L, 0 leaves the pointer alone
	Heads        int  `json:"heads"`                // H
	Width        int  `json:"width"`                // D, a multiple of H
	Hidden       int  `json:"hidden"`               // F
	Radius       int  `json:"radius"`               // R, farther distances share the bias of R
	NoScale      bool `json:"no_scale"`             // leaves out the division by √K
	NoContent    bool `json:"no_content,omitempty"` // the pointer's scores are those of the structure alone

	// Temperature is what the pointer's scores are divided by before the softmax, but
	// for training; 0 is 1. Package train fits it to the validation set.
	Temperature float64 `json:"temperature,omitempty"`
}

// The scores are divided by the temperature in 32 bits, where one beyond these bounds could
// be 0 or infinite.
const leastTemperature, greatestTemperature = 1e-3, 1e3

// Default returns the configuration for the built-in corpus. The caller sets
// Vocabulary.
func Default() Config {
	return Config{
		Layers: 2,   // one is enough for words of the lexicon; the second helps with other words
		Heads:  4,   // several, so that one can specialise in that
		Width:  96,  // about that of the word vectors; K = 24 a head
		Hidden: 128, // more gained nothing on this corpus
		Radius: 32,  // covers the longest built-in sentence
	}
}

// ParseConfig reads and validates a configuration, the bytes of config.json. Its error
// is one line.
func ParseConfig(config []byte) (Config, error) {
	var c Config
	if err := object.Unmarshal(config, &c); err != nil {
		return c, fmt.Errorf("model: %w", err)
	}
	if problems := c.problems(); len(problems) > 0 {
		return c, fmt.Errorf("model: %s", strings.Join(problems, "; "))
	}
	return c, nil
}

// Validate returns an error that lists everything that is wrong with the
// configuration, a line each.
func (c Config) Validate() error {
	var errs []error
	for _, problem := range c.problems() {
		errs = append(errs, errors.New("model: "+problem))
	}
	return errors.Join(errs...)
}

// problems lists what is wrong with the configuration.
func (c Config) problems() (problems []string) {
	check := func(ok bool, format string, args ...any) {
		if !ok {
			problems = append(problems, fmt.Sprintf(format, args...))
		}
	}
	check(c.Vocabulary >= 1, "the vocabulary has %d words; it needs the unknown word at least", c.Vocabulary)
	check(c.NgramBuckets >= 0, "%d n-gram buckets; use 0 for none", c.NgramBuckets)
	check(c.Vectors >= 0, "word vectors of width %d; use 0 for none", c.Vectors)
	check(c.Structure >= 0 && c.Structure <= MaxFeatures, "%d structural features; use 0 to %d", c.Structure, MaxFeatures)
	check(c.Layers >= 0, "%d layers; use 0 or more", c.Layers)
	check(c.Heads >= 1, "%d heads; use 1 or more", c.Heads)
	check(c.Width >= 1, "width %d; use 1 or more", c.Width)
	check(c.Heads < 1 || c.Width%c.Heads == 0, "width %d is not a multiple of %d heads", c.Width, c.Heads)
	check(c.Hidden >= 1, "hidden width %d; use 1 or more", c.Hidden)
	check(c.Radius >= 0, "radius %d; use 0 or more", c.Radius)
	check(!c.NoContent || c.Structure > 0, "without content and structure there is nothing to answer by; leave one of them in")
	check(c.Temperature == 0 || c.Temperature >= leastTemperature && c.Temperature <= greatestTemperature,
		"temperature %v; use a number from %v to %v, or leave it out for 1", c.Temperature, leastTemperature, greatestTemperature)
	return problems
}

// Fits returns an error unless batches made with these sizes fit the model: words of
// the vocabulary, n-gram buckets, the width of word vectors and structural features.
func (c Config) Fits(vocabulary, buckets, vectors, structure int) error {
	for _, size := range []struct {
		what      string
		has, want int
	}{
		{"words in the vocabulary", vocabulary, c.Vocabulary},
		{"n-gram buckets", buckets, c.NgramBuckets},
		{"numbers in a word vector", vectors, c.Vectors},
		{"structural features", structure, c.Structure},
	} {
		if size.has != size.want {
			return fmt.Errorf("model: %d %s, where the model has %d", size.has, size.what, size.want)
		}
	}
	return nil
}

// HeadWidth returns K = D/H.
func (c Config) HeadWidth() int { return c.Width / c.Heads }

// scale is 1/√width, or 1 without the scale.
func (c Config) scale(width int) float32 {
	if c.NoScale {
		return 1
	}
	return float32(1 / math.Sqrt(float64(width)))
}

// contentScale is that of the pointer's content: 0 leaves it out.
func (c Config) contentScale() float32 {
	if c.NoContent {
		return 0
	}
	return c.scale(c.Width)
}

// A Head is one attention head, both numbers counted from 0.
type Head struct{ Layer, Head int }

// String returns the name of the head, "layer.head".
func (h Head) String() string { return fmt.Sprintf("%d.%d", h.Layer, h.Head) }

// MarshalText returns the name of the head.
func (h Head) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// HeadList lists all heads, layer by layer.
func (c Config) HeadList() []Head {
	var list []Head
	for l := range c.Layers {
		for h := range c.Heads {
			list = append(list, Head{l, h})
		}
	}
	return list
}
