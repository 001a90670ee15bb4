package data

import (
	"errors"
	"fmt"
	"slices"
)

// A Batch is P pronouns in B texts, padded to T tokens each, as flat row-major
// arrays. What stands beyond a text's length is padding, whatever its value.
type Batch struct {
	Size, Length, Queries int // B, T, P

	Words     []int     // (B,T) word ids; 0 on padding
	Ngrams    []int     // (B,T,MaxNgrams) n-gram buckets of each token, then −1; nil without buckets
	Lengths   []int     // (B) tokens of each text; 0 for a row that only fills the batch
	Vectors   []float32 // (B,T,E) the word vector of each token, 0 on padding; nil without word vectors
	Structure []uint64  // (P,T) the features of the mention with this head, 0 where the token cannot be the answer; nil without structure
	Texts     []int     // (P) the row of each pronoun's text, ascending
	Pronouns  []int     // (P) the pronoun's first token
	Targets   []float32 // (P,T+1) 1 on each token of every gold antecedent, or on the last column, NONE, where there is none; all 0 where unlabelled
}

// Batch makes a batch with B = size and T = length, at most size texts of at most
// length tokens. Consecutive examples of one text share its row; see [GroupTexts].
// Query i is examples[i].
//
// A model has a graph for each shape of a batch, so shapes should be few: rows
// beyond the texts are left empty, as in the short last batch of an epoch; P is the
// first of size, 2·size, 4·size, … that is enough, and queries beyond the examples
// are unlabelled; [PaddedLength] gives a suitable length.
//
// The pronoun itself is never a target, even within a mention that contains it.
func (e Encoder) Batch(examples []Example, size, length int) (Batch, error) {
	switch {
	case e.Vocabulary == nil:
		return Batch{}, errors.New("data: an encoder needs a vocabulary")
	case size < 1 || length < 1:
		return Batch{}, fmt.Errorf("data: a batch of %d texts of %d tokens holds nothing", size, length)
	}
	queries := size
	for queries < len(examples) {
		queries *= 2
	}
	b := Batch{
		Size: size, Length: length, Queries: queries,
		Words:    make([]int, size*length),
		Lengths:  make([]int, size),
		Texts:    make([]int, queries),
		Pronouns: make([]int, queries),
		Targets:  make([]float32, queries*(length+1)),
	}
	if e.Buckets > 0 {
		b.Ngrams = slices.Repeat([]int{-1}, size*length*MaxNgrams)
	}
	if e.Vectors != nil {
		b.Vectors = make([]float32, size*length*e.Vectors.Width())
	}
	if e.Structure > 0 {
		b.Structure = make([]uint64, queries*length)
	}
	text := -1
	for i := range examples {
		example := &examples[i]
		if n := len(example.Tokens); n > length {
			return Batch{}, fmt.Errorf("data: example %s has %d tokens, more than the %d of the batch", example.ID, n, length)
		}
		if err := example.Validate(); err != nil {
			return Batch{}, fmt.Errorf("data: example %s: %w", example.ID, err)
		}
		if e.Mentions() && (example.Features == nil || len(example.Features) != len(example.Mentions)) {
			return Batch{}, fmt.Errorf("data: example %s has no mentions, which this model reads; annotate it first", example.ID)
		}
		if i == 0 || example.Text != examples[i-1].Text {
			if text++; text == size {
				return Batch{}, fmt.Errorf("data: more texts than the %d of the batch", size)
			}
			e.fillText(&b, text, example)
		} else if !slices.Equal(example.Tokens, examples[i-1].Tokens) {
			return Batch{}, fmt.Errorf("data: example %s has the text of the one before it, but other tokens", example.ID)
		}
		b.Texts[i], b.Pronouns[i] = text, example.Pronoun.Start
		e.fillTargets(b.Targets[i*(length+1):(i+1)*(length+1)], example)
		if b.Structure != nil {
			for k, m := range example.Mentions {
				b.Structure[i*length+m.Head] = example.Features[k] & (1<<e.Structure - 1) // of an older model, fewer
				if example.Features[k] != 0 && example.shares(m) {
					b.Structure[i*length+m.Head] |= sharedContent
				}
			}
		}
	}
	for i := len(examples); i < queries; i++ { // padding
		b.Texts[i] = min(i, size-1)
	}
	return b, nil
}

// fillText writes the tokens of an example's text into a row of the batch.
func (e Encoder) fillText(b *Batch, row int, example *Example) {
	tokens := example.Tokens
	b.Lengths[row] = len(tokens)
	if e.Vectors != nil {
		width := e.Vectors.Width()
		for i, id := range e.VectorIDs(example) {
			e.Vectors.Fill(b.Vectors[(row*b.Length+i)*width:][:width], id)
		}
	}
	words := e.Words(tokens)
	for i := range tokens {
		at := row*b.Length + i
		b.Words[at], _ = e.Vocabulary.ID(words[i])
		if b.Ngrams != nil {
			copy(b.Ngrams[at*MaxNgrams:], Ngrams(words[i], e.Buckets))
		}
	}
}
