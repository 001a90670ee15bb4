package main

import "github.com/mmcloughlin/avo/reg"

// layerNorm emits the normalisation of a row: its mean, then the mean of the squared
// differences from it, then the result.
func (e *emitter) layerNorm() {
	e.function("layerNorm", "(dst, x, gain, bias []float32, epsilon float32) (mean, inverse float32)")
	sum := e.sums(4)
	e.sweep(e.length("x"), len(sum), []reg.GPVirtual{e.base("x")}, func(s *step) {
		s.VADDPS(s.load(0), sum[s.index], sum[s.index])
	})
	mean := e.divideByLength(e.reduce(e.VADDPS, sum...), "x")
	e.storeResult(mean, "mean")

	squares := e.sums(4)
	e.sweep(e.length("x"), len(squares), []reg.GPVirtual{e.base("x")}, func(s *step) {
		d := s.load(0)
		s.VSUBPS(mean, d, d)
		d = s.within(d, nil)
		s.VFMADD231PS(d, d, squares[s.index])
	})
	inverse := e.divideByLength(e.reduce(e.VADDPS, squares...), "x")
	e.VADDPS(e.broadcast("epsilon"), inverse, inverse)
	e.VSQRTPS(inverse, inverse)
	one := e.vector()
	e.VMOVUPS(e.constant("one", 1), one)
	e.VDIVPS(inverse, one, inverse)
	e.storeResult(inverse, "inverse")

	slices := []reg.GPVirtual{e.base("dst"), e.base("x"), e.base("gain"), e.base("bias")}
	e.sweep(e.length("x"), 2, slices, func(s *step) {
		x, gain, y := s.load(1), s.load(2), s.load(3)
		s.VSUBPS(mean, x, x)
		s.VMULPS(inverse, x, x)
		s.VFMADD231PS(gain, x, y)
		s.store(y, 0)
	})
	e.end()
}

// layerNormBackward emits the gradients of a row: the sums over the row, then dx.
func (e *emitter) layerNormBackward() {
	e.function("layerNormBackward", "(dx, dgain, dbias, dy, x, gain []float32, mean, inverse float32)")
	mean, inverse := e.broadcast("mean"), e.broadcast("inverse")
	sumG, sumGX := e.zero(), e.zero()
	slices := []reg.GPVirtual{e.base("dgain"), e.base("dbias"), e.base("dy"), e.base("x"), e.base("gain")}
	e.sweep(e.length("x"), 1, slices, func(s *step) {
		dgain, dbias, dy, normed, g := s.load(0), s.load(1), s.load(2), s.load(3), s.load(4)
		s.VSUBPS(mean, normed, normed)
		s.VMULPS(inverse, normed, normed)
		s.VFMADD231PS(dy, normed, dgain)
		s.store(dgain, 0)
		s.VADDPS(dy, dbias, dbias)
		s.store(dbias, 1)
		s.VMULPS(dy, g, g) // 0 outside edge
		s.VADDPS(g, sumG, sumG)
		s.VFMADD231PS(g, normed, sumGX)
	})
	meanG, meanGX := e.divideByLength(e.reduce(e.VADDPS, sumG), "x"), e.divideByLength(e.reduce(e.VADDPS, sumGX), "x")
	e.sweep(e.length("x"), 2, []reg.GPVirtual{e.base("dx"), e.base("dy"), e.base("x"), e.base("gain")}, func(s *step) {
		dx, normed, gain := s.load(1), s.load(2), s.load(3)
		s.VSUBPS(mean, normed, normed)
		s.VMULPS(inverse, normed, normed)
		s.VMULPS(gain, dx, dx)
		s.VSUBPS(meanG, dx, dx)
		s.VFNMADD231PS(meanGX, normed, dx)
		s.VMULPS(inverse, dx, dx)
		s.store(dx, 0)
	})
	e.end()
}

// divideByLength divides the lowest lane of v by the length of a slice and returns
// a vector of the quotient.
func (e *emitter) divideByLength(v reg.VecVirtual, slice string) reg.VecVirtual {
	length := e.vector().AsX()
	e.VXORPS(length, length, length)
	e.VCVTSI2SSQ(e.length(slice), length, length)
	e.VDIVSS(length, v.AsX(), v.AsX())
	return e.splat(v)
}
