package model

import "antecedent/internal/kernel"

// memory hands out the buffers that operations own, from slabs that all graphs
// of a model share: only one of them runs at a time, and each writes all of a
// buffer before it reads it. A graph begins at the first slab again.
type memory struct {
	slabs [][]float32
	slab  int // in use
	used  int // floats of it handed out
}

const (
	slabSize = 1 << 18 // floats: a megabyte
	line     = 16      // floats of a cache line, the alignment of every buffer
)

// rewind begins at the first slab again.
func (m *memory) rewind() { m.slab, m.used = 0, 0 }

// floats hands out a buffer of n floats, whose content is left from before.
func (m *memory) floats(n int) []float32 {
	size := (n + line - 1) / line * line
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

// workspace is the memory of a model's graphs.
//
// What the forward pass leaves is needed until the backward pass has come back
// to it. What the backward pass makes in one layer is needed in that layer and
// in the one below, to which it hands its gradient: so two memories take turns,
// and a deeper model needs no more of them.
type workspace struct {
	forward   memory
	backward  [2]memory
	gradients map[string]*gradient

	stack   kernel.Packed      // the matrices of a projection's backward pass, lent to one after the other
	packed  map[string]*packed // weight matrices by name
	version int                // of the weights
}

// gradient is the gradient of one parameter, the same memory in every graph.
type gradient struct {
	data []float32
	rows []int // of an embedding: those that are not zero, and −1
}

// gradient finds the gradient of a parameter, or of an input in a test.
func (w *workspace) gradient(name string, size int) *gradient {
	g := w.gradients[name]
	if g == nil {
		g = &gradient{data: make([]float32, size)}
		w.gradients[name] = g
	}
	return g
}

func newWorkspace() *workspace {
	return &workspace{gradients: map[string]*gradient{}, packed: map[string]*packed{}}
}
