package model

import (
	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"antecedent/internal/kernel"
)

// memory allocates buffers, in slabs that it keeps: after a rewind it allocates
// the same memory again.
type memory struct {
	slabs [][]float32
	slab  int // the index of the slab in use
	used  int // how many of its numbers are allocated
}

const (
	slabSize  = 1 << 18 // numbers: a megabyte
	cacheLine = 16      // numbers; every buffer begins on one
)

// rewind frees all buffers.
func (m *memory) rewind() { m.slab, m.used = 0, 0 }

// floats allocates a buffer of n numbers, whose content is undefined.
func (m *memory) floats(n int) []float32 {
	size := (n + cacheLine - 1) / cacheLine * cacheLine
	for ; m.slab < len(m.slabs); m.slab, m.used = m.slab+1, 0 {
		if s := m.slabs[m.slab]; m.used+size <= len(s) {
			m.used += size
			return s[m.used-size : m.used-size+n : m.used]
		}
	}
	m.slabs = append(m.slabs, make([]float32, max(size, slabSize)))
	m.used = size
	return m.slabs[m.slab][:n:size]
}

// A workspace is the memory of several graphs, of which one runs at a time: all
// use the same buffers, since each operation writes the whole of its output before
// another reads it.
//
// What the forward pass writes is kept until the backward pass has read it. The
// operations of the backward pass run one after another, from the pointer down to
// the embedding, since each reads the gradient that the one before it computed.
// What they compute in one layer is read in that layer and, as the gradient of its
// input, in the layer below. So two memories that alternate between layers are
// enough for any number of layers.
type workspace struct {
	forward   memory
	backward  [2]memory
	gradients map[string]*gradient // by the name of the parameter
	stack     kernel.Packed        // of the backward pass of projections, one after another
}

// A gradient is the gradient of one parameter, the same memory in every graph.
type gradient struct {
	data []float32
	rows []int // of an embedding: those that are not zero, and −1
}

// clearRows zeroes columns lo … hi−1 of the rows, of width d, that were written.
func (g *gradient) clearRows(d, lo, hi int) {
	for _, r := range g.rows {
		if r >= 0 {
			clear(g.data[r*d+lo : r*d+hi])
		}
	}
}

func newWorkspace() *workspace { return &workspace{gradients: map[string]*gradient{}} }

// gradient is the memory for the gradient of the parameter of node n.
func (b *builder) gradient(n *G.Node) *gradient {
	g := b.space.gradients[n.Name()]
	if g == nil {
		g = &gradient{data: make([]float32, n.Shape().TotalSize())}
		b.space.gradients[n.Name()] = g
	}
	return g
}

// gradientsOf is memory for the gradient of each input: that of the parameter,
// or a buffer of the layer's backward pass; nil for ids and lengths.
func (b *builder) gradientsOf(inputs []*G.Node) [][]float32 {
	list := make([][]float32, len(inputs))
	for i, n := range inputs {
		switch {
		case n.Dtype() == tensor.Int, n.Dtype() == tensor.Uint64:
		case n.Op() == nil: // an input of the graph: a parameter
			list[i] = b.gradient(n).data
		default:
			list[i] = b.backward.floats(n.Shape().TotalSize())
		}
	}
	return list
}
