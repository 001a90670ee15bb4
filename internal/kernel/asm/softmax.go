package main

import (
	"math"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// exp is eˣ for x ≤ 0, computed as kernel.exp does. A NaN stays one.
func (e *emitter) exp(x reg.VecVirtual) reg.VecVirtual {
	low, rounds := e.constant("low", -87.33654), e.constant("rounds", 1.5*(1<<23))
	// Below low the result is 0. Until then compute with low: VMAXPS returns its
	// first operand, in this order of writing, if either is a NaN.
	inRange := e.compare(notLess, x, low)
	r, n := e.vector(), e.vector()
	e.VMOVUPS(low, r)
	e.VMAXPS(x, r, r)

	e.VMOVUPS(e.constant("log2e", math.Log2E), n)
	e.VFMADD213PS(rounds, r, n)
	e.VSUBPS(rounds, n, n)
	e.VFNMADD231PS(e.constant("ln2Hi", 0.693359375), n, r)
	e.VFNMADD231PS(e.constant("ln2Lo", -2.12194440e-4), n, r)
	p := e.vector()
	e.VMOVUPS(e.constant("inverse720", 1.0/720), p)
	e.VFMADD213PS(e.constant("inverse120", 1.0/120), r, p)
	e.VFMADD213PS(e.constant("inverse24", 1.0/24), r, p)
	e.VFMADD213PS(e.constant("inverse6", 1.0/6), r, p)
	e.VFMADD213PS(e.constant("half", 0.5), r, p)
	e.VFMADD213PS(e.constant("one", 1), r, p)
	e.VFMADD213PS(e.constant("one", 1), r, p)
	if e.lanes == 16 {
		e.VSCALEFPS(n, p, p) // p·2ⁿ
	} else {
		e.VCVTPS2DQ(n, n)
		e.VPSLLD(operand.U8(23), n, n)
		e.VPADDD(e.constant("one", 1), n, n) // 1 has the exponent field of 2⁰
		e.VMULPS(n, p, p)
	}
	return e.blend(inRange, p, e.zero())
}

// softmaxRows emits the softmax of rows that are not empty, in three passes: add the
// bias and find the maximum; the exponentials and their sum; the division.
func (e *emitter) softmaxRows() {
	e.function("softmaxRows", "(x []float32, stride, rows, cols int, bias []float32) (maximum, sum float32)")
	row, bias, rows := e.base("x"), e.diagonal("bias"), e.load("rows")
	e.shortRows("bias", func(vectors int, edge mask) {
		x := e.loadRow(row, vectors, edge)
		for v, shift := range e.loadRow(bias, vectors, edge) {
			e.VADDPS(shift, x[v], x[v])
		}
		last := vectors - 1
		other := x[0] // outside edge
		if last == 0 {
			other = e.splat(x[0])
		}
		most := e.blend(edge, x[last], other)
		for _, v := range x[:last] {
			e.VMAXPS(v, most, most)
		}
		maximum := e.reduce(e.VMAXPS, most)
		e.storeResult(maximum, "maximum")
		shift := e.splat(maximum)
		for v := range x {
			e.VSUBPS(shift, x[v], x[v])
			x[v] = e.exp(x[v])
		}
		sum := e.zero()
		for _, v := range x[:last] { // in the same order as for longer rows
			e.VADDPS(v, sum, sum)
		}
		e.VADDPS(e.blend(edge, x[last], e.zero()), sum, sum)
		total := e.reduce(e.VADDPS, sum)
		e.storeResult(total, "sum")
		inverse := e.inverse(total)
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
	e.ifSlice("bias", func() {
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
			s.VMAXPS(s.within(x, first), most[s.index], most[s.index])
		})
	}, func() {
		for _, m := range most {
			e.VMOVAPS(first, m)
		}
		e.sweep(e.load("cols"), len(most), []reg.GPVirtual{e.copy(row)}, func(s *step) {
			s.VMAXPS(s.within(s.load(0), first), most[s.index], most[s.index])
		})
	})
	maximum := e.reduce(e.VMAXPS, most...)
	e.storeResult(maximum, "maximum")
	shift := e.splat(maximum)
	sum := e.zero()
	e.sweep(e.load("cols"), 1, []reg.GPVirtual{e.copy(row)}, func(s *step) {
		x := s.load(0)
		s.VSUBPS(shift, x, x)
		x = s.exp(x)
		s.store(x, 0)
		s.VADDPS(s.within(x, nil), sum, sum)
	})
	total := e.reduce(e.VADDPS, sum)
	e.storeResult(total, "sum")
	inverse := e.inverse(total)
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

// inverse is a vector of 1/x, where x is the lowest lane of a register.
func (e *emitter) inverse(x reg.VecVirtual) reg.VecVirtual {
	inverse := e.vector()
	e.VMOVUPS(e.constant("one", 1), inverse)
	e.VDIVPS(e.splat(x), inverse, inverse)
	return inverse
}

// softmaxBackwardRows emits dy = y ⊙ (dy − y·dy) for each row, and the addition
// of the result to dbias, if there is one.
func (e *emitter) softmaxBackwardRows() {
	e.function("softmaxBackwardRows", "(y []float32, yStride int, dy []float32, dyStride, rows, cols int, dbias []float32)")
	y, dy, dbias, rows := e.base("y"), e.base("dy"), e.diagonal("dbias"), e.load("rows")
	next := e.label("row")
	e.Label(next)
	sum := e.sums(2)
	e.sweep(e.load("cols"), len(sum), []reg.GPVirtual{e.copy(y), e.copy(dy)}, func(s *step) {
		y, dy := s.load(0), s.load(1)
		s.VFMADD231PS(y, dy, sum[s.index])
	})
	dot := e.splat(e.reduce(e.VADDPS, sum...))
	input := func(s *step) reg.VecVirtual {
		y, dx := s.load(0), s.load(1)
		s.VSUBPS(dot, dx, dx)
		s.VMULPS(y, dx, dx)
		s.store(dx, 1)
		return dx
	}
	e.ifSlice("dbias", func() {
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

// shortRows emits a path for rows that fit into some registers, taken if diagonals
// is not nil. As it has no loop within a row, the processor overlaps several rows.
// The code after it is for all other cases.
func (e *emitter) shortRows(diagonals string, row func(vectors int, edge mask)) {
	long, given := e.label("long"), e.base(diagonals)
	e.TESTQ(given, given)
	e.JE(operand.LabelRef(long))
	for vectors := 1; vectors <= e.lanes/4; vectors++ {
		cols, longer, next := e.load("cols"), e.label("longer"), e.label("row")
		e.CMPQ(cols, operand.U32(vectors*e.lanes))
		e.JG(operand.LabelRef(longer))
		e.SUBQ(operand.U32((vectors-1)*e.lanes), cols)
		edge, rows := e.firstLanes(cols), e.load("rows")
		e.Label(next)
		row(vectors, edge)
		e.DECQ(rows)
		e.JNE(operand.LabelRef(next))
		e.end()
		e.Label(longer)
	}
	e.Label(long)
}

// loadRow reads a row of some vectors, of the last one the lanes of edge.
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

// storeRow writes a row that loadRow returned.
func (e *emitter) storeRow(row []reg.VecVirtual, to reg.GPVirtual, edge mask) {
	for v, x := range row {
		if v == len(row)-1 {
			e.storeMasked(x, edge, e.at(to, v))
		} else {
			e.VMOVUPS(x, e.at(to, v))
		}
	}
}

// diagonal is the address of the part of slice that belongs to the first row. The
// slice has one number for each diagonal; the next row's part begins one before.
func (e *emitter) diagonal(slice string) reg.GPVirtual {
	at, rows := e.base(slice), e.load("rows")
	e.LEAQ(operand.Mem{Base: at, Index: rows, Scale: float, Disp: -float}, at)
	return at
}

// ifSlice emits two paths, one for a slice argument and one for nil.
func (e *emitter) ifSlice(name string, given, without func()) {
	none, done := e.label("none"), e.label("done")
	at := e.base(name)
	e.TESTQ(at, at)
	e.JE(operand.LabelRef(none))
	given()
	e.JMP(operand.LabelRef(done))
	e.Label(none)
	without()
	e.Label(done)
}
