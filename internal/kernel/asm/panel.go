package main

import (
	"math"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// multiplyPanel emits the kernel of the matrix product. A panel, at most two vectors
// wide, is computed in tiles: sums that stay in registers while depth terms are
// added.
//
// Each term is one fused multiply and add, in the order of k in every tile: an
// element's value does not depend on the rows and columns computed beside it.
func (e *emitter) multiplyPanel() {
	e.function("multiplyPanel", "(p *panel)")
	e.pointer = "p"
	p := &panel{emitter: e}
	p.dst, p.a, p.residual, p.mask = e.base("dst"), e.base("a"), e.base("residual"), e.base("mask")
	p.aRow, p.aCol = e.stride("aRow"), e.stride("aCol")
	p.aRow3, p.aRow5 = e.GP64(), e.GP64()
	e.LEAQ(operand.Mem{Base: p.aRow, Index: p.aRow, Scale: 2}, p.aRow3)
	e.LEAQ(operand.Mem{Base: p.aRow, Index: p.aRow, Scale: 4}, p.aRow5)
	p.rows = e.load("rows")

	cols := e.load("cols")
	e.CMPQ(cols, operand.Imm(uint64(e.lanes)))
	e.JLE(operand.LabelRef("narrow"))
	e.SUBQ(operand.Imm(uint64(e.lanes)), cols)
	p.columns(cols, e.vectors)
	e.Label("narrow")
	p.columns(cols, e.vectors-1)
}

// panel is the state of the kernel between tiles.
type panel struct {
	*emitter
	dst, a, residual, mask   reg.GPVirtual // the next tile's first row in each
	aRow, aRow3, aRow5, aCol reg.GPVirtual // strides in bytes, of 1, 3 and 5 rows and of a column
	rows                     reg.GPVirtual // still to compute
	edge                     mask          // of the last vector in each row
}

// columns emits the tiles of a panel that is some vectors wide. The last vector has
// cols lanes.
func (p *panel) columns(cols reg.GPVirtual, vectors int) {
	p.edge = p.firstLanes(cols)
	again, rest := p.label("rows"), p.label("rows")
	p.Label(again)
	p.CMPQ(p.rows, operand.Imm(uint64(p.isa.rows)))
	p.JL(operand.LabelRef(rest))
	p.tile(p.isa.rows, vectors)
	p.SUBQ(operand.Imm(uint64(p.isa.rows)), p.rows)
	p.JMP(operand.LabelRef(again))
	p.Label(rest)
	for rows := p.isa.rows - 1; rows > 0; rows-- {
		next := p.label("rows")
		p.CMPQ(p.rows, operand.Imm(uint64(rows)))
		p.JNE(operand.LabelRef(next))
		p.tile(rows, vectors)
		p.end()
		p.Label(next)
	}
	p.end()
}

// tile emits the computation of rows × vectors sums and moves the panel past these
// rows.
func (p *panel) tile(rows, vectors int) {
	sum := make([][]reg.VecVirtual, rows)
	for r := range sum {
		sum[r] = p.sums(vectors)
	}
	p.prefetch(sum)
	p.terms(sum)
	p.epilogue(sum)
	p.store(sum)
	step := p.GP64()
	p.IMUL3Q(operand.U32(rows), p.aRow, step)
	p.ADDQ(step, p.a)
}

// prefetch requests the rows of dst that the tile will write, so that they arrive
// from memory while the terms are added. It made the products with the hidden layer
// of bench/workload R2 a twelfth faster.
func (p *panel) prefetch(sum [][]reg.VecVirtual) {
	at, next := p.copy(p.dst), p.stride("dstRow")
	for _, row := range sum {
		for v := range row {
			p.PREFETCHT0(p.at(at, v))
		}
		p.ADDQ(next, at)
	}
}

// terms emits the loop over depth.
func (p *panel) terms(sum [][]reg.VecVirtual) {
	b, bRow, left := p.base("b"), p.stride("bRow"), p.load("depth")
	a := []reg.GPVirtual{p.copy(p.a)}
	if len(sum) > 6 { // row reaches six rows from one register
		six := p.GP64()
		p.LEAQ(operand.Mem{Base: p.a, Index: p.aRow3, Scale: 2}, six)
		a = append(a, six)
	}
	term := func() {
		right := make([]reg.VecVirtual, len(sum[0]))
		for v := range right {
			right[v] = p.vector()
			p.VMOVUPS(p.at(b, v), right[v])
		}
		p.ADDQ(bRow, b)
		for r := range sum {
			left := p.vector()
			p.VBROADCASTSS(p.row(a[r/6], r%6), left)
			for v := range right {
				p.VFMADD231PS(right[v], left, sum[r][v])
			}
		}
		for _, base := range a {
			p.ADDQ(p.aCol, base)
		}
	}
	unroll := 4
	if len(sum) < p.isa.rows {
		unroll = 2 // runs once per panel: keep the code small
	}
	loop, tail, last, done := p.label("terms"), p.label("tail"), p.label("last"), p.label("done")
	p.SUBQ(operand.Imm(uint64(unroll)), left)
	p.JL(operand.LabelRef(tail))
	p.Label(loop)
	for range unroll {
		term()
	}
	p.SUBQ(operand.Imm(uint64(unroll)), left)
	p.JGE(operand.LabelRef(loop))
	p.Label(tail)
	p.ADDQ(operand.Imm(uint64(unroll)), left)
	p.JE(operand.LabelRef(done))
	p.Label(last)
	term()
	p.DECQ(left)
	p.JNE(operand.LabelRef(last))
	p.Label(done)
}

// row is the memory of row r < 6 of a, counted from base.
func (p *panel) row(base reg.GPVirtual, r int) operand.Mem {
	switch r {
	case 0:
		return operand.Mem{Base: base}
	case 3:
		return operand.Mem{Base: base, Index: p.aRow3, Scale: 1}
	case 5:
		return operand.Mem{Base: base, Index: p.aRow5, Scale: 1}
	default: // 1, 2, 4
		return operand.Mem{Base: base, Index: p.aRow, Scale: uint8(r)}
	}
}

// epilogue emits the steps of kernel.Epilogue and moves residual and mask past the
// tile.
func (p *panel) epilogue(sum [][]reg.VecVirtual) {
	each := func(do func(s reg.VecVirtual)) {
		for _, row := range sum {
			for _, s := range row {
				do(s)
			}
		}
	}
	unscaled, scale := p.label("unscaled"), p.address("scale")
	p.CMPL(scale, operand.U32(math.Float32bits(1)))
	p.JE(operand.LabelRef(unscaled))
	factor := p.vector()
	p.VBROADCASTSS(scale, factor)
	each(func(s reg.VecVirtual) { p.VMULPS(factor, s, s) })
	p.Label(unscaled)

	p.ifTrue("accumulate", func() { p.add(sum, p.copy(p.dst), "dstRow") })
	bias := p.base("bias")
	p.ifNotNil(bias, func() {
		for v := range sum[0] {
			x := p.read(bias, v, len(sum[0]))
			for r := range sum {
				p.VADDPS(x, sum[r][v], sum[r][v])
			}
		}
	})
	p.ifTrue("relu", func() {
		zero := p.zero()
		each(func(s reg.VecVirtual) { p.VMAXPS(s, zero, s) }) // in this order a NaN stays
	})
	p.ifNotNil(p.residual, func() { p.add(sum, p.residual, "residualRow") })
	p.ifNotNil(p.mask, func() {
		zero, next := p.zero(), p.stride("maskRow")
		for _, row := range sum {
			for v, s := range row {
				p.clearOutside(p.compare(greater, p.read(p.mask, v, len(row)), zero), s)
			}
			p.ADDQ(next, p.mask)
		}
	})
}

// add emits the addition of rows of memory to the sums and moves at past them.
func (p *panel) add(sum [][]reg.VecVirtual, at reg.GPVirtual, stride string) {
	next := p.stride(stride)
	for _, row := range sum {
		for v, s := range row {
			p.VADDPS(p.read(at, v, len(row)), s, s)
		}
		p.ADDQ(next, at)
	}
}

// read loads vector v of a row of n vectors.
func (p *panel) read(at reg.GPVirtual, v, n int) reg.VecVirtual {
	x := p.vector()
	if v == n-1 {
		p.loadMasked(p.at(at, v), p.edge, x)
	} else {
		p.VMOVUPS(p.at(at, v), x)
	}
	return x
}

// store emits the stores of the sums and moves dst past the tile. AVX2's masked
// store is slow, so there full vectors are stored without a mask.
func (p *panel) store(sum [][]reg.VecVirtual) {
	next := p.stride("dstRow")
	rows := func(masked bool) {
		for _, row := range sum {
			for v, s := range row {
				if masked && v == len(row)-1 {
					p.storeMasked(s, p.edge, p.at(p.dst, v))
				} else {
					p.VMOVUPS(s, p.at(p.dst, v))
				}
			}
			p.ADDQ(next, p.dst)
		}
	}
	if p.lanes == 16 {
		rows(true)
		return
	}
	full, done := p.label("full"), p.label("stored")
	bits := p.GP32()
	p.VMOVMSKPS(p.edge, bits)
	p.CMPL(bits, operand.Imm(0xff))
	p.JE(operand.LabelRef(full))
	rows(true)
	p.JMP(operand.LabelRef(done))
	p.Label(full)
	rows(false)
	p.Label(done)
}
