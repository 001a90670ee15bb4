package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// step is what the body of a sweep emits at a time: the work on one vector of each
// slice, or on its first lanes if edge is set.
type step struct {
	*emitter
	at    []operand.Mem // the vector of each slice
	edge  mask
	index int // of the vector in an iteration
}

// sweep emits a loop over n numbers of each slice, unroll vectors per iteration.
// It changes the registers n and slices.
func (e *emitter) sweep(n reg.GPVirtual, unroll int, slices []reg.GPVirtual, body func(s *step)) {
	e.vectorLoop(n, unroll, slices, func(vectors int, edge mask) {
		for v := range vectors {
			s := &step{emitter: e, edge: edge, index: v}
			for _, slice := range slices {
				s.at = append(s.at, e.at(slice, v))
			}
			body(s)
		}
	})
}

// vectorLoop emits a loop over n numbers of each slice: unroll vectors per
// iteration, then one, then the rest of a vector, for which edge is set. It leaves
// the addresses past the end and changes n.
func (e *emitter) vectorLoop(n reg.GPVirtual, unroll int, slices []reg.GPVirtual, body func(vectors int, edge mask)) {
	loop := func(vectors int) {
		again, enough := e.label("loop"), e.label("enough")
		count := operand.U32(vectors * e.lanes)
		e.SUBQ(count, n)
		e.JL(operand.LabelRef(enough))
		e.Label(again)
		body(vectors, nil)
		for _, slice := range slices {
			e.ADDQ(operand.U32(vectors*e.lanes*float), slice)
		}
		e.SUBQ(count, n)
		e.JGE(operand.LabelRef(again))
		e.Label(enough)
		e.ADDQ(count, n)
	}
	if unroll > 1 {
		loop(unroll)
	}
	loop(1)
	done := e.label("done")
	e.TESTQ(n, n)
	e.JE(operand.LabelRef(done))
	body(1, e.firstLanes(n))
	e.Label(done)
}

// load reads the step's vector of slice i, with zeros outside edge.
func (s *step) load(i int) reg.VecVirtual {
	v := s.vector()
	if s.edge == nil {
		s.VMOVUPS(s.at[i], v)
	} else {
		s.loadMasked(s.at[i], s.edge, v)
	}
	return v
}

// store writes the step's vector of slice i.
func (s *step) store(v reg.VecVirtual, i int) {
	if s.edge == nil {
		s.VMOVUPS(v, s.at[i])
	} else {
		s.storeMasked(v, s.edge, s.at[i])
	}
}

// within replaces the lanes of v outside edge by those of other, or by 0 if other
// is nil.
func (s *step) within(v, other reg.VecVirtual) reg.VecVirtual {
	if s.edge == nil {
		return v
	}
	if other == nil {
		other = s.zero()
	}
	return s.blend(s.edge, v, other)
}
