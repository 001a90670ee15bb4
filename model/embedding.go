package model

import (
	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"antecedent/internal/kernel"
)

// MaxNgrams is how many n-gram buckets a token has at most in a [Batch].
const MaxNgrams = 32

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
		for i, w := range words {
			row := x[i*d : (i+1)*d]
			if i%length >= lengths[i/length] {
				clear(row)
				continue
			}
			copy(row, word[w*d:(w+1)*d])
			if ngram != nil {
				grams := ngramsOf(in.ints(4), i)
				for _, g := range grams {
					kernel.AddScaled(row, 1/float32(len(grams)), in.floats(3)[g*d:(g+1)*d])
				}
			}
		}
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
			gw.clearRows(d)
			gn.clearRows(d)
			for i, w := range words {
				if i%length >= lengths[i/length] {
					continue
				}
				row := dx[i*d : (i+1)*d]
				kernel.Add(dword[w*d:(w+1)*d], row)
				gw.rows = append(gw.rows, w)
				if ngram != nil {
					grams := ngramsOf(in.ints(3), i)
					for _, g := range grams {
						kernel.AddScaled(gn.data[g*d:(g+1)*d], 1/float32(len(grams)), row)
					}
					gn.rows = append(gn.rows, grams...)
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

// clearRows zeroes the rows of width d that are not, and forgets them.
func (g *gradient) clearRows(d int) {
	for _, r := range g.rows {
		clear(g.data[r*d : (r+1)*d])
	}
	g.rows = g.rows[:0]
}
