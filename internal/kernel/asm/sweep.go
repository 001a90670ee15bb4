package main

import (
	"go/types"
	"math"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// step is the part of a sweep that a kernel's body sees: one vector of each
// slice, of which only the first lanes count if edge is set.
type step struct {
	*emitter
	at   []operand.Mem
	edge mask
	way  int // tells apart the vectors of one turn of the loop
}

// sweep emits a loop over n numbers of each slice, a vector of each at a time.
func (e *emitter) sweep(n reg.GPVirtual, ways int, slices []reg.GPVirtual, body func(s *step)) {
	e.turns(n, ways, slices, func(ways int, edge mask) {
		for way := range ways {
			s := &step{emitter: e, edge: edge, way: way}
			for _, slice := range slices {
				s.at = append(s.at, e.at(slice, way))
			}
			body(s)
		}
	})
}

// turns emits a loop over n numbers of each slice: ways vectors a turn, then
// one by one, then what is left of a vector. It changes n and leaves the
// addresses past the end.
func (e *emitter) turns(n reg.GPVirtual, ways int, slices []reg.GPVirtual, turn func(ways int, edge mask)) {
	loop := func(ways int) {
		again, enough := e.label("loop"), e.label("enough")
		count := operand.U32(ways * e.lanes)
		e.SUBQ(count, n)
		e.JL(operand.LabelRef(enough))
		e.Label(again)
		turn(ways, nil)
		for _, slice := range slices {
			e.ADDQ(operand.U32(ways*e.lanes*float), slice)
		}
		e.SUBQ(count, n)
		e.JGE(operand.LabelRef(again))
		e.Label(enough)
		e.ADDQ(count, n)
	}
	if ways > 1 {
		loop(ways)
	}
	loop(1)
	done := e.label("done")
	e.TESTQ(n, n)
	e.JE(operand.LabelRef(done))
	turn(1, e.first(n))
	e.Label(done)
}

// load reads the step's vector of slice i; lanes that do not count are 0.
func (s *step) load(i int) reg.VecVirtual {
	v := s.vector()
	if s.edge == nil {
		s.VMOVUPS(s.at[i], v)
	} else {
		s.loadMasked(s.at[i], s.edge, v)
	}
	return v
}

// store writes the step's vector of slice i.
func (s *step) store(v reg.VecVirtual, i int) {
	if s.edge == nil {
		s.VMOVUPS(v, s.at[i])
	} else {
		s.storeMasked(v, s.edge, s.at[i])
	}
}

// counting replaces the lanes of v that do not count by those of instead, or
// by 0 if that is nil.
func (s *step) counting(v, instead reg.VecVirtual) reg.VecVirtual {
	if s.edge == nil {
		return v
	}
	if instead == nil {
		instead = s.zero()
	}
	return s.where(s.edge, v, instead)
}

// where takes the lanes of m from a, the others from b.
func (e *emitter) where(m mask, a, b reg.VecVirtual) reg.VecVirtual {
	v := e.vector()
	if e.lanes == 16 {
		e.VBLENDMPS(a, b, m, v)
	} else {
		e.VBLENDVPS(m, a, b, v)
	}
	return v
}

// keep replaces the lanes of v that are not in m by 0.
func (e *emitter) keep(v reg.VecVirtual, m mask) {
	if e.lanes == 16 {
		e.VMOVAPS_Z(v, m, v)
	} else {
		e.VANDPS(m, v, v)
	}
}

// Predicates of compare. A NaN is nowhere greater, and everywhere not less.
const (
	greater = operand.U8(30)
	notLess = operand.U8(21)
)

// compare is the mask of the lanes in which a holds the predicate beside b.
func (e *emitter) compare(predicate operand.U8, a reg.VecVirtual, b operand.Op) mask {
	var m mask = e.YMM()
	if e.lanes == 16 {
		m = e.K()
	}
	e.VCMPPS(predicate, b, a, m)
	return m
}

// every is a vector of the number in all lanes, in read-only memory.
func (e *emitter) every(name string, x float32) operand.Mem {
	m := operand.NewDataAddr(operand.NewStaticSymbol(name), 0)
	if !e.constants[name] {
		e.constants[name] = true
		e.StaticGlobal(name)
		e.DataAttributes(attr.RODATA | attr.NOPTR)
		for i := range 16 {
			e.AddDatum(i*float, operand.U32(math.Float32bits(x))) // the bits, since the assembler knows no infinity
		}
	}
	return m
}

// spread is a vector of a parameter in all lanes.
func (e *emitter) spread(param string) reg.VecVirtual {
	component, err := e.Param(param).Resolve()
	if err != nil {
		panic(err)
	}
	v := e.vector()
	e.VBROADCASTSS(component.Addr, v)
	return v
}

// zeroes are n registers of zeros, one for each way of a sweep that adds up.
func (e *emitter) zeroes(n int) []reg.VecVirtual {
	var v []reg.VecVirtual
	for range n {
		v = append(v, e.zero())
	}
	return v
}

// fold combines all lanes of several vectors by an instruction such as VADDPS:
// the result is in the lowest lane.
func (e *emitter) fold(with func(...operand.Op), vs ...reg.VecVirtual) reg.VecVirtual {
	for len(vs) > 1 {
		last := len(vs) - 1
		with(vs[last], vs[(last-1)/2], vs[(last-1)/2])
		vs = vs[:last]
	}
	v := vs[0]
	y, x, upper := v.AsY(), v.AsX(), e.XMM()
	if e.lanes == 16 {
		half := e.YMM()
		e.VEXTRACTF64X4(operand.U8(1), v, half)
		with(half, y, y)
		e.VEXTRACTF32X4(operand.U8(1), y, upper) // reaches all registers
	} else {
		e.VEXTRACTF128(operand.U8(1), y, upper)
	}
	with(upper, x, x)
	e.VPERMILPS(operand.U8(0x4e), x, upper) // the upper pair
	with(upper, x, x)
	e.VPERMILPS(operand.U8(0xb1), x, upper) // the upper of the pair
	with(upper, x, x)
	return v
}

// all spreads the lowest lane of v.
func (e *emitter) all(v reg.VecVirtual) reg.VecVirtual {
	spread := e.vector()
	e.VBROADCASTSS(v.AsX(), spread)
	return spread
}

// result stores the lowest lane of v as a named result, without an instruction
// of SSE, which would wait for the upper halves of registers.
func (e *emitter) result(v reg.VecVirtual, name string) {
	component, err := e.Return(name).Resolve()
	if err != nil {
		panic(err)
	}
	if component.Type.Kind() == types.Float64 {
		e.VMOVSD(v.AsX(), component.Addr)
	} else {
		e.VMOVSS(v.AsX(), component.Addr)
	}
}

// end returns, with the upper halves of the registers clean for the caller's
// instructions of SSE.
func (e *emitter) end() {
	e.VZEROUPPER()
	e.RET()
}
