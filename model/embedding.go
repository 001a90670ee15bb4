package model

import (
	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"antecedent/internal/kernel"
)

// MaxNgrams is the greatest number of n-gram buckets of a token in a [Batch].
const MaxNgrams = 32

// columnGrain is the number of columns of a gradient that one piece of work sums.
const columnGrain = 32

// embedding looks up each token's vector. It adds the token's frozen word vector,
// mapped from width E to D, where the model has those, and the mean of its n-grams'
// vectors where there are n-gram buckets (Bojanowski et al., "Enriching Word Vectors
// with Subword Information", 2017):
//
//	x[t] = vectors[t]·vector + word[words[t]] + mean over g of ngram[ngrams[t,g]]     (B·T,D)
//
// Padding is zero. vector (E,D) and in.vectors are nil without word vectors, ngram
// and in.ngrams without buckets.
func (b *builder) embedding(in inputs, word, vector, ngram *G.Node) *G.Node {
	n, d := in.words.Shape()[0], word.Shape()[1]
	length := n / in.lengths.Shape()[0] // T
	vocabulary := word.Shape()[0]
	inputs := []*G.Node{word, in.words, in.lengths}
	atNgram := len(inputs)
	if ngram != nil {
		inputs = append(inputs, ngram, in.ngrams)
	}
	atVector, e := len(inputs), 0
	var project weightProduct
	if vector != nil {
		inputs = append(inputs, vector, in.vectors)
		e, project = vector.Shape()[0], b.product(vector)
	}
	rows := make([]int, n) // of this run: each token's row of word, −1 on padding
	o := operation{
		name: "embedding", inputs: inputs, shape: tensor.Shape{n, d},
		forward: func(in operands, x []float32) error {
			words, lengths := in.ints(1), in.ints(2)
			for i, w := range words {
				if rows[i] = w; i%length >= lengths[i/length] {
					rows[i] = -1
				}
			}
			table := kernel.Dense(in.floats(0), vocabulary, d)
			kernel.ParallelRows(n, func(lo, hi int) {
				kernel.GatherRows(kernel.Dense(x, n, d).Slice(lo, hi, 0, d), table, rows[lo:hi])
				if ngram == nil {
					return
				}
				for i := lo; i < hi; i++ {
					grams := ngramsOf(in.ints(atNgram+1), rows, i)
					for _, g := range grams {
						kernel.AddScaled(x[i*d:(i+1)*d], 1/float32(len(grams)), in.floats(atNgram)[g*d:(g+1)*d])
					}
				}
			})
			if vector != nil {
				kernel.MultiplyAll(project(kernel.Dense(x, n, d), kernel.Dense(in.floats(atVector+1), n, e),
					kernel.Dense(in.floats(atVector), e, d), kernel.Epilogue{Accumulate: true}))
			}
			return nil
		},
	}
	if b.key.train {
		// The gradients have a row for each word of the vocabulary, but only those of
		// the batch's words are written. Their indices are kept, to clear them next time.
		gw, gn := b.gradient(word), &gradient{}
		o.gradients = [][]float32{gw.data, nil, nil}
		if ngram != nil {
			gn = b.gradient(ngram)
			o.gradients = append(o.gradients, gn.data, nil)
		}
		var gv []float32
		if vector != nil {
			gv = b.gradient(vector).data
			o.gradients = append(o.gradients, gv, nil)
		}
		o.backward = func(in operands, _, dx []float32) error {
			if vector != nil {
				kernel.MultiplyParallel(kernel.Dense(gv, e, d), kernel.Dense(in.floats(atVector+1), n, e).T(), kernel.Dense(dx, n, d), kernel.Epilogue{})
			}
			// A piece of the work is a few columns, for which the tokens are added in
			// their order: the sums do not depend on the number of processors.
			kernel.Parallel((d+columnGrain-1)/columnGrain, func(piece int) {
				lo, hi := piece*columnGrain, min((piece+1)*columnGrain, d)
				gw.clearRows(d, lo, hi)
				gn.clearRows(d, lo, hi)
				dx := kernel.Dense(dx, n, d).Slice(0, n, lo, hi)
				kernel.ScatterRows(kernel.Dense(gw.data, vocabulary, d).Slice(0, vocabulary, lo, hi), dx, rows)
				if ngram == nil {
					return
				}
				for i := range n {
					grams := ngramsOf(in.ints(atNgram+1), rows, i)
					for _, g := range grams {
						kernel.AddScaled(gn.data[g*d+lo:g*d+hi], 1/float32(len(grams)), dx.Row(i))
					}
				}
			})
			gw.rows, gn.rows = append(gw.rows[:0], rows...), gn.rows[:0]
			if ngram != nil {
				for i := range n {
					gn.rows = append(gn.rows, ngramsOf(in.ints(atNgram+1), rows, i)...)
				}
			}
			return nil
		}
	}
	return b.add(o)
}

// ngramsOf is the list of token i's buckets, which ends at the first −1. It is
// empty on padding.
func ngramsOf(ngrams, rows []int, i int) []int {
	list := ngrams[i*MaxNgrams : (i+1)*MaxNgrams]
	if rows[i] < 0 {
		return nil
	}
	for n, g := range list {
		if g < 0 {
			return list[:n]
		}
	}
	return list
}
