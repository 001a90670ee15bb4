package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// copyColumns emits the packing of columns whose rows are contiguous.
func (e *emitter) copyColumns() {
	e.function("copyColumns", "(dst, src []float32, srcRow, cols, depth int)")
	dst, src, next := e.base("dst"), e.base("src"), e.stride("srcRow")
	cols, depth := e.load("cols"), e.load("depth")
	var edges []mask
	for range e.vectors { // the first of cols lanes, then of cols − lanes, both limited to 0 … lanes
		n := e.GP64()
		lanes, none := e.GP64(), e.GP64()
		e.MOVQ(cols, n)
		e.MOVQ(operand.U32(e.lanes), lanes)
		e.XORQ(none, none)
		e.CMPQ(n, lanes)
		e.CMOVQGT(lanes, n)
		e.TESTQ(n, n)
		e.CMOVQLT(none, n)
		edges = append(edges, e.firstLanes(n))
		e.SUBQ(lanes, cols)
	}
	loop, done := e.label("loop"), e.label("done")
	e.TESTQ(depth, depth)
	e.JE(operand.LabelRef(done))
	e.Label(loop)
	for v, edge := range edges {
		x := e.vector()
		e.loadMasked(e.at(src, v), edge, x)
		e.VMOVUPS(x, e.at(dst, v))
	}
	e.ADDQ(next, src)
	e.ADDQ(operand.U32(e.vectors*e.lanes*float), dst)
	e.DECQ(depth)
	e.JNE(operand.LabelRef(loop))
	e.Label(done)
	e.end()
}

// transpose8 emits the packing of eight columns that are contiguous: 8 × 8 numbers
// at a time are transposed in registers.
func (e *emitter) transpose8() {
	e.function("transpose8", "(dst []float32, dstRow int, src []float32, srcRow, blocks int)")
	dst, src, blocks := e.base("dst"), e.base("src"), e.load("blocks")
	dstRow, srcRow := e.stride("dstRow"), e.stride("srcRow")
	srcRow3 := e.GP64()
	e.LEAQ(operand.Mem{Base: srcRow, Index: srcRow, Scale: 2}, srcRow3)
	src4 := e.GP64()
	e.LEAQ(operand.Mem{Base: src, Index: srcRow, Scale: 4}, src4)
	row := func(i int, first, fifth reg.Register) operand.Mem {
		m := operand.Mem{Base: []reg.Register{first, fifth}[i/4]}
		switch i % 4 {
		case 1, 2:
			m.Index, m.Scale = srcRow, uint8(i%4)
		case 3:
			m.Index, m.Scale = srcRow3, 1
		}
		return m
	}
	// Prefetch the rows of the call after the next: they are too far apart for the
	// processor's own prefetching.
	ahead, ahead4 := e.GP64(), e.GP64()
	e.LEAQ(operand.Mem{Base: src4, Index: srcRow, Scale: 4}, ahead)
	e.LEAQ(operand.Mem{Base: ahead, Index: srcRow, Scale: 8}, ahead)
	e.LEAQ(operand.Mem{Base: ahead, Index: srcRow, Scale: 4}, ahead4)
	for i := range 8 {
		e.PREFETCHT0(row(i, ahead, ahead4))
	}
	loop, done := e.label("loop"), e.label("done")
	e.TESTQ(blocks, blocks)
	e.JE(operand.LabelRef(done))
	e.Label(loop)
	var x, y [8]reg.VecVirtual
	for i := range x {
		x[i], y[i] = e.YMM(), e.YMM()
		e.VMOVUPS(row(i, src, src4), x[i])
	}
	for i := 0; i < 8; i += 2 { // interleave single numbers
		e.VUNPCKLPS(x[i+1], x[i], y[i])
		e.VUNPCKHPS(x[i+1], x[i], y[i+1])
	}
	for i := 0; i < 8; i += 4 { // interleave pairs
		e.VUNPCKLPD(y[i+2], y[i], x[i])
		e.VUNPCKHPD(y[i+2], y[i], x[i+1])
		e.VUNPCKLPD(y[i+3], y[i+1], x[i+2])
		e.VUNPCKHPD(y[i+3], y[i+1], x[i+3])
	}
	for i := range 4 { // combine halves of registers
		e.VPERM2F128(operand.Imm(0x20), x[i+4], x[i], y[i])
		e.VPERM2F128(operand.Imm(0x31), x[i+4], x[i], y[i+4])
	}
	for i := range y {
		e.VMOVUPS(y[i], operand.Mem{Base: dst})
		e.ADDQ(dstRow, dst)
	}
	e.ADDQ(operand.Imm(8*float), src)
	e.ADDQ(operand.Imm(8*float), src4)
	e.DECQ(blocks)
	e.JNE(operand.LabelRef(loop))
	e.Label(done)
	e.end()
}
