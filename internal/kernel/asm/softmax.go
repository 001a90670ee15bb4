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

// softmaxRows emits the softmax of rows that are not empty: the bias is added, if
// there is one, and each row's maximum found; the exponentials and their sum; the
// division.
func (e *emitter) softmaxRows() {
	e.function("softmaxRows", "(x []float32, stride, rows, cols int, bias []float32) (maximum, sum float32)",
		"softmaxRows"+e.name+" is implementation.softmaxRows.")
	row, bias, rows := e.base("x"), e.diagonal("bias"), e.load("rows")
	e.short("bias", func(vectors int, edge mask) {
		x := e.loadRow(row, vectors, edge)
		for v, shift := range e.loadRow(bias, vectors, edge) {
			e.VADDPS(shift, x[v], x[v])
		}
		last := vectors - 1
		instead := x[0] // in the lanes that do not count
		if last == 0 {
			instead = e.all(x[0])
		}
		most := e.where(edge, x[last], instead)
		for _, v := range x[:last] {
			e.VMAXPS(v, most, most)
		}
		maximum := e.fold(e.VMAXPS, most)
		e.result(maximum, "maximum")
		shift := e.all(maximum)
		for v := range x {
			e.VSUBPS(shift, x[v], x[v])
			x[v] = e.exp(x[v])
		}
		sum := e.zero()
		for _, v := range x[:last] { // in the order of longer rows
			e.VADDPS(v, sum, sum)
		}
		e.VADDPS(e.where(edge, x[last], e.zero()), sum, sum)
		total := e.fold(e.VADDPS, sum)
		e.result(total, "sum")
		inverse := e.vector()
		e.VMOVUPS(e.every("one", 1), inverse)
		e.VDIVPS(e.all(total), inverse, inverse)
		for _, v := range x {
			e.VMULPS(inverse, v, v)
		}
		e.storeRow(x, row, edge)
		e.ADDQ(e.stride("stride"), row)
		e.SUBQ(operand.Imm(float), bias)
	})
	next := e.label("row")
	e.Label(next)
	first, most := e.vector(), []reg.VecVirtual{e.vector(), e.vector()}
	e.VBROADCASTSS(operand.Mem{Base: row}, first)
	e.either("bias", func() {
		shift := e.vector()
		e.VBROADCASTSS(operand.Mem{Base: bias}, shift)
		e.VADDPS(shift, first, first)
		for _, m := range most {
			e.VMOVAPS(first, m)
		}
		e.sweep(e.load("cols"), len(most), []reg.GPVirtual{e.copy(row), e.copy(bias)}, func(s *step) {
			x, shift := s.load(0), s.load(1)
			s.VADDPS(shift, x, x)
			s.store(x, 0)
			s.VMAXPS(s.counting(x, first), most[s.way], most[s.way])
		})
	}, func() {
		for _, m := range most {
			e.VMOVAPS(first, m)
		}
		e.sweep(e.load("cols"), len(most), []reg.GPVirtual{e.copy(row)}, func(s *step) {
			s.VMAXPS(s.counting(s.load(0), first), most[s.way], most[s.way])
		})
	})
	maximum := e.fold(e.VMAXPS, most...)
	e.result(maximum, "maximum")
	shift := e.all(maximum)
	sum := e.zero()
	e.sweep(e.load("cols"), 1, []reg.GPVirtual{e.copy(row)}, func(s *step) {
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
	e.sweep(e.load("cols"), 2, []reg.GPVirtual{e.copy(row)}, func(s *step) {
		x := s.load(0)
		s.VMULPS(inverse, x, x)
		s.store(x, 0)
	})
	e.ADDQ(e.stride("stride"), row)
	e.SUBQ(operand.Imm(float), bias)
	e.DECQ(rows)
	e.JNE(operand.LabelRef(next))
	e.end()
}

// softmaxBackwardRows emits dy = y ⊙ (dy − y·dy) for each row, and the addition
// of the result to dbias, if there is one.
func (e *emitter) softmaxBackwardRows() {
	e.function("softmaxBackwardRows", "(y []float32, yStride int, dy []float32, dyStride, rows, cols int, dbias []float32)",
		"softmaxBackwardRows"+e.name+" is implementation.softmaxBackwardRows.")
	y, dy, dbias, rows := e.base("y"), e.base("dy"), e.diagonal("dbias"), e.load("rows")
	next := e.label("row")
	e.Label(next)
	sum := e.zeroes(2)
	e.sweep(e.load("cols"), len(sum), []reg.GPVirtual{e.copy(y), e.copy(dy)}, func(s *step) {
		y, dy := s.load(0), s.load(1)
		s.VFMADD231PS(y, dy, sum[s.way])
	})
	dot := e.all(e.fold(e.VADDPS, sum...))
	input := func(s *step) reg.VecVirtual {
		y, dx := s.load(0), s.load(1)
		s.VSUBPS(dot, dx, dx)
		s.VMULPS(y, dx, dx)
		s.store(dx, 1)
		return dx
	}
	e.either("dbias", func() {
		e.sweep(e.load("cols"), 2, []reg.GPVirtual{e.copy(y), e.copy(dy), e.copy(dbias)}, func(s *step) {
			dx, share := input(s), s.load(2)
			s.VADDPS(dx, share, share)
			s.store(share, 2)
		})
	}, func() {
		e.sweep(e.load("cols"), 2, []reg.GPVirtual{e.copy(y), e.copy(dy)}, func(s *step) { input(s) })
	})
	e.ADDQ(e.stride("yStride"), y)
	e.ADDQ(e.stride("dyStride"), dy)
	e.SUBQ(operand.Imm(float), dbias)
	e.DECQ(rows)
	e.JNE(operand.LabelRef(next))
	e.end()
}

// short emits the way of rows that a few registers hold, if the slice of the
// diagonals is given: without a loop in a row the processor is at work on several
// rows at once. What the kernel emits after it is for the others.
func (e *emitter) short(diagonals string, row func(vectors int, edge mask)) {
	long, given := e.label("long"), e.base(diagonals)
	e.TESTQ(given, given)
	e.JE(operand.LabelRef(long))
	for vectors := 1; vectors <= e.lanes/4; vectors++ {
		cols, longer, next := e.load("cols"), e.label("longer"), e.label("row")
		e.CMPQ(cols, operand.U32(vectors*e.lanes))
		e.JG(operand.LabelRef(longer))
		e.SUBQ(operand.U32((vectors-1)*e.lanes), cols)
		edge, rows := e.first(cols), e.load("rows")
		e.Label(next)
		row(vectors, edge)
		e.DECQ(rows)
		e.JNE(operand.LabelRef(next))
		e.end()
		e.Label(longer)
	}
	e.Label(long)
}

// loadRow reads vectors of a row, of the last one the lanes of edge.
func (e *emitter) loadRow(from reg.GPVirtual, vectors int, edge mask) []reg.VecVirtual {
	var row []reg.VecVirtual
	for v := range vectors {
		row = append(row, e.vector())
		if v == vectors-1 {
			e.loadMasked(e.at(from, v), edge, row[v])
		} else {
			e.VMOVUPS(e.at(from, v), row[v])
		}
	}
	return row
}

// storeRow writes what loadRow has read.
func (e *emitter) storeRow(row []reg.VecVirtual, to reg.GPVirtual, edge mask) {
	for v, x := range row {
		if v == len(row)-1 {
			e.storeMasked(x, edge, e.at(to, v))
		} else {
			e.VMOVUPS(x, e.at(to, v))
		}
	}
}

// diagonal is where the first of several rows finds its part of a slice that
// holds one number for each diagonal; the next row's begins a number before.
func (e *emitter) diagonal(slice string) reg.GPVirtual {
	at, rows := e.base(slice), e.load("rows")
	e.LEAQ(operand.Mem{Base: at, Index: rows, Scale: float, Disp: -float}, at)
	return at
}

// either emits one of two ways, the first for a slice that is not nil.
func (e *emitter) either(slice string, given, without func()) {
	none, done := e.label("none"), e.label("either")
	at := e.base(slice)
	e.TESTQ(at, at)
	e.JE(operand.LabelRef(none))
	given()
	e.JMP(operand.LabelRef(done))
	e.Label(none)
	without()
	e.Label(done)
}

// copy is a register with the same content, for a sweep to change.
func (e *emitter) copy(r reg.GPVirtual) reg.GPVirtual {
	c := e.GP64()
	e.MOVQ(r, c)
	return c
}
