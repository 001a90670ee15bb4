package main

import (
	"go/types"
	"math"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// vector is a vector register that is not in use.
func (e *emitter) vector() reg.VecVirtual {
	if e.lanes == 16 {
		return e.ZMM()
	}
	return e.YMM()
}

// zero is a vector of zeros. With AVX-512 it is copied from a register that is
// cleared at the beginning of the kernel: avo does not know that the exclusive or
// of a register with itself does not read it, and would reserve the register for
// the whole of a loop.
func (e *emitter) zero() reg.VecVirtual {
	z := e.vector()
	if e.lanes == 16 {
		e.VMOVAPS(e.zeros, z)
	} else {
		e.VXORPS(z, z, z)
	}
	return z
}

// sums are n vectors of zeros, one for each vector of an unrolled sweep.
func (e *emitter) sums(n int) []reg.VecVirtual {
	var v []reg.VecVirtual
	for range n {
		v = append(v, e.zero())
	}
	return v
}

// constant is a vector in read-only memory with x in all lanes.
func (e *emitter) constant(name string, x float32) operand.Mem {
	m := operand.NewDataAddr(operand.NewStaticSymbol(name), 0)
	if !e.constants[name] {
		e.constants[name] = true
		e.StaticGlobal(name)
		e.DataAttributes(attr.RODATA | attr.NOPTR)
		for i := range 16 {
			e.AddDatum(i*float, operand.U32(math.Float32bits(x)))
		}
	}
	return m
}

// broadcast is a vector with an argument in all lanes.
func (e *emitter) broadcast(argument string) reg.VecVirtual {
	v := e.vector()
	e.VBROADCASTSS(e.address(argument), v)
	return v
}

// splat is a vector with the lowest lane of v in all lanes.
func (e *emitter) splat(v reg.VecVirtual) reg.VecVirtual {
	all := e.vector()
	e.VBROADCASTSS(v.AsX(), all)
	return all
}

// reduce combines all lanes of several vectors by an instruction such as VADDPS.
// The result is in the lowest lane.
func (e *emitter) reduce(with func(...operand.Op), vs ...reg.VecVirtual) reg.VecVirtual {
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
		e.VEXTRACTF32X4(operand.U8(1), y, upper) // its encoding has all 32 registers
	} else {
		e.VEXTRACTF128(operand.U8(1), y, upper)
	}
	with(upper, x, x)
	e.VPERMILPS(operand.U8(0x4e), x, upper) // swaps the pairs
	with(upper, x, x)
	e.VPERMILPS(operand.U8(0xb1), x, upper) // swaps the numbers of each pair
	with(upper, x, x)
	return v
}

// copy is a register with the content of r, for a sweep to change.
func (e *emitter) copy(r reg.GPVirtual) reg.GPVirtual {
	c := e.GP64()
	e.MOVQ(r, c)
	return c
}

// storeResult stores the lowest lane of v as a named result. It uses no SSE
// instruction, which would wait for the upper halves of the registers.
func (e *emitter) storeResult(v reg.VecVirtual, name string) {
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

// end returns with the upper halves of the vector registers cleared, for the
// caller's SSE instructions.
func (e *emitter) end() {
	e.VZEROUPPER()
	e.RET()
}
