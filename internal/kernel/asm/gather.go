package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// gatherRows emits dst[i] = src[index[i]], and zeros for an index below 0.
func (e *emitter) gatherRows() {
	e.rowsByIndex("gatherRows", func(dst, src, at, cols reg.GPVirtual) {
		none, done := e.label("none"), e.label("gathered")
		e.TESTQ(at, at)
		e.JS(operand.LabelRef(none))
		e.IMULQ(e.stride("srcStride"), at)
		e.ADDQ(src, at)
		e.sweep(e.copy(cols), 4, []reg.GPVirtual{e.copy(dst), at}, func(s *step) { s.store(s.load(1), 0) })
		e.JMP(operand.LabelRef(done))
		e.Label(none)
		zero := e.zero()
		e.sweep(e.copy(cols), 1, []reg.GPVirtual{e.copy(dst)}, func(s *step) { s.store(zero, 0) })
		e.Label(done)
		e.ADDQ(e.stride("dstStride"), dst)
	})
}

// scatterRows emits dst[index[i]] += src[i] in the order of i, and nothing for an
// index below 0.
func (e *emitter) scatterRows() {
	e.rowsByIndex("scatterRows", func(dst, src, at, cols reg.GPVirtual) {
		none := e.label("none")
		e.TESTQ(at, at)
		e.JS(operand.LabelRef(none))
		e.IMULQ(e.stride("dstStride"), at)
		e.ADDQ(dst, at)
		e.sweep(e.copy(cols), 4, []reg.GPVirtual{at, e.copy(src)}, func(s *step) {
			sum, x := s.load(0), s.load(1)
			s.VADDPS(x, sum, sum)
			s.store(sum, 0)
		})
		e.Label(none)
		e.ADDQ(e.stride("srcStride"), src)
	})
}

// rowsByIndex emits a loop over an index. In each iteration row gets the index in
// at, which it may change, and moves either dst or src to the next row.
func (e *emitter) rowsByIndex(name string, row func(dst, src, at, cols reg.GPVirtual)) {
	e.function(name, "(dst []float32, dstStride int, src []float32, srcStride int, index []int, cols int)")
	dst, src, index, n, cols := e.base("dst"), e.base("src"), e.base("index"), e.length("index"), e.load("cols")
	next, done := e.label("row"), e.label("end")
	e.TESTQ(n, n)
	e.JE(operand.LabelRef(done))
	e.Label(next)
	at := e.GP64()
	e.MOVQ(operand.Mem{Base: index}, at)
	row(dst, src, at, cols)
	e.ADDQ(operand.Imm(8), index)
	e.DECQ(n)
	e.JNE(operand.LabelRef(next))
	e.Label(done)
	e.end()
}
