package main

import (
	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// mask selects the first lanes of a vector, so that a ragged end neither reads
// nor writes what is not its own: AVX2 keeps it in a vector register, AVX-512
// in one of its own.
type mask = reg.Register

// first is the mask of the first n lanes, 0 ≤ n ≤ lanes. It changes n.
func (e *emitter) first(n reg.GPVirtual) mask {
	if e.lanes == 16 {
		bits, count, k := e.GP32(), e.GP64(), e.K()
		e.MOVL(operand.U32(0xffff), bits) // ^(0xffff<<n) has n ones, below 16 at most
		e.MOVQ(n, count)
		e.SHLXL(count.As32(), bits, bits)
		e.NOTL(bits)
		e.KMOVW(bits, k)
		return k
	}
	// A window on 8 words of ones and 8 of zeros, n words before their border.
	e.laneTable()
	table, m := e.GP64(), e.YMM()
	e.LEAQ(operand.NewDataAddr(operand.NewStaticSymbol("lanes"), 32), table)
	e.NEGQ(n)
	e.VMOVDQU(operand.Mem{Base: table, Index: n, Scale: 4}, m)
	return m
}

// laneTable is the table that first reads, once in a file.
func (e *emitter) laneTable() {
	if e.constants["lanes"] {
		return
	}
	e.constants["lanes"] = true
	e.StaticGlobal("lanes")
	e.DataAttributes(attr.RODATA | attr.NOPTR)
	for i := range 8 { // of two words each
		e.AddDatum(8*i, operand.U64([]uint64{1<<64 - 1, 0}[i/4]))
	}
}

// loadMasked reads the lanes of m; the others are 0.
func (e *emitter) loadMasked(from operand.Mem, m mask, to reg.VecVirtual) {
	if e.lanes == 16 {
		e.VMOVUPS_Z(from, m, to)
	} else {
		e.VMASKMOVPS(from, m, to)
	}
}

// storeMasked writes the lanes of m and leaves the memory of the others alone.
func (e *emitter) storeMasked(from reg.VecVirtual, m mask, to operand.Mem) {
	if e.lanes == 16 {
		e.VMOVUPS(from, m, to)
	} else {
		e.VMASKMOVPS(from, m, to)
	}
}
