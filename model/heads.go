package model

import (
	"sync"

	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"antecedent/internal/kernel"
)

// queryBlock is how many queries are attended for at once, at most. Scores of a
// block (M,T) stay in the processor's cache, and where the pattern is not kept they
// are all the memory that attention needs: it grows with T, not with T²
// (Rabe and Staats, "Self-attention Does Not Need O(n²) Memory", 2021).
const queryBlock = 72

// heads is the attention of all heads of all examples of a layer.
type heads struct {
	layer      int
	b, t, d, h int // B, T, D, H
	radius     int
	scale      float32
	queries    int // of a block

	lengths  []int     // (B), of the run
	distance []float32 // (H,2T−1)
	scores   []float32 // (B,H,T,T) where handed out, else nil
	pattern  []float32 // (B,H,T,T) where kept, else nil: then the backward pass computes it again
	stride   int       // from row to row of both

	intervene **Intervention // of the run, where patterns are kept; nil elsewhere
	scratch   sync.Pool      // of *lent
}

// lent is memory for one piece of the work.
type lent struct {
	weights [2][]float32 // (M,T) each
	kT, vT  kernel.Packed
}

func newHeads(layer, b, t, d, h, radius int, scale float32) *heads {
	a := &heads{layer: layer, b: b, t: t, d: d, h: h, radius: radius, scale: scale}
	a.stride = (t + line - 1) / line * line // a row ends in no other row's line, which would have to wait for it
	a.distance = make([]float32, h*(2*t-1))
	// Blocks are of one size, and as many for each partition.
	blocks, parts := (t+queryBlock-1)/queryBlock, a.partitions()
	blocks = (blocks + parts - 1) / parts * parts
	a.queries = (t + blocks - 1) / blocks
	a.scratch.New = func() any {
		l := new(lent)
		for i := range l.weights {
			l.weights[i] = make([]float32, a.queries*a.stride)
		}
		return l
	}
	return a
}

// worthKeeping reports whether training keeps the pattern for the backward pass:
// of at most 512 tokens, and while that of a layer takes no more than 8 MB.
// Beyond it is computed again, which takes a sixth more products but no memory
// that grows with T².
func (a *heads) worthKeeping() bool { return a.t <= 512 && a.b*a.h*a.t*a.stride <= 1<<21 }

// keep makes room for the pattern, and, where both are to be handed out, for its
// scores.
func (a *heads) keep(floats func(n int) []float32, handOut bool) {
	if handOut {
		a.stride = a.t
		a.scores = floats(a.b * a.h * a.t * a.t)
	}
	a.pattern = floats(a.b * a.h * a.t * a.stride)
}

// attention runs every head over its columns of the projections qkv (B·T,3D):
//
//	z = the heads' outputs side by side     (B·T,D)
//
// position (2R+1,H) is the bias for each distance from −R to R. Padding takes
// no part: a head attends over an example's real tokens only, and weights from
// and to padding are exactly 0. Where it is handed out, the pattern (B,H,T,T)
// is a node of its own; else that node is nil.
func (b *builder) attention(qkv, position *G.Node, in inputs, a *heads) (z, pattern *G.Node) {
	z = b.node("attention", tensor.Shape{a.b * a.t, a.d}, []*G.Node{qkv, position, in.lengths}, func(in operands, z []float32) error {
		a.forward(z, in.floats(0), in.floats(1), in.ints(2))
		return nil
	})
	diff := func(dz *G.Node) []*G.Node {
		dposition := b.gradient(position).data
		shares := a.newShares(b.floats)
		dqkv := b.node("attention.backward", qkv.Shape(), []*G.Node{qkv, z, dz}, func(in operands, dqkv []float32) error {
			a.backward(dqkv, shares, in.floats(2), in.floats(0))
			a.foldDistance(dposition, shares.distance)
			return nil
		})
		return []*G.Node{dqkv, b.side("attention.dposition", position.Shape(), dposition, dqkv), nil}
	}
	b.differentiable(z, diff, true, true, false)
	if a.scores != nil {
		pattern = b.side("attention.pattern", tensor.Shape{a.b, a.h, a.t, a.t}, a.pattern, z)
	}
	return z, pattern
}

// partitions is into how many parts the queries of one head are divided to keep
// processors busy when there are few heads. It depends on shapes alone.
func (a *heads) partitions() int {
	if a.b*a.h >= 8 {
		return 1
	}
	return min(4, (a.t+queryBlock-1)/queryBlock)
}

// blocks calls each with every partition-th block of the n queries.
func (a *heads) blocks(partition, n int, each func(first, last int)) {
	for first := partition * a.queries; first < n; first += a.partitions() * a.queries {
		each(first, min(first+a.queries, n))
	}
}

func (a *heads) forward(z, qkv, position []float32, lengths []int) {
	a.lengths = lengths
	a.spreadDistance(position)
	parts := a.partitions()
	kernel.Parallel(a.b*a.h*parts, func(unit int) {
		i, part := unit/parts, unit%parts
		if part == 0 {
			a.clearPadding(z, i)
		}
		v := a.views(qkv, z, i)
		lent := a.scratch.Get().(*lent)
		defer a.scratch.Put(lent)
		lent.kT.Pack(v.k.T())
		a.blocks(part, v.n, func(first, last int) {
			scores, pattern := a.block(lent, i, first, last)
			attend(v.q.Slice(first, last, 0, v.k.Cols), &lent.kT, v.v, first, v.distance, a.scale, scores, pattern, v.z.Slice(first, last, 0, v.k.Cols))
		})
	})
	if a.intervene != nil && *a.intervene != nil {
		a.change(**a.intervene, z, qkv)
	}
}

// change applies an intervention to every head.
func (a *heads) change(c Intervention, z, qkv []float32) {
	kernel.Parallel(a.b*a.h, func(i int) {
		v := a.views(qkv, z, i)
		if c.Pattern != nil {
			pattern := a.square(a.pattern, i)
			c.Pattern(a.layer, i%a.h, rows(pattern))
			kernel.Multiply(v.z, pattern, v.v, kernel.Epilogue{})
		}
		if c.Output != nil {
			c.Output(a.layer, i%a.h, rows(v.z))
		}
	})
}

// shares are what the partitions of each head add up apart, to be summed in
// their order: the gradient of the distances, and, but for the first partition,
// those of keys and values.
type shares struct {
	distance []float32 // (B,H,P,2T−1)
	kv       []float32 // (B,H,P−1,2,T,K)
}

func (a *heads) newShares(floats func(n int) []float32) *shares {
	units := a.b * a.h * a.partitions()
	s := &shares{distance: floats(units * (2*a.t - 1))}
	s.kv = floats((units - a.b*a.h) * 2 * a.t * (a.d / a.h))
	return s
}

func (a *heads) backward(dqkv []float32, s *shares, dz, qkv []float32) {
	clear(s.distance)
	parts, width := a.partitions(), a.d/a.h
	kernel.Parallel(a.b*a.h*parts, func(unit int) {
		i, part := unit/parts, unit%parts
		v, g := a.views(qkv, dz, i), a.views(dqkv, dz, i)
		dk, dv := g.k, g.v
		if part == 0 {
			a.clearGradient(dqkv, i)
		}
		if part > 0 {
			dk, dv = a.share(s, i, part, v.n)
		}
		ddistance := s.distance[unit*(2*a.t-1):][a.t-max(v.n, 1) : a.t-1+max(v.n, 1)]
		lent := a.scratch.Get().(*lent)
		defer a.scratch.Put(lent)
		lent.vT.Pack(v.v.T())
		if a.pattern == nil {
			lent.kT.Pack(v.k.T())
		}
		a.blocks(part, v.n, func(first, last int) {
			q := v.q.Slice(first, last, 0, width)
			_, pattern := a.block(lent, i, first, last)
			if a.pattern == nil {
				attend(q, &lent.kT, v.v, first, v.distance, a.scale, pattern, pattern, kernel.Matrix{})
			}
			dscores := kernel.Dense(lent.weights[1], last-first, a.stride).Slice(0, last-first, 0, v.n)
			attendBackward(g.q.Slice(first, last, 0, width), dk, dv, first >= parts*a.queries, ddistance,
				v.z.Slice(first, last, 0, width), q, v.k, &lent.vT, first, pattern, dscores, a.scale)
		})
	})
	if parts > 1 {
		for i := range a.b * a.h {
			a.addShares(a.views(dqkv, dz, i), s, i)
		}
	}
}

// addShares adds the gradients of keys and values that the partitions of a head
// made to those of the first, in their order. A partition without a block of
// queries made none.
func (a *heads) addShares(g view, s *shares, i int) {
	kernel.ParallelRows(g.n, func(lo, hi int) {
		for part := 1; part < a.partitions() && part*a.queries < g.n; part++ {
			dk, dv := a.share(s, i, part, g.n)
			for t := lo; t < hi; t++ {
				kernel.Add(g.k.Row(t), dk.Row(t))
				kernel.Add(g.v.Row(t), dv.Row(t))
			}
		}
	})
}

// share is where a partition but the first of the i-th head adds up the
// gradients of n keys and values.
func (a *heads) share(s *shares, i, part, n int) (dk, dv kernel.Matrix) {
	width := a.d / a.h
	both := kernel.Dense(s.kv[(i*(a.partitions()-1)+part-1)*2*a.t*width:], 2*a.t, width)
	return both.Slice(0, n, 0, width), both.Slice(a.t, a.t+n, 0, width)
}

// view is one head of one example without padding: n tokens, the columns of
// query, key and value and of the output (n,K), and the bias of each distance
// (2n−1).
type view struct {
	n          int
	q, k, v, z kernel.Matrix
	distance   []float32
}

func (a *heads) views(qkv, z []float32, i int) view {
	example, head, width := i/a.h, i%a.h, a.d/a.h
	n, top := a.lengths[example], example*a.t
	columns := func(m []float32, stride, left int) kernel.Matrix {
		return kernel.Dense(m, a.b*a.t, stride).Slice(top, top+n, left, left+width)
	}
	v := view{
		n: n,
		q: columns(qkv, 3*a.d, head*width),
		k: columns(qkv, 3*a.d, a.d+head*width),
		v: columns(qkv, 3*a.d, 2*a.d+head*width),
		z: columns(z, a.d, head*width),
	}
	if n > 0 {
		v.distance = a.distance[head*(2*a.t-1):][a.t-n : a.t-1+n]
	}
	return v
}

// block is memory for the scores and the pattern of queries first … last−1 of
// the i-th head, both (M,n): rows of what is kept, or lent memory.
func (a *heads) block(l *lent, i, first, last int) (scores, pattern kernel.Matrix) {
	n := a.lengths[i/a.h]
	pattern = kernel.Dense(l.weights[0], last-first, a.stride).Slice(0, last-first, 0, n)
	if a.pattern != nil {
		pattern = a.square(a.pattern, i).Slice(first, last, 0, n)
	}
	scores = pattern
	if a.scores != nil {
		scores = a.square(a.scores, i).Slice(first, last, 0, n)
	}
	return scores, pattern
}

// square is the (n,n) part of the i-th (T,T) matrix of m that is not padding.
func (a *heads) square(m []float32, i int) kernel.Matrix {
	n := a.lengths[i/a.h]
	return kernel.Dense(m[i*a.t*a.stride:], a.t, a.stride).Slice(0, n, 0, n)
}

// clearPadding zeroes what the i-th head leaves of its output and of what is
// handed out: a longer example may have stood there before.
func (a *heads) clearPadding(z []float32, i int) {
	example, head, width := i/a.h, i%a.h, a.d/a.h
	n := a.lengths[example]
	for t := n; t < a.t; t++ {
		clear(z[(example*a.t+t)*a.d+head*width:][:width])
	}
	if a.scores == nil {
		return
	}
	for _, weights := range [][]float32{a.scores, a.pattern} {
		for t := range a.t {
			row := weights[(i*a.t+t)*a.t:][:a.t]
			if t < n {
				row = row[n:]
			}
			clear(row)
		}
	}
}

// clearGradient zeroes the i-th head's gradient of padding.
func (a *heads) clearGradient(dqkv []float32, i int) {
	example, head, width := i/a.h, i%a.h, a.d/a.h
	for t := a.lengths[example]; t < a.t; t++ {
		row := dqkv[(example*a.t+t)*3*a.d:][:3*a.d]
		for part := range 3 {
			clear(row[part*a.d+head*width:][:width])
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

// foldDistance is the backward pass of spreadDistance, over all examples and
// partitions.
func (a *heads) foldDistance(dposition, ddistance []float32) {
	clear(dposition)
	parts := a.partitions()
	for unit := range a.b * a.h * parts {
		row := ddistance[unit*(2*a.t-1):][:2*a.t-1]
		for d, g := range row {
			dposition[clip(d-a.t+1, a.radius)*a.h+unit/parts%a.h] += g
		}
	}
}

// clip is the row of the position table for a distance.
func clip(distance, radius int) int {
	return max(-radius, min(radius, distance)) + radius
}

func rows(m kernel.Matrix) [][]float32 {
	list := make([][]float32, m.Rows)
	for i := range list {
		list[i] = m.Row(i)
	}
	return list
}
