package main

import (
	"math"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// panel emits the kernel of the matrix product: rows of c, at most two vectors
// wide, computed in tiles that stay in registers while depth terms are added.
//
// Each term is one fused multiply and add, in order, whatever the tile: an
// element's value does not depend on which rows and columns are its neighbours.
func (e *emitter) panel() {
	e.function("panel", "(c []float32, cRow int, a []float32, aRow, aCol int, b []float32, bRow, rows, cols, depth int, "+
		"scale float32, accumulate, relu bool, bias, residual []float32, residualRow int, mask []float32, maskRow int)",
		"panel"+e.name+" is implementation.panel.")
	p := &panel{emitter: e}
	p.c, p.a, p.residual, p.positive = e.base("c"), e.base("a"), e.base("residual"), e.base("mask")
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

// panel is the state of the kernel from tile to tile.
type panel struct {
	*emitter
	c, a, residual, positive reg.GPVirtual // the tile's first row in each
	aRow, aRow3, aRow5, aCol reg.GPVirtual // strides in bytes, 1, 3 and 5 rows
	rows                     reg.GPVirtual // left to do
	edge                     mask          // of the last vector of each row
}

// columns emits the panel for a number of vectors, of which the last has
// cols lanes.
func (p *panel) columns(cols reg.GPVirtual, vectors int) {
	p.edge = p.first(cols)
	for rows := p.isa.rows; rows > 0; rows-- {
		next := p.label("rows")
		if rows == p.isa.rows {
			again := p.label("rows")
			p.Label(again)
			p.CMPQ(p.rows, operand.Imm(uint64(rows)))
			p.JL(operand.LabelRef(next))
			p.tile(rows, vectors)
			p.SUBQ(operand.Imm(uint64(rows)), p.rows)
			p.JMP(operand.LabelRef(again))
		} else {
			p.CMPQ(p.rows, operand.Imm(uint64(rows)))
			p.JNE(operand.LabelRef(next))
			p.tile(rows, vectors)
			p.end()
		}
		p.Label(next)
	}
	p.end()
}

// tile emits rows × vectors sums and moves the panel past these rows.
func (p *panel) tile(rows, vectors int) {
	sum := make([][]reg.VecVirtual, rows)
	for r := range sum {
		for range vectors {
			sum[r] = append(sum[r], p.zero())
		}
	}
	p.prefetch(sum)
	p.terms(sum)
	p.finish(sum)
	p.nextRows(rows)
}

// nextRows moves the panel past the rows of a tile.
func (p *panel) nextRows(rows int) {
	step := p.GP64()
	p.IMUL3Q(operand.U32(rows), p.aRow, step)
	p.ADDQ(step, p.a)
}

// prefetch asks for the rows of c that the tile will write, early enough for
// them to have come from memory when the terms are added. It made the product
// with the hidden layer of R2 a twelfth faster.
func (p *panel) prefetch(sum [][]reg.VecVirtual) {
	at, next := p.GP64(), p.stride("cRow")
	p.MOVQ(p.c, at)
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
	a := []reg.GPVirtual{p.GP64()}
	p.MOVQ(p.a, a[0])
	if len(sum) > 6 { // an address reaches six rows
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
		unroll = 2 // met once in a panel: keep the code small
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

// row is the memory of row r < 6 from base.
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

// finish emits what becomes of the sums, in the order that [Epilogue] gives.
func (p *panel) finish(sum [][]reg.VecVirtual) {
	component, err := p.Param("scale").Resolve()
	if err != nil {
		panic(err)
	}
	unscaled := p.label("unscaled")
	p.CMPL(component.Addr, operand.U32(math.Float32bits(1)))
	p.JE(operand.LabelRef(unscaled))
	scale := p.vector()
	p.VBROADCASTSS(component.Addr, scale)
	for _, row := range sum {
		for _, s := range row {
			p.VMULPS(scale, s, s)
		}
	}
	p.Label(unscaled)
	p.ifSet("accumulate", func() {
		at := p.GP64()
		p.MOVQ(p.c, at)
		p.add(sum, at, "cRow")
	})
	bias, noBias := p.base("bias"), p.label("nobias")
	p.TESTQ(bias, bias)
	p.JE(operand.LabelRef(noBias))
	for v := range sum[0] {
		x := p.vector()
		p.read(bias, v, len(sum[0]), x)
		for r := range sum {
			p.VADDPS(x, sum[r][v], sum[r][v])
		}
	}
	p.Label(noBias)
	p.ifSet("relu", func() {
		zero := p.zero()
		for _, row := range sum {
			for _, s := range row {
				p.VMAXPS(s, zero, s) // the order that keeps a NaN
			}
		}
	})
	noResidual := p.label("noresidual")
	p.TESTQ(p.residual, p.residual)
	p.JE(operand.LabelRef(noResidual))
	p.add(sum, p.residual, "residualRow")
	p.Label(noResidual)
	noMask := p.label("nomask")
	p.TESTQ(p.positive, p.positive)
	p.JE(operand.LabelRef(noMask))
	p.keepPositive(sum)
	p.Label(noMask)
	p.store(sum)
}

// keepPositive emits the replacement of sums by 0 where the mask is not positive,
// and leaves its address past the tile.
func (p *panel) keepPositive(sum [][]reg.VecVirtual) {
	zero, next := p.zero(), p.stride("maskRow")
	for _, row := range sum {
		for v, s := range row {
			x := p.vector()
			p.read(p.positive, v, len(row), x)
			p.keep(s, p.compare(greater, x, zero))
		}
		p.ADDQ(next, p.positive)
	}
}

// add emits the addition of rows of memory to the sums and leaves at past them.
func (p *panel) add(sum [][]reg.VecVirtual, at reg.GPVirtual, stride string) {
	next := p.stride(stride)
	for _, row := range sum {
		for v, s := range row {
			x := p.vector()
			p.read(at, v, len(row), x)
			p.VADDPS(x, s, s)
		}
		p.ADDQ(next, at)
	}
}

// read loads vector v of n, masked if it is the last.
func (p *panel) read(at reg.GPVirtual, v, n int, to reg.VecVirtual) {
	if v == n-1 {
		p.loadMasked(p.at(at, v), p.edge, to)
	} else {
		p.VMOVUPS(p.at(at, v), to)
	}
}

// store emits the sums' way to c and leaves c past them. AVX2's masked store
// is slow, so a full vector takes another way.
func (p *panel) store(sum [][]reg.VecVirtual) {
	next := p.stride("cRow")
	rows := func(masked bool) {
		for _, row := range sum {
			for v, s := range row {
				if masked && v == len(row)-1 {
					p.storeMasked(s, p.edge, p.at(p.c, v))
				} else {
					p.VMOVUPS(s, p.at(p.c, v))
				}
			}
			p.ADDQ(next, p.c)
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
