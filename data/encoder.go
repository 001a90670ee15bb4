package data

import (
	"unicode"
	"unicode/utf8"

	"antecedent/data/lookup"
	"antecedent/data/vectors"
)

// An Encoder turns examples into batches for a model.
type Encoder struct {
	Vocabulary *Vocabulary    // words with trained vectors
	Buckets    int            // n-gram buckets; 0 for none
	Vectors    *vectors.Table // frozen word vectors; nil for none
	Structure  int            // N, the number of structural features; 0 for none
}

// Mentions reports whether examples need their mentions and features to be encoded:
// package structure finds them.
func (e Encoder) Mentions() bool { return e.Vectors != nil || e.Structure > 0 }

// Known reports whether a model reads a word as one that has a vector, trained or frozen;
// see [Encoder.Words].
func (e Encoder) Known(word string) bool { return e.has(e.word(word, e.neutral())) }

// Sizes returns what a model must have been built for: the words of the vocabulary,
// the n-gram buckets, the width of the word vectors and the structural features.
func (e Encoder) Sizes() (vocabulary, buckets, width, structure int) {
	if e.Vectors != nil {
		width = e.Vectors.Width()
	}
	return e.Vocabulary.Len(), e.Buckets, width, e.Structure
}

// OpenEncoder restores the encoder of a checkpoint from the words of its vocabulary.
// table is nil for a model without word vectors.
func OpenEncoder(words []string, buckets int, table *vectors.Table, structure int) (Encoder, error) {
	vocabulary, err := OpenVocabulary(words)
	if err != nil {
		return Encoder{}, err
	}
	return Encoder{Vocabulary: vocabulary, Buckets: buckets, Vectors: table, Structure: structure}, nil
}

// sharedContent is the bit of Batch.Structure for mentions between which content is
// not to tell.
const sharedContent = 1 << 63

// shares reports whether m is a person's name that the pronoun can mean, as far as
// its gender is known. Such names have nearly the same vector, see [Encoder.VectorIDs],
// and which of them is meant is left to the structure: trained to tell them apart, the
// content learns the sentences by heart.
func (e *Example) shares(m Mention) bool {
	gender := GenderOf(e.Tokens[e.Pronoun.Start].Text)
	return gender != 0 && m.Name && m.Kind != Thing && m.Kind != Animal && (m.Gender == 0 || m.Gender == gender)
}

// Shared returns the heads of the mentions of an annotated example between which the
// content is not to tell.
func (e *Example) Shared() []int {
	var heads []int
	for k, m := range e.Mentions {
		if e.Features[k] != 0 && e.shares(m) {
			heads = append(heads, m.Head)
		}
	}
	return heads
}

// VectorIDs returns the row of the table of word vectors for each token of an
// example's text, 0 for a token without one.
//
// What a model can learn of one person's name it is to know of all: so the words of
// a person's name have the vector of one common name; in a model that is not neutral
// of one by the gender of the name, if that is known. Which of two names is meant is
// for the words around them, and the structure, to tell.
func (e Encoder) VectorIDs(example *Example) []int {
	ids := make([]int, len(example.Tokens))
	for i, word := range e.Words(example.Tokens) {
		ids[i], _ = e.Vectors.ID(word)
	}
	neutral := e.neutral()
	for _, m := range example.Mentions {
		if !m.Name || m.Kind != Person {
			continue
		}
		name := "smith"
		switch {
		case neutral:
		case m.Gender == Masculine:
			name = "john"
		case m.Gender == Feminine:
			name = "mary"
		}
		id, known := e.Vectors.ID(name)
		for i := m.Start; known && i < m.End; i++ {
			if first, _ := utf8.DecodeRuneInString(lookup.Form(example.Tokens[i].Text)); unicode.IsUpper(first) {
				ids[i] = id
			}
		}
	}
	return ids
}
