package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// isa is an instruction set.
type isa struct {
	name    string
	lanes   int // float32 numbers in a vector register
	rows    int // of the register tile of the matrix product
	vectors int // across that tile: rows·vectors sums, and operands, fill the registers
}

var (
	avx2   = isa{name: "AVX2", lanes: 8, rows: 6, vectors: 2}
	avx512 = isa{name: "AVX512", lanes: 16, rows: 12, vectors: 2}
)

const float = 4 // bytes

// emitter emits one kernel at a time for one instruction set. Where the sets
// differ only in the width of registers, the instruction has the same name and
// a method of [build.Context] does for both; the methods below are for the rest.
type emitter struct {
	*build.Context
	isa
	labels    int
	constants map[string]bool // what has been put into this file
	zeros     reg.VecVirtual  // AVX-512 only
}

// function begins a kernel, called name + the set's name.
func (e *emitter) function(name, signature string, doc ...string) {
	e.Function(name + e.name)
	e.Attributes(attr.NOSPLIT)
	e.Pragma("noescape")
	e.Doc(doc...)
	e.SignatureExpr("func" + signature)
	e.labels = 0
	if e.lanes == 16 {
		e.zeros = e.ZMM()
		e.VPXORD(e.zeros, e.zeros, e.zeros)
	}
}

// label is a fresh label.
func (e *emitter) label(name string) string {
	e.labels++
	return fmt.Sprintf("%s%d", name, e.labels)
}

// vector is a fresh vector register.
func (e *emitter) vector() reg.VecVirtual {
	if e.lanes == 16 {
		return e.ZMM()
	}
	return e.YMM()
}

// zero is a register of zeros. AVX-512 copies them from one that was cleared as
// the function began: avo does not know that an exclusive or of a register with
// itself does not read it, and would hold the register for all of a loop.
func (e *emitter) zero() reg.VecVirtual {
	z := e.vector()
	if e.lanes == 16 {
		e.VMOVAPS(e.zeros, z)
	} else {
		e.VXORPS(z, z, z)
	}
	return z
}

// load reads an integer parameter.
func (e *emitter) load(param string) reg.GPVirtual {
	r := e.GP64()
	e.Load(e.Param(param), r)
	return r
}

// base reads the address of a slice parameter.
func (e *emitter) base(param string) reg.GPVirtual {
	r := e.GP64()
	e.Load(e.Param(param).Base(), r)
	return r
}

// length reads the length of a slice parameter.
func (e *emitter) length(param string) reg.GPVirtual {
	r := e.GP64()
	e.Load(e.Param(param).Len(), r)
	return r
}

// stride reads a parameter that counts numbers, as bytes.
func (e *emitter) stride(param string) reg.GPVirtual {
	r := e.load(param)
	e.SHLQ(operand.Imm(2), r)
	return r
}

// ifSet skips what body emits where the parameter, a bool, is false.
func (e *emitter) ifSet(param string, body func()) {
	component, err := e.Param(param).Resolve()
	if err != nil {
		panic(err)
	}
	skip := e.label("skip")
	e.CMPB(component.Addr, operand.Imm(0))
	e.JE(operand.LabelRef(skip))
	body()
	e.Label(skip)
}

// at is the memory i vectors past the address.
func (e *emitter) at(address reg.Register, i int) operand.Mem {
	return operand.Mem{Base: address, Disp: i * e.lanes * float}
}
