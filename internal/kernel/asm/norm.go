package main

import "github.com/mmcloughlin/avo/reg"

// layerNorm emits the normalisation of a row.
func (e *emitter) layerNorm() {
	e.function("layerNorm", "(dst, x, gain, bias []float32, epsilon float32) (mean, inverse float32)",
		"layerNorm"+e.name+" is implementation.layerNorm.")
	sum := e.zeroes(4)
	e.sweep(e.length("x"), len(sum), []reg.GPVirtual{e.base("x")}, func(s *step) {
		s.VADDPS(s.load(0), sum[s.way], sum[s.way])
	})
	mean := e.overLength(e.fold(e.VADDPS, sum...), "x")
	e.result(mean, "mean")

	squares := e.zeroes(4)
	e.sweep(e.length("x"), len(squares), []reg.GPVirtual{e.base("x")}, func(s *step) {
		d := s.load(0)
		s.VSUBPS(mean, d, d)
		d = s.counting(d, nil)
		s.VFMADD231PS(d, d, squares[s.way])
	})
	inverse := e.overLength(e.fold(e.VADDPS, squares...), "x")
	e.VADDPS(e.spread("epsilon"), inverse, inverse)
	e.VSQRTPS(inverse, inverse)
	one := e.vector()
	e.VMOVUPS(e.every("one", 1), one)
	e.VDIVPS(inverse, one, inverse)
	e.result(inverse, "inverse")

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

// layerNormBackward emits the gradients of a row.
func (e *emitter) layerNormBackward() {
	e.function("layerNormBackward", "(dx, dgain, dbias, dy, x, gain []float32, mean, inverse float32)",
		"layerNormBackward"+e.name+" is implementation.layerNormBackward.")
	mean, inverse := e.spread("mean"), e.spread("inverse")
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
		s.VMULPS(dy, g, g) // 0 in lanes that do not count
		s.VADDPS(g, sumG, sumG)
		s.VFMADD231PS(g, normed, sumGX)
	})
	meanG, meanGX := e.overLength(e.fold(e.VADDPS, sumG), "x"), e.overLength(e.fold(e.VADDPS, sumGX), "x")
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

// overLength divides the lowest lane of v by the length of a slice and spreads
// the quotient.
func (e *emitter) overLength(v reg.VecVirtual, slice string) reg.VecVirtual {
	length := e.vector().AsX()
	e.VXORPS(length, length, length)
	e.VCVTSI2SSQ(e.length(slice), length, length)
	e.VDIVSS(length, v.AsX(), v.AsX())
	return e.all(v)
}
