package data

import (
	"errors"
	"fmt"
)

// A Batch is B examples padded to T tokens each, as flat row-major arrays.
// Padding is by Lengths alone: what stands beyond a row's length means
// nothing and must not reach a result.
type Batch struct {
	Size, Length int // B, T

	Words    []int     // (B,T) word ids; 0 beyond an example's length
	Ngrams   []int     // (B,T,MaxNgrams) n-gram buckets, -1 where there is none; nil without buckets
	Lengths  []int     // (B) tokens of each row; 0 for a row that only fills the batch
	Pronouns []int     // (B) the pronoun's first token
	Targets  []float32 // (B,T+1) 1 on each token of every gold antecedent, or on the last column, NONE, where there is none; all 0 in unlabelled and filling rows
}

// An Encoder turns examples into batches for a model with this vocabulary and
// this number of n-gram buckets, which may be 0.
type Encoder struct {
	Vocabulary *Vocabulary
	Buckets    int
}

// Batch pads examples into a batch of size rows of length tokens. Rows beyond
// the examples are left empty, so that a graph of one shape also serves the
// short last batch of an epoch. PaddedLength gives a suitable length.
//
// The pronoun itself is never a target, even within a mention that contains
// it: a pronoun that points at itself explains nothing.
func (e Encoder) Batch(examples []Example, size, length int) (Batch, error) {
	switch {
	case e.Vocabulary == nil:
		return Batch{}, errors.New("data: an encoder needs a vocabulary")
	case size < 1 || length < 1:
		return Batch{}, fmt.Errorf("data: a batch of %d rows of %d tokens holds nothing", size, length)
	case len(examples) > size:
		return Batch{}, fmt.Errorf("data: %d examples do not fit a batch of %d", len(examples), size)
	}
	b := Batch{
		Size: size, Length: length,
		Words:    make([]int, size*length),
		Lengths:  make([]int, size),
		Pronouns: make([]int, size),
		Targets:  make([]float32, size*(length+1)),
	}
	if e.Buckets > 0 {
		b.Ngrams = make([]int, size*length*MaxNgrams)
		for i := range b.Ngrams {
			b.Ngrams[i] = -1
		}
	}
	for row := range examples {
		example := &examples[row]
		if n := len(example.Tokens); n > length {
			return Batch{}, fmt.Errorf("data: example %s has %d tokens, more than the %d of the batch", example.ID, n, length)
		}
		if err := example.Validate(); err != nil {
			return Batch{}, fmt.Errorf("data: example %s: %w", example.ID, err)
		}
		e.fill(&b, row, example)
	}
	return b, nil
}

// fill writes one example into a row of the batch.
func (e Encoder) fill(b *Batch, row int, example *Example) {
	b.Lengths[row] = len(example.Tokens)
	b.Pronouns[row] = example.Pronoun.Start
	for i, token := range example.Tokens {
		at := row*b.Length + i
		b.Words[at], _ = e.Vocabulary.ID(token.Text)
		if b.Ngrams != nil {
			appendNgrams(b.Ngrams[at*MaxNgrams:at*MaxNgrams], token.Text, e.Buckets)
		}
	}
	if !example.Labelled {
		return
	}
	targets := b.Targets[row*(b.Length+1) : (row+1)*(b.Length+1)]
	if len(example.Antecedents) == 0 {
		targets[b.Length] = 1
	}
	for _, antecedent := range example.Antecedents {
		for i := antecedent.Start; i < antecedent.End; i++ {
			if i < example.Pronoun.Start || i >= example.Pronoun.End {
				targets[i] = 1
			}
		}
	}
}

// PaddedLength rounds a number of tokens up to 8, 12, 16, 24, 32, 48, …: powers
// of two and the halves between them. Two steps to each doubling keep the
// number of graph shapes small and waste less than a third of a row beyond
// the shortest.
func PaddedLength(tokens int) int {
	for length := 8; ; length *= 2 {
		switch {
		case tokens <= length:
			return length
		case tokens <= length+length/2:
			return length + length/2
		}
	}
}
