package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// add emits dst += x.
func (e *emitter) add() {
	e.function("add", "(dst, x []float32)")
	e.sweep(e.length("dst"), 4, []reg.GPVirtual{e.base("dst"), e.base("x")}, func(s *step) {
		sum, x := s.load(0), s.load(1)
		s.VADDPS(x, sum, sum)
		s.store(sum, 0)
	})
	e.end()
}

// sumRows emits dst = Σ rows of m: for some vectors of columns at a time, down all
// rows.
func (e *emitter) sumRows() {
	e.function("sumRows", "(dst, m []float32, stride, rows int)")
	dst, columns, stride := e.base("dst"), e.base("m"), e.stride("stride")
	e.vectorLoop(e.length("dst"), 4, []reg.GPVirtual{dst, columns}, func(vectors int, edge mask) {
		sum, row, rows := e.sums(vectors), e.copy(columns), e.load("rows")
		next, done := e.label("row"), e.label("summed")
		e.TESTQ(rows, rows)
		e.JE(operand.LabelRef(done))
		e.Label(next)
		for v, s := range sum {
			x := (&step{emitter: e, at: []operand.Mem{e.at(row, v)}, edge: edge}).load(0)
			e.VADDPS(x, s, s)
		}
		e.ADDQ(stride, row)
		e.DECQ(rows)
		e.JNE(operand.LabelRef(next))
		e.Label(done)
		for v, s := range sum {
			(&step{emitter: e, at: []operand.Mem{e.at(dst, v)}, edge: edge}).store(s, 0)
		}
	})
	e.end()
}

// addScaled emits dst += s·x.
func (e *emitter) addScaled() {
	e.function("addScaled", "(dst []float32, s float32, x []float32)")
	scale := e.broadcast("s")
	e.sweep(e.length("dst"), 4, []reg.GPVirtual{e.base("dst"), e.base("x")}, func(s *step) {
		sum, x := s.load(0), s.load(1)
		s.VFMADD231PS(scale, x, sum)
		s.store(sum, 0)
	})
	e.end()
}

// dot emits Σ x·y.
func (e *emitter) dot() {
	e.function("dot", "(x, y []float32) (sum float32)")
	sum := e.sums(4)
	e.sweep(e.length("x"), len(sum), []reg.GPVirtual{e.base("x"), e.base("y")}, func(s *step) {
		x, y := s.load(0), s.load(1)
		s.VFMADD231PS(x, y, sum[s.index])
	})
	e.storeResult(e.reduce(e.VADDPS, sum...), "sum")
	e.end()
}

// sumSquares emits Σ x² in float64. Each vector becomes two.
func (e *emitter) sumSquares() {
	e.function("sumSquares", "(x []float32) (sum float64)")
	sum := e.sums(4)
	e.sweep(e.length("x"), 2, []reg.GPVirtual{e.base("x")}, func(s *step) {
		x := s.load(0)
		lower, upper := s.vector(), s.vector()
		if s.lanes == 16 {
			half := s.YMM()
			s.VEXTRACTF64X4(operand.U8(1), x, half)
			s.VCVTPS2PD(half, upper)
			s.VCVTPS2PD(x.AsY(), lower)
		} else {
			half := s.XMM()
			s.VEXTRACTF128(operand.U8(1), x, half)
			s.VCVTPS2PD(half, upper)
			s.VCVTPS2PD(x.AsX(), lower)
		}
		s.VFMADD231PD(lower, lower, sum[2*s.index])
		s.VFMADD231PD(upper, upper, sum[2*s.index+1])
	})
	for _, other := range sum[1:] {
		e.VADDPD(other, sum[0], sum[0])
	}
	y, x, upper := sum[0].AsY(), sum[0].AsX(), e.XMM()
	if e.lanes == 16 {
		half := e.YMM()
		e.VEXTRACTF64X4(operand.U8(1), sum[0], half)
		e.VADDPD(half, y, y)
	}
	e.VEXTRACTF128(operand.U8(1), y, upper)
	e.VADDPD(upper, x, x)
	e.VPERMILPD(operand.U8(1), x, upper)
	e.VADDSD(upper, x, x)
	e.storeResult(sum[0], "sum")
	e.end()
}

// adam emits the update of kernel.AdamW.
func (e *emitter) adam() {
	e.function("adam", "(w, g, m, v []float32, beta1, fresh1, beta2, fresh2, gradScale, correct1, correct2, epsilon, rate, decay float32)")
	var (
		beta1, fresh1      = e.broadcast("beta1"), e.broadcast("fresh1")
		beta2, fresh2      = e.broadcast("beta2"), e.broadcast("fresh2")
		gradScale          = e.broadcast("gradScale")
		correct1, correct2 = e.broadcast("correct1"), e.broadcast("correct2")
		epsilon            = e.broadcast("epsilon")
		rate, decay        = e.broadcast("rate"), e.broadcast("decay")
	)
	e.sweep(e.length("w"), 1, []reg.GPVirtual{e.base("w"), e.base("g"), e.base("m"), e.base("v")}, func(s *step) {
		g := s.load(1)
		s.VMULPS(gradScale, g, g)
		v, square := s.load(3), s.vector()
		s.VMULPS(beta2, v, v)
		s.VMULPS(fresh2, g, square)
		s.VFMADD231PS(g, square, v) // v = β₂·v + (1−β₂)·g²
		s.store(v, 3)
		m := s.load(2)
		s.VMULPS(beta1, m, m)
		s.VFMADD231PS(fresh1, g, m) // m = β₁·m + (1−β₁)·g
		s.store(m, 2)
		s.VMULPS(correct2, v, v)
		s.VSQRTPS(v, v)
		s.VADDPS(epsilon, v, v)
		s.VMULPS(correct1, m, m)
		s.VDIVPS(v, m, m)
		w := s.load(0)
		s.VFMADD231PS(decay, w, m)
		s.VFNMADD231PS(rate, m, w)
		s.store(w, 0)
	})
	e.end()
}
