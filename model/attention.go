package model

import (
	"sync"

	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"antecedent/internal/kernel"
)

// attend is scaled dot-product attention for one head of one example (Vaswani
// et al., "Attention Is All You Need", 2017, equation 1), with a learned bias
// for the distance between two tokens:
//
//	scores  = q·kᵀ·scale + distance[j−i]        scale = 1/√K
//	pattern = softmax(scores), row by row
//	z       = pattern·v
//
// q, k and v are (T,K); distance[T−1+j−i] is the bias of key j for query i,
// (2T−1). It fills z (T,K) and returns what it was made of, both (T,T): the
// scores, and the pattern, whose row i is what token i looks at. The caller
// lends the memory; where scores and pattern are lent the same, the pattern
// replaces the scores.
func attend(q, k, v kernel.Matrix, distance []float32, scale float32, scores, pattern, z kernel.Matrix) (_, _ kernel.Matrix) {
	// 1. How well does each query match each key?
	kernel.Multiply(scores, q, k.T(), kernel.Epilogue{Scale: scale}) // (T,T)
	for i := range q.Rows {
		// 2. What is the distance from i to each j worth?
		kernel.Add(scores.Row(i), distance[k.Rows-1-i:]) // (T)
		// 3. Make weights of the scores: positive, with sum 1.
		copy(pattern.Row(i), scores.Row(i))
		kernel.Softmax(pattern.Row(i)) // (T)
	}
	// 4. Mix the values by the weights.
	kernel.Multiply(z, pattern, v, kernel.Epilogue{}) // (T,K)
	return scores, pattern
}

// attendBackward stores the gradients of q, k and v (T,K) given that of z, and
// adds that of the distances (2T−1). dscores (T,T) is lent memory.
//
//	dv = patternᵀ·dz             dscores = softmax′(dz·vᵀ)
//	dq = dscores·k·scale         dk = dscoresᵀ·q·scale
func attendBackward(dq, dk, dv kernel.Matrix, ddistance []float32, dz, q, k, v, pattern, dscores kernel.Matrix, scale float32) {
	kernel.Multiply(dv, pattern.T(), dz, kernel.Epilogue{}) // (T,K)
	kernel.Multiply(dscores, dz, v.T(), kernel.Epilogue{})  // (T,T), of the pattern so far
	for i := range q.Rows {
		kernel.SoftmaxBackward(pattern.Row(i), dscores.Row(i)) // (T)
		kernel.Add(ddistance[k.Rows-1-i:][:k.Rows], dscores.Row(i))
	}
	kernel.Multiply(dq, dscores, k, kernel.Epilogue{Scale: scale})     // (T,K)
	kernel.Multiply(dk, dscores.T(), q, kernel.Epilogue{Scale: scale}) // (T,K)
}

// heads is the attention of all heads of all examples of a layer.
type heads struct {
	layer      int
	b, t, d, h int // B, T, D, H
	radius     int
	scale      float32

	lengths  []int     // (B), of the run
	distance []float32 // (H,2T−1)
	scores   []float32 // (B,H,T,T); the pattern's memory where nobody asked for scores
	pattern  []float32 // (B,H,T,T)

	intervene *Intervention // applied to each pattern before it mixes the values
}

// attention runs every head over its columns of the projections qkv (B·T,3D):
//
//	z = the heads' outputs side by side     (B·T,D)
//
// position (2R+1,H) is the bias for each distance from −R to R. Padding takes
// no part: a head attends over an example's real tokens only, and weights from
// and to padding are exactly 0. The pattern (B,H,T,T) is a node of its own.
func (b *builder) attention(qkv, position *G.Node, in inputs, a *heads) (z, pattern *G.Node) {
	z = b.node("attention", tensor.Shape{a.b * a.t, a.d}, []*G.Node{qkv, position, in.lengths}, func(in operands, z []float32) error {
		a.forward(z, in.floats(0), in.floats(1), in.ints(2))
		return nil
	})
	diff := func(dz *G.Node) []*G.Node {
		dposition := like(position)
		ddistance := make([]float32, a.b*a.h*(2*a.t-1))
		scratch := sync.Pool{New: func() any { s := make([]float32, a.t*a.t); return &s }}
		dqkv := b.node("attention.backward", qkv.Shape(), []*G.Node{qkv, z, dz}, func(in operands, dqkv []float32) error {
			a.backward(dqkv, ddistance, in.floats(2), in.floats(0), &scratch)
			a.foldDistance(dposition, ddistance)
			return nil
		})
		return []*G.Node{dqkv, b.side("attention.dposition", position.Shape(), dposition, dqkv), nil}
	}
	differentiable(z, diff, true, true, false)
	return z, b.side("attention.pattern", tensor.Shape{a.b, a.h, a.t, a.t}, a.pattern, z)
}

func (a *heads) forward(z, qkv, position []float32, lengths []int) {
	a.lengths = lengths
	a.spreadDistance(position)
	kernel.Parallel(a.b*a.h, func(i int) {
		example, head := i/a.h, i%a.h
		n := lengths[example]
		clearPadding(a.scores[i*a.t*a.t:], n, a.t)
		clearPadding(a.pattern[i*a.t*a.t:], n, a.t)
		for t := n; t < a.t; t++ {
			clear(z[(example*a.t+t)*a.d+head*a.d/a.h:][:a.d/a.h])
		}
		if n == 0 {
			return // a row that only fills the batch
		}
		q, k, v, out := a.views(qkv, z, example, head)
		scores, pattern := a.square(a.scores, i), a.square(a.pattern, i)
		attend(q, k, v, a.distances(i, n), a.scale, scores, pattern, out)
		if a.intervene != nil && *a.intervene != nil {
			(*a.intervene)(a.layer, head, rows(pattern))
			kernel.Multiply(out, pattern, v, kernel.Epilogue{})
		}
	})
}

func (a *heads) backward(dqkv, ddistance, dz, qkv []float32, scratch *sync.Pool) {
	clear(ddistance)
	kernel.Parallel(a.b*a.h, func(i int) {
		example, head := i/a.h, i%a.h
		n, k := a.lengths[example], a.d/a.h
		for t := n; t < a.t; t++ {
			row := dqkv[(example*a.t+t)*3*a.d:]
			for part := range 3 {
				clear(row[part*a.d+head*k:][:k])
			}
		}
		if n == 0 {
			return
		}
		lent := scratch.Get().(*[]float32)
		defer scratch.Put(lent)
		q, key, v, g := a.views(qkv, dz, example, head)
		dq, dk, dv, _ := a.views(dqkv, dz, example, head)
		share := ddistance[i*(2*a.t-1):][a.t-n : a.t-1+n]
		dscores := kernel.Dense(*lent, a.t, a.t).Slice(0, n, 0, n)
		attendBackward(dq, dk, dv, share, g, q, key, v, a.square(a.pattern, i), dscores, a.scale)
	})
}

// views are the query, key and value columns of one head of one example, and
// its columns of z, without padding: all (n,K) for an example of n tokens.
func (a *heads) views(qkv, z []float32, example, head int) (q, k, v, out kernel.Matrix) {
	top, bottom := example*a.t, example*a.t+a.lengths[example]
	width := a.d / a.h
	all := kernel.Dense(qkv, a.b*a.t, 3*a.d)
	column := func(part int) kernel.Matrix {
		left := part*a.d + head*width
		return all.Slice(top, bottom, left, left+width)
	}
	return column(0), column(1), column(2), kernel.Dense(z, a.b*a.t, a.d).Slice(top, bottom, head*width, (head+1)*width)
}

// square is the (n,n) part of the i-th (T,T) matrix of m that is not padding.
func (a *heads) square(m []float32, i int) kernel.Matrix {
	n := a.lengths[i/a.h]
	return kernel.Dense(m[i*a.t*a.t:], a.t, a.t).Slice(0, n, 0, n)
}

// clearPadding zeroes rows and columns from n on of a (T,T) matrix.
func clearPadding(m []float32, n, t int) {
	for i := range t {
		row := m[i*t : (i+1)*t]
		if i >= n {
			clear(row)
		} else {
			clear(row[n:])
		}
	}
}

// spreadDistance lays out the bias of every distance from 1−T to T−1 for each
// head, distances beyond R taking that of R.
func (a *heads) spreadDistance(position []float32) {
	for h := range a.h {
		row := a.distance[h*(2*a.t-1):][:2*a.t-1]
		for i := range row {
			row[i] = position[clip(i-a.t+1, a.radius)*a.h+h]
		}
	}
}

// foldDistance is the backward pass of spreadDistance, over all examples.
func (a *heads) foldDistance(dposition, ddistance []float32) {
	clear(dposition)
	for i := range a.b * a.h {
		row := ddistance[i*(2*a.t-1):][:2*a.t-1]
		for d, g := range row {
			dposition[clip(d-a.t+1, a.radius)*a.h+i%a.h] += g
		}
	}
}

// clip is the row of the position table for a distance.
func clip(distance, radius int) int {
	return max(-radius, min(radius, distance)) + radius
}

// distances is the part of the i-th head's distance row for n tokens, so that
// index n−1 stands for distance 0.
func (a *heads) distances(i, n int) []float32 {
	row := a.distance[i%a.h*(2*a.t-1):][:2*a.t-1]
	return row[a.t-n : a.t-1+n]
}

// An Intervention changes attention patterns in a forward pass before they mix
// the values, to see what an answer rests on. pattern[i][j] is the weight that
// token i gives to token j; examples are passed in no particular order and at
// once, so it must not keep state.
type Intervention func(layer, head int, pattern [][]float32)

// Uniform makes every token look at all tokens alike: the model without what
// attention learned.
func Uniform(_, _ int, pattern [][]float32) {
	for _, row := range pattern {
		for j := range row {
			row[j] = 1 / float32(len(row))
		}
	}
}

func rows(m kernel.Matrix) [][]float32 {
	list := make([][]float32, m.Rows)
	for i := range list {
		list[i] = m.Row(i)
	}
	return list
}
