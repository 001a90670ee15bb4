package main

import (
	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// mask selects lanes of a vector. It is a vector register with AVX2 and a mask
// register with AVX-512.
type mask = reg.Register

// firstLanes is the mask of the first n lanes, 0 ≤ n ≤ lanes. It changes n.
func (e *emitter) firstLanes(n reg.GPVirtual) mask {
	if e.lanes == 16 {
		bits, count, k := e.GP32(), e.GP64(), e.K()
		e.MOVL(operand.U32(0xffff), bits) // ^(0xffff<<n) has ones in the lowest n of 16 bits
		e.MOVQ(n, count)
		e.SHLXL(count.As32(), bits, bits)
		e.NOTL(bits)
		e.KMOVW(bits, k)
		return k
	}
	// The vector that begins n words before the zeros of the table.
	e.laneTable()
	zeros, m := e.GP64(), e.YMM()
	e.LEAQ(operand.NewDataAddr(operand.NewStaticSymbol("lanes"), 32), zeros)
	e.NEGQ(n)
	e.VMOVDQU(operand.Mem{Base: zeros, Index: n, Scale: 4}, m)
	return m
}

// laneTable puts the table of firstLanes into the file: 8 words of ones, 8 of zeros.
func (e *emitter) laneTable() {
	if e.constants["lanes"] {
		return
	}
	e.constants["lanes"] = true
	e.StaticGlobal("lanes")
	e.DataAttributes(attr.RODATA | attr.NOPTR)
	for i := range 8 { // two words each
		e.AddDatum(8*i, operand.U64([]uint64{1<<64 - 1, 0}[i/4]))
	}
}

// loadMasked reads the lanes of m and sets the others to 0.
func (e *emitter) loadMasked(from operand.Mem, m mask, to reg.VecVirtual) {
	if e.lanes == 16 {
		e.VMOVUPS_Z(from, m, to)
	} else {
		e.VMASKMOVPS(from, m, to)
	}
}

// storeMasked writes the lanes of m and does not touch the memory of the others.
func (e *emitter) storeMasked(from reg.VecVirtual, m mask, to operand.Mem) {
	if e.lanes == 16 {
		e.VMOVUPS(from, m, to)
	} else {
		e.VMASKMOVPS(from, m, to)
	}
}

// blend takes the lanes of m from a and the others from b.
func (e *emitter) blend(m mask, a, b reg.VecVirtual) reg.VecVirtual {
	v := e.vector()
	if e.lanes == 16 {
		e.VBLENDMPS(a, b, m, v)
	} else {
		e.VBLENDVPS(m, a, b, v)
	}
	return v
}

// clearOutside sets the lanes of v that are not in m to 0.
func (e *emitter) clearOutside(m mask, v reg.VecVirtual) {
	if e.lanes == 16 {
		e.VMOVAPS_Z(v, m, v)
	} else {
		e.VANDPS(m, v, v)
	}
}

// Predicates of compare. For a NaN, greater is false and notLess is true.
const (
	greater = operand.U8(30)
	notLess = operand.U8(21)
)

// compare is the mask of the lanes in which the predicate is true of a and b.
func (e *emitter) compare(predicate operand.U8, a reg.VecVirtual, b operand.Op) mask {
	var m mask = e.YMM()
	if e.lanes == 16 {
		m = e.K()
	}
	e.VCMPPS(predicate, b, a, m)
	return m
}
