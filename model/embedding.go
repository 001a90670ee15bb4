package model

import (
	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"antecedent/internal/kernel"
)

// MaxNgrams is how many n-gram buckets a token has at most in a [Batch].
const MaxNgrams = 32

// columnGrain is how many columns of gradients are added up at a time.
const columnGrain = 32

// embedding looks up each token's vector, and where there are n-gram buckets
// adds the mean of its n-grams' vectors (Bojanowski et al., "Enriching Word
// Vectors with Subword Information", 2017):
//
//	x[t] = word[words[t]] + mean over g of ngram[ngrams[t,g]]     (B·T,D)
//
// Padding is zero. ngram and ngrams are nil without buckets.
func (b *builder) embedding(in inputs, word, ngram *G.Node) *G.Node {
	n, d := in.words.Shape()[0], word.Shape()[1]
	length := n / in.lengths.Shape()[0] // T
	nodes := []*G.Node{word, in.words, in.lengths}
	if ngram != nil {
		nodes = append(nodes, ngram, in.ngrams)
	}
	out := b.node("embedding", tensor.Shape{n, d}, nodes, func(in operands, x []float32) error {
		word, words, lengths := in.floats(0), in.ints(1), in.ints(2)
		kernel.ParallelRows(n, func(lo, hi int) {
			for i := lo; i < hi; i++ {
				row := x[i*d : (i+1)*d]
				if i%length >= lengths[i/length] {
					clear(row)
					continue
				}
				copy(row, word[words[i]*d:][:d])
				if ngram != nil {
					grams := ngramsOf(in.ints(4), i)
					for _, g := range grams {
						kernel.AddScaled(row, 1/float32(len(grams)), in.floats(3)[g*d:(g+1)*d])
					}
				}
			}
		})
		return nil
	})
	diff := func(dx *G.Node) []*G.Node {
		// The gradients are as tall as the vocabulary, but only the rows of the
		// batch's words are touched: they are remembered to be cleared next time.
		gw, gn := b.gradient(word), &gradient{}
		nodes := []*G.Node{dx, in.words, in.lengths}
		if ngram != nil {
			gn = b.gradient(ngram)
			nodes = append(nodes, in.ngrams)
		}
		dword := b.into(gw.data, "embedding.backward", word.Shape(), nodes, func(in operands, dword []float32) error {
			dx, words, lengths := in.floats(0), in.ints(1), in.ints(2)
			// The tokens are gone through in their order for a few columns at a time,
			// so that processors share the work and no sum depends on them.
			kernel.Parallel((d+columnGrain-1)/columnGrain, func(piece int) {
				lo, hi := piece*columnGrain, min((piece+1)*columnGrain, d)
				gw.clearRows(d, lo, hi)
				gn.clearRows(d, lo, hi)
				for i, w := range words {
					if i%length >= lengths[i/length] {
						continue
					}
					row := dx[i*d+lo : i*d+hi]
					kernel.Add(dword[w*d+lo:w*d+hi], row)
					if ngram != nil {
						grams := ngramsOf(in.ints(3), i)
						for _, g := range grams {
							kernel.AddScaled(gn.data[g*d+lo:g*d+hi], 1/float32(len(grams)), row)
						}
					}
				}
			})
			gw.rows, gn.rows = gw.rows[:0], gn.rows[:0]
			for i, w := range words {
				if i%length >= lengths[i/length] {
					continue
				}
				gw.rows = append(gw.rows, w)
				if ngram != nil {
					gn.rows = append(gn.rows, ngramsOf(in.ints(3), i)...)
				}
			}
			return nil
		})
		gradients := []*G.Node{dword, nil, nil}
		if ngram != nil {
			gradients = append(gradients, b.side("embedding.dngram", ngram.Shape(), gn.data, dword), nil)
		}
		return gradients
	}
	wrt := []bool{true, false, false}
	if ngram != nil {
		wrt = append(wrt, true, false)
	}
	b.differentiable(out, diff, wrt...)
	return out
}

// ngramsOf is the list of token i's buckets, which ends at the first −1.
func ngramsOf(ngrams []int, i int) []int {
	list := ngrams[i*MaxNgrams : (i+1)*MaxNgrams]
	for n, g := range list {
		if g < 0 {
			return list[:n]
		}
	}
	return list
}

// clearRows zeroes the columns lo … hi−1 of the rows of width d that are not.
func (g *gradient) clearRows(d, lo, hi int) {
	for _, r := range g.rows {
		clear(g.data[r*d+lo : r*d+hi])
	}
}
