package main

import (
	"math"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// exp replaces x by eˣ; kernel.Exp says how. A NaN stays one.
func (e *emitter) exp(x reg.VecVirtual) reg.VecVirtual {
	low, high := e.every("low", -87.33654), e.every("high", 88.72283)
	rounds := e.every("rounds", 1.5*(1<<23))
	// Where x is beyond the ends of the range the answer is known. Until then
	// compute with the end: VMAXPS and VMINPS give their first operand (in this
	// order of writing) if either is a NaN.
	tooHigh := e.compare(greater, x, high)
	inside := e.compare(notLess, x, low)
	r, n := e.vector(), e.vector()
	e.VMOVUPS(low, r)
	e.VMAXPS(x, r, r)
	e.VMOVUPS(high, n)
	e.VMINPS(r, n, r)

	e.VMOVUPS(e.every("log2e", math.Log2E), n)
	e.VFMADD213PS(rounds, r, n)
	e.VSUBPS(rounds, n, n)
	e.VFNMADD231PS(e.every("ln2Hi", 0.693359375), n, r)
	e.VFNMADD231PS(e.every("ln2Lo", -2.12194440e-4), n, r)
	p := e.vector()
	e.VMOVUPS(e.every("inverse720", 1.0/720), p)
	e.VFMADD213PS(e.every("inverse120", 1.0/120), r, p)
	e.VFMADD213PS(e.every("inverse24", 1.0/24), r, p)
	e.VFMADD213PS(e.every("inverse6", 1.0/6), r, p)
	e.VFMADD213PS(e.every("half", 0.5), r, p)
	e.VFMADD213PS(e.every("one", 1), r, p)
	e.VFMADD213PS(e.every("one", 1), r, p)
	e.timesPower(p, n)

	infinity := e.vector()
	e.VMOVUPS(e.every("infinity", float32(math.Inf(1))), infinity)
	return e.where(inside, e.where(tooHigh, infinity, p), e.zero())
}

// timesPower multiplies p by 2ⁿ, −126 ≤ n ≤ 128.
func (e *emitter) timesPower(p, n reg.VecVirtual) {
	if e.lanes == 16 {
		e.VSCALEFPS(n, p, p)
		return
	}
	// By two halves, since 2¹²⁸ has no exponent field of its own.
	half := e.YMM()
	e.VCVTPS2DQ(n, n)
	e.VPSRAD(operand.U8(1), n, half)
	e.VPSUBD(half, n, n)
	for _, power := range []reg.VecVirtual{half, n} {
		e.VPSLLD(operand.U8(23), power, power)
		e.VPADDD(e.every("one", 1), power, power) // adds the bias of the exponent
		e.VMULPS(power, p, p)
	}
}

// exponential emits x = eˣ.
func (e *emitter) exponential() {
	e.function("exp", "(x []float32)", "exp"+e.name+" is implementation.exp.")
	e.sweep(e.length("x"), 1, []reg.GPVirtual{e.base("x")}, func(s *step) {
		s.store(s.exp(s.load(0)), 0)
	})
	e.end()
}

// softmax emits the softmax of a row that is not empty: its maximum, the
// exponentials and their sum, the division.
func (e *emitter) softmax() {
	e.function("softmax", "(x []float32) (maximum, sum float32)", "softmax"+e.name+" is implementation.softmax.")
	start := e.base("x")
	first, most := e.vector(), []reg.VecVirtual{e.vector(), e.vector()}
	e.VBROADCASTSS(operand.Mem{Base: start}, first)
	for _, m := range most {
		e.VMOVAPS(first, m)
	}
	e.sweep(e.length("x"), len(most), []reg.GPVirtual{start}, func(s *step) {
		e.VMAXPS(s.counting(s.load(0), first), most[s.way], most[s.way])
	})
	maximum := e.fold(e.VMAXPS, most...)
	e.result(maximum, "maximum")
	shift := e.all(maximum)
	sum := e.zero()
	e.sweep(e.length("x"), 1, []reg.GPVirtual{e.base("x")}, func(s *step) {
		x := s.load(0)
		s.VSUBPS(shift, x, x)
		x = s.exp(x)
		s.store(x, 0)
		s.VADDPS(s.counting(x, nil), sum, sum)
	})
	total := e.fold(e.VADDPS, sum)
	e.result(total, "sum")
	inverse := e.vector()
	e.VMOVUPS(e.every("one", 1), inverse)
	e.VDIVPS(e.all(total), inverse, inverse)
	e.sweep(e.length("x"), 2, []reg.GPVirtual{e.base("x")}, func(s *step) {
		x := s.load(0)
		s.VMULPS(inverse, x, x)
		s.store(x, 0)
	})
	e.end()
}

// softmaxBackward emits dy = y ⊙ (dy − y·dy).
func (e *emitter) softmaxBackward() {
	e.function("softmaxBackward", "(y, dy []float32)", "softmaxBackward"+e.name+" is implementation.softmaxBackward.")
	sum := e.zeroes(2)
	e.sweep(e.length("y"), len(sum), []reg.GPVirtual{e.base("y"), e.base("dy")}, func(s *step) {
		y, dy := s.load(0), s.load(1)
		s.VFMADD231PS(y, dy, sum[s.way])
	})
	dot := e.all(e.fold(e.VADDPS, sum...))
	e.sweep(e.length("y"), 2, []reg.GPVirtual{e.base("y"), e.base("dy")}, func(s *step) {
		y, dy := s.load(0), s.load(1)
		s.VSUBPS(dot, dy, dy)
		s.VMULPS(y, dy, dy)
		s.store(dy, 1)
	})
	e.end()
}
