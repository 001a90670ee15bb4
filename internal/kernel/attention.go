package kernel

import "sync"

// Attention is scaled dot-product attention (Vaswani et al., "Attention Is All
// You Need", 2017, equation 1) of all heads of all texts of a batch, with a
// learned bias for the distance between two tokens. For each head of each text,
// over its tokens that are not padding:
//
//	scores  = q·kᵀ·scale + position[clip(j−i, −R, R)]    (T,T)
//	pattern = softmax(scores), row by row                (T,T)
//	z       = pattern·v                                  (T,K)
//
// Package model/reference computes the same in a few lines. This one works on
// blocks of queries, so that the scores of a block stay in the processor's cache,
// and where the pattern is not kept its memory grows with T, not with T² (Rabe
// and Staats, "Self-attention Does Not Need O(n²) Memory", 2021).
//
// Its fields are set before the first call and not changed. A pass runs on all
// processors; an Attention must not be used by several goroutines at once. Backward
// belongs to the last Forward, and is for texts of the same lengths.
type Attention struct {
	Texts, Length int     // B, T
	Width, Heads  int     // D, H
	Radius        int     // R
	Scale         float32 // 1/√K

	// Memory for the pattern and the scores, where they are to be kept. With both,
	// each is (B,H,T,T), 0 from and to padding. Pattern alone has PatternSize numbers
	// in an order of its own. Without Pattern, the backward pass computes it again.
	Pattern, Scores []float32

	lengths  []int      // (B), of the last forward pass
	distance []float32  // (H,2T−1) bias by distance from 1−T
	scratch  sync.Pool  // of *attentionScratch
	shares   headShares // temporary memory of the backward pass
}

// queryBlock is the greatest number of queries in a block, M in the comments.
const queryBlock = 72

const cacheLine = 16 // numbers

// attentionScratch is temporary memory of one unit of work: a partition of a head.
type attentionScratch struct {
	weights [2][]float32 // (M,T) each: the pattern and its gradient
	kT, vT  Packed       // the transposes of keys and values
}

// headShares are sums that each partition of a head takes over its own queries,
// and that are then added in a fixed order: the gradient of the distances and, for
// all partitions but the first, those of keys and values.
type headShares struct {
	distance []float32 // (B,H,partitions,2T−1)
	kv       []float32 // (B,H,partitions−1,2,T,K)
}

// KeepsPattern reports whether training should keep the pattern for the backward
// pass: for up to 512 tokens, if it takes at most 8 MB. Beyond that, to compute it
// again takes a sixth more products, but no memory that grows with T².
func (a *Attention) KeepsPattern() bool {
	return a.Length <= 512 && a.PatternSize() <= 1<<21
}

// PatternSize is the length of Pattern where Scores is nil. Each row begins on a
// cache line of its own, so that no two processors write to one line.
func (a *Attention) PatternSize() int {
	return a.Texts * a.Heads * a.Length * ((a.Length + cacheLine - 1) / cacheLine * cacheLine)
}

// SharesSize is the length of the temporary memory that Backward needs.
func (a *Attention) SharesSize() int {
	units := a.Texts * a.Heads * a.partitions()
	return units*(2*a.Length-1) + (units-a.Texts*a.Heads)*2*a.Length*a.headWidth()
}

func (a *Attention) headWidth() int { return a.Width / a.Heads }

// stride is the distance between the beginnings of two rows of the pattern, and of
// the scores.
func (a *Attention) stride() int {
	if a.Scores != nil {
		return a.Length
	}
	return (a.Length + cacheLine - 1) / cacheLine * cacheLine
}

// partitions is the number of parts into which the queries of one head are
// divided, to have enough units of work where there are few heads. It depends on
// shapes alone, so results do not depend on the number of processors.
func (a *Attention) partitions() int {
	if a.Texts*a.Heads >= 8 {
		return 1
	}
	return min(4, (a.Length+queryBlock-1)/queryBlock)
}

// blockQueries is the number of queries in a block. In a text without padding each
// partition has the same number of blocks.
func (a *Attention) blockQueries() int {
	blocks, parts := (a.Length+queryBlock-1)/queryBlock, a.partitions()
	blocks = (blocks + parts - 1) / parts * parts
	return (a.Length + blocks - 1) / blocks
}

// blocks calls each for the blocks of n queries that belong to a partition: of P
// partitions, the first has blocks 0, P, 2P, ….
func (a *Attention) blocks(partition, n int, each func(first, last int)) {
	queries := a.blockQueries()
	for first := partition * queries; first < n; first += a.partitions() * queries {
		each(first, min(first+queries, n))
	}
}

func (a *Attention) getScratch() *attentionScratch {
	if s, ok := a.scratch.Get().(*attentionScratch); ok {
		return s
	}
	s := new(attentionScratch)
	for i := range s.weights {
		s.weights[i] = make([]float32, a.blockQueries()*a.stride())
	}
	return s
}

// Forward stores in z (B·T,D) the outputs of the heads side by side, given the
// queries, keys and values qkv (B·T,3D) of all tokens, the bias for each distance
// position (2R+1,H), and the number of real tokens of each text, lengths (B).
// Rows of padding become 0.
func (a *Attention) Forward(z, qkv, position []float32, lengths []int) {
	a.lengths = lengths
	a.spreadDistance(position)
	parts := a.partitions()
	Parallel(a.Texts*a.Heads*parts, func(unit int) {
		i, part := unit/parts, unit%parts
		if part == 0 {
			a.clearPadding(z, i)
		}
		h := a.head(qkv, z, i)
		scratch := a.getScratch()
		defer a.scratch.Put(scratch)
		scratch.kT.Pack(h.k.T())
		a.blocks(part, h.n, func(first, last int) {
			scores, pattern := a.block(scratch, i, first, last)
			attend(h.q.Slice(first, last, 0, h.k.Cols), &scratch.kT, first, h.distance, a.Scale, scores, pattern)
			Multiply(h.z.Slice(first, last, 0, h.k.Cols), pattern, h.v, Epilogue{}) // (M,K)
		})
	})
}

// Backward stores in dqkv (B·T,3D) and dposition (2R+1,H) the gradients of qkv
// and position, given dz, that of z, and the qkv of the last forward pass. Those of
// padding become 0. shares is temporary memory of SharesSize numbers.
func (a *Attention) Backward(dqkv, dposition, shares, dz, qkv []float32) {
	units := a.Texts * a.Heads * a.partitions()
	a.shares.distance, a.shares.kv = shares[:units*(2*a.Length-1)], shares[units*(2*a.Length-1):]
	clear(a.shares.distance)
	parts, width, queries := a.partitions(), a.headWidth(), a.blockQueries()
	Parallel(units, func(unit int) {
		i, part := unit/parts, unit%parts
		h, g := a.head(qkv, dz, i), a.head(dqkv, dz, i)
		dk, dv := g.k, g.v
		if part == 0 {
			a.clearGradient(dqkv, i)
		} else {
			dk, dv = a.share(i, part, h.n)
		}
		ddistance := a.shares.distance[unit*(2*a.Length-1):][a.Length-max(h.n, 1) : a.Length-1+max(h.n, 1)]
		scratch := a.getScratch()
		defer a.scratch.Put(scratch)
		scratch.vT.Pack(h.v.T())
		if a.Pattern == nil {
			scratch.kT.Pack(h.k.T())
		}
		a.blocks(part, h.n, func(first, last int) {
			q := h.q.Slice(first, last, 0, width)
			_, pattern := a.block(scratch, i, first, last)
			if a.Pattern == nil {
				attend(q, &scratch.kT, first, h.distance, a.Scale, pattern, pattern)
			}
			dscores := Dense(scratch.weights[1], last-first, a.stride()).Slice(0, last-first, 0, h.n)
			attendBackward(g.q.Slice(first, last, 0, width), dk, dv, first >= parts*queries, ddistance,
				h.z.Slice(first, last, 0, width), q, h.k, &scratch.vT, first, pattern, dscores, a.Scale)
		})
	})
	if parts > 1 {
		for i := range a.Texts * a.Heads {
			a.addShares(a.head(dqkv, dz, i), i)
		}
	}
	a.foldDistance(dposition, a.shares.distance)
}

// attend computes the scores and the pattern (M,T) of the queries q (M,K) of
// tokens first … first+M−1. kT is the transpose of the keys (T,K), packed.
// distance (2T−1) holds the bias of key j for query i at T−1+j−i. Where scores
// and pattern are the same memory, the pattern replaces the scores.
func attend(q Matrix, kT *Packed, first int, distance []float32, scale float32, scores, pattern Matrix) {
	// 1. How well does each query match each key?
	MultiplyPacked(scores, q, kT, Epilogue{Scale: scale}) // (M,T)
	// 2. Add the bias for the distance of each token.
	bias := distance[scores.Cols-first-q.Rows:] // by diagonals of these rows
	if &scores.Data[0] != &pattern.Data[0] {
		for i := range q.Rows {
			Add(scores.Row(i), bias[q.Rows-1-i:])
			copy(pattern.Row(i), scores.Row(i))
		}
		bias = nil // already added
	}
	// 3. Turn the scores of each row into weights that sum to 1.
	SoftmaxRows(pattern, bias) // (M,T)
}

// attendBackward stores the gradient of q (M,K), stores those of k and v (T,K), or
// adds them if add is true, and adds that of the distances (2T−1), given dz (M,K).
// vT is the transpose of v, packed; dscores (M,T) is temporary memory.
//
//	dv = patternᵀ·dz            dscores = softmax′(dz·vᵀ)
//	dq = dscores·k·scale        dk      = dscoresᵀ·q·scale
func attendBackward(dq, dk, dv Matrix, add bool, ddistance []float32, dz, q, k Matrix, vT *Packed, first int, pattern, dscores Matrix, scale float32) {
	Multiply(dv, pattern.T(), dz, Epilogue{Accumulate: add}) // (T,K)
	MultiplyPacked(dscores, dz, vT, Epilogue{})              // (M,T), the gradient of the pattern
	SoftmaxBackwardRows(pattern, dscores, ddistance[dk.Rows-first-q.Rows:])
	Multiply(dq, dscores, k, Epilogue{Scale: scale})                      // (M,K)
	Multiply(dk, dscores.T(), q, Epilogue{Scale: scale, Accumulate: add}) // (T,K)
}

// addShares adds the gradients of keys and values that the partitions of head i
// computed to those of the first, in a fixed order. A partition without a block
// of queries computed none.
func (a *Attention) addShares(g head, i int) {
	ParallelRows(g.n, func(lo, hi int) {
		for part := 1; part < a.partitions() && part*a.blockQueries() < g.n; part++ {
			dk, dv := a.share(i, part, g.n)
			for t := lo; t < hi; t++ {
				Add(g.k.Row(t), dk.Row(t))
				Add(g.v.Row(t), dv.Row(t))
			}
		}
	})
}

// share is the memory for the gradients of the n keys and values of head i in
// partition part ≥ 1.
func (a *Attention) share(i, part, n int) (dk, dv Matrix) {
	width := a.headWidth()
	both := Dense(a.shares.kv[(i*(a.partitions()-1)+part-1)*2*a.Length*width:], 2*a.Length, width)
	return both.Slice(0, n, 0, width), both.Slice(a.Length, a.Length+n, 0, width)
}

// A head is one head of one text without padding: n tokens, their columns of
// query, key, value and output (n,K), and the bias of each distance (2n−1).
type head struct {
	n          int
	q, k, v, z Matrix
	distance   []float32
}

// head views head i%H of text i/H.
func (a *Attention) head(qkv, z []float32, i int) head {
	text, at, width := i/a.Heads, i%a.Heads, a.headWidth()
	n, top := a.lengths[text], text*a.Length
	columns := func(m []float32, stride, left int) Matrix {
		return Dense(m, a.Texts*a.Length, stride).Slice(top, top+n, left, left+width)
	}
	h := head{
		n: n,
		q: columns(qkv, 3*a.Width, at*width),
		k: columns(qkv, 3*a.Width, a.Width+at*width),
		v: columns(qkv, 3*a.Width, 2*a.Width+at*width),
		z: columns(z, a.Width, at*width),
	}
	if n > 0 {
		h.distance = a.distance[at*(2*a.Length-1):][a.Length-n : a.Length-1+n]
	}
	return h
}

// block is the memory for the scores and the pattern of queries first … last−1 of
// head i, both (M,n): that in which they are kept, or temporary memory. Where only
// one of them is kept, or none, both are the same.
func (a *Attention) block(s *attentionScratch, i, first, last int) (scores, pattern Matrix) {
	n := a.lengths[i/a.Heads]
	pattern = Dense(s.weights[0], last-first, a.stride()).Slice(0, last-first, 0, n)
	if a.Pattern != nil {
		pattern = a.square(a.Pattern, i).Slice(first, last, 0, n)
	}
	scores = pattern
	if a.Scores != nil {
		scores = a.square(a.Scores, i).Slice(first, last, 0, n)
	}
	return scores, pattern
}

// square is the part (n,n) of matrix i (T,T) of m that is not padding.
func (a *Attention) square(m []float32, i int) Matrix {
	n := a.lengths[i/a.Heads]
	return Dense(m[i*a.Length*a.stride():], a.Length, a.stride()).Slice(0, n, 0, n)
}

// Head returns what the last forward pass computed with qkv and z for head h of
// text b: its pattern (n,n), values (n,K) and output (n,K), over the n real
// tokens. It needs Pattern.
func (a *Attention) Head(qkv, z []float32, b, h int) (pattern, v, output Matrix) {
	i := b*a.Heads + h
	view := a.head(qkv, z, i)
	return a.square(a.Pattern, i), view.v, view.z
}

// clearPadding zeroes the padding of head i in its output and in the scores and
// patterns that are kept, where the last text may have been longer.
func (a *Attention) clearPadding(z []float32, i int) {
	text, at, width := i/a.Heads, i%a.Heads, a.headWidth()
	n := a.lengths[text]
	for t := n; t < a.Length; t++ {
		clear(z[(text*a.Length+t)*a.Width+at*width:][:width])
	}
	if a.Scores == nil {
		return
	}
	for _, weights := range [][]float32{a.Scores, a.Pattern} {
		for t := range a.Length {
			row := weights[(i*a.Length+t)*a.Length:][:a.Length]
			if t < n {
				row = row[n:]
			}
			clear(row)
		}
	}
}

// clearGradient zeroes the gradient of the padding of head i.
func (a *Attention) clearGradient(dqkv []float32, i int) {
	text, at, width := i/a.Heads, i%a.Heads, a.headWidth()
	for t := a.lengths[text]; t < a.Length; t++ {
		row := dqkv[(text*a.Length+t)*3*a.Width:][:3*a.Width]
		for part := range 3 {
			clear(row[part*a.Width+at*width:][:width])
		}
	}
}

// spreadDistance fills a.distance: for each head the bias of every distance from
// 1−T to T−1. Distances beyond R have the bias of R.
func (a *Attention) spreadDistance(position []float32) {
	if a.distance == nil {
		a.distance = make([]float32, a.Heads*(2*a.Length-1))
	}
	for h := range a.Heads {
		row := a.distance[h*(2*a.Length-1):][:2*a.Length-1]
		for i := range row {
			row[i] = position[a.clip(i-a.Length+1)*a.Heads+h]
		}
	}
}

// foldDistance is the backward pass of spreadDistance, summed over all texts and
// partitions.
func (a *Attention) foldDistance(dposition, ddistance []float32) {
	clear(dposition)
	parts := a.partitions()
	for unit := range a.Texts * a.Heads * parts {
		row := ddistance[unit*(2*a.Length-1):][:2*a.Length-1]
		for d, g := range row {
			dposition[a.clip(d-a.Length+1)*a.Heads+unit/parts%a.Heads] += g
		}
	}
}

// clip is the row of the position table for a distance.
func (a *Attention) clip(distance int) int {
	return max(-a.Radius, min(a.Radius, distance)) + a.Radius
}
