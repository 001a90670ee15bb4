package model

import (
	"errors"
	"fmt"
	"slices"
)

// Bits of Batch.Structure.
const (
	// MaxFeatures is the greatest number of structural features: bits from 0 on.
	MaxFeatures = 63

	// Given is the feature of mentions where the candidates are given. Which of two
	// names is meant is another question than which of all mentions, so with it the
	// features have other weights.
	Given = 1 << 62

	// SharedContent marks mentions between which the content is not to tell: those of
	// a pronoun that have it all get the mean of their content. Where all that can be the
	// answer have it, NONE gets that mean too: then the structure alone decides.
	SharedContent = 1 << 63
)

// A Batch is P pronouns in B texts of at most T tokens, as numbers. Package data
// makes batches of examples: its Batch has the same fields and converts to this one.
type Batch struct {
	Size, Length, Queries int // B, T, P

	Words   []int // (B,T) word ids; on padding any id of the vocabulary
	Ngrams  []int // (B,T,MaxNgrams) n-gram buckets of each token up to the first −1; nil without buckets
	Lengths []int // (B) tokens of each text; 0 for a row that only fills the batch

	Vectors   []float32 // (B,T,E) the frozen vector of each token; nil for a model without
	Structure []uint64  // (P,T) the features of the mention that each token is the head of, a bit each, and SharedContent; 0 where the token cannot be the answer; nil for a model without

	Texts    []int     // (P) the row of each pronoun's text, ascending
	Pronouns []int     // (P) index of the pronoun's token
	Targets  []float32 // (P,T+1) 1 on gold antecedents' tokens, NONE last; all 0 where unlabelled
}

// validate returns an error for the first thing in the batch that would make an
// operation read out of range.
func (b *Batch) validate(c Config) error {
	if b.Size < 1 || b.Length < 1 || b.Queries < 1 {
		return fmt.Errorf("model: a batch of %d texts with %d tokens and %d pronouns", b.Size, b.Length, b.Queries)
	}
	n := b.Size * b.Length
	if len(b.Words) != n || len(b.Lengths) != b.Size || len(b.Texts) != b.Queries ||
		len(b.Pronouns) != b.Queries || len(b.Targets) != b.Queries*(b.Length+1) {
		return errors.New("model: the batch's arrays do not fit its size and length")
	}
	if c.NgramBuckets > 0 && len(b.Ngrams) != n*MaxNgrams {
		return errors.New("model: the batch lacks the n-grams that the model was built with")
	}
	for i, w := range b.Words {
		if w < 0 || w >= c.Vocabulary {
			return fmt.Errorf("model: word id %d of token %d is outside the vocabulary of %d", w, i, c.Vocabulary)
		}
	}
	if c.NgramBuckets > 0 {
		for i, g := range b.Ngrams {
			if g < -1 || g >= c.NgramBuckets {
				return fmt.Errorf("model: n-gram bucket %d of token %d is outside the %d buckets", g, i/MaxNgrams, c.NgramBuckets)
			}
		}
	}
	if len(b.Vectors) != n*c.Vectors {
		return fmt.Errorf("model: %d numbers of word vectors for %d tokens of width %d", len(b.Vectors), n, c.Vectors)
	}
	if err := b.validateStructure(c); err != nil {
		return err
	}
	for i, length := range b.Lengths {
		if length < 0 || length > b.Length {
			return fmt.Errorf("model: text %d has %d tokens in a batch of length %d", i, length, b.Length)
		}
	}
	for i, text := range b.Texts {
		if text < 0 || text >= b.Size || i > 0 && text < b.Texts[i-1] {
			return fmt.Errorf("model: pronoun %d is in text %d of %d, out of range or order", i, text, b.Size)
		}
		length := b.Lengths[text]
		if p := b.Pronouns[i]; p < 0 || p >= max(length, 1) {
			return fmt.Errorf("model: pronoun %d is at token %d of %d", i, p, length)
		}
		row := b.Targets[i*(b.Length+1) : (i+1)*(b.Length+1)]
		for t, w := range row[:b.Length] {
			switch {
			case w == 0:
			case t >= length:
				return fmt.Errorf("model: pronoun %d has its target on padding", i)
			case c.Structure > 0 && b.Structure[i*b.Length+t] == 0:
				return fmt.Errorf("model: pronoun %d has its target on token %d, which has no features and cannot be the answer", i, t)
			}
		}
	}
	return nil
}

// labelled returns the number of pronouns with a target.
func (b *Batch) labelled() int {
	n := 0
	for row := range slices.Chunk(b.Targets, b.Length+1) {
		if slices.ContainsFunc(row, func(w float32) bool { return w != 0 }) {
			n++
		}
	}
	return n
}

// validateStructure checks the structural features.
func (b *Batch) validateStructure(c Config) error {
	if c.Structure == 0 {
		if b.Structure != nil {
			return errors.New("model: the batch has structural features and the model has no weights for them")
		}
		return nil
	}
	if len(b.Structure) != b.Queries*b.Length {
		return errors.New("model: the batch lacks the structural features that the model was built with")
	}
	for i, features := range b.Structure {
		if features&^SharedContent>>c.Structure != 0 {
			return fmt.Errorf("model: token %d of pronoun %d has a feature beyond the model's %d", i%b.Length, i/b.Length, c.Structure)
		}
	}
	return nil
}
