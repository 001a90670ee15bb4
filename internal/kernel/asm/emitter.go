package main

import (
	"fmt"
	"go/types"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/gotypes"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// isa is an instruction set.
type isa struct {
	name    string
	lanes   int // float32 numbers in a vector register
	rows    int // of a tile of the matrix product
	vectors int // in a row of a tile: rows·vectors sums and the operands fill the registers
}

var (
	avx2   = isa{name: "AVX2", lanes: 8, rows: 6, vectors: 2}
	avx512 = isa{name: "AVX512", lanes: 16, rows: 12, vectors: 2}
)

const float = 4 // bytes

// emitter emits one kernel at a time for one instruction set. Where the sets
// differ only in the width of registers, the instructions have the same name and a
// method of [build.Context] emits either; the methods of emitter are for the rest.
type emitter struct {
	*build.Context
	isa
	declared  *types.Package  // types of parameters
	constants map[string]bool // already in the file

	// Of the kernel that is being emitted:
	labels  int
	pointer string         // the parameter that points to the arguments, if there is one
	zeros   reg.VecVirtual // AVX-512 only
}

// function begins a kernel. The name of its function is name and that of the
// instruction set.
func (e *emitter) function(name, signature string) {
	parsed, err := gotypes.ParseSignatureInPackage(e.declared, "func"+signature)
	if err != nil {
		panic(err)
	}
	e.Function(name + e.name)
	e.Attributes(attr.NOSPLIT)
	e.Pragma("noescape")
	e.Doc(name + e.name + " is " + name + " for " + e.name + ".")
	e.Signature(parsed)
	e.labels, e.pointer = 0, ""
	if e.lanes == 16 {
		e.zeros = e.ZMM()
		e.VPXORD(e.zeros, e.zeros, e.zeros)
	}
}

// label is a label that the kernel does not use yet.
func (e *emitter) label(name string) string {
	e.labels++
	return fmt.Sprintf("%s%d", name, e.labels)
}

// argument is a parameter of the kernel, or a field of what pointer points to.
func (e *emitter) argument(name string) gotypes.Component {
	if e.pointer != "" {
		return e.Dereference(e.Param(e.pointer)).Field(name)
	}
	return e.Param(name)
}

// address is the memory of an argument that is a number or a bool.
func (e *emitter) address(name string) operand.Mem {
	component, err := e.argument(name).Resolve()
	if err != nil {
		panic(err)
	}
	return component.Addr
}

// load reads an integer argument.
func (e *emitter) load(name string) reg.GPVirtual {
	r := e.GP64()
	e.Load(e.argument(name), r)
	return r
}

// base reads the address of a slice argument.
func (e *emitter) base(name string) reg.GPVirtual {
	r := e.GP64()
	e.Load(e.argument(name).Base(), r)
	return r
}

// length reads the length of a slice argument.
func (e *emitter) length(name string) reg.GPVirtual {
	r := e.GP64()
	e.Load(e.argument(name).Len(), r)
	return r
}

// stride reads an argument that counts numbers and converts it to bytes.
func (e *emitter) stride(name string) reg.GPVirtual {
	r := e.load(name)
	e.SHLQ(operand.Imm(2), r)
	return r
}

// ifTrue emits body, which the kernel skips if a bool argument is false.
func (e *emitter) ifTrue(name string, body func()) {
	skip := e.label("skip")
	e.CMPB(e.address(name), operand.Imm(0))
	e.JE(operand.LabelRef(skip))
	body()
	e.Label(skip)
}

// ifNotNil emits body, which the kernel skips if slice, the address of a slice, is
// nil.
func (e *emitter) ifNotNil(slice reg.GPVirtual, body func()) {
	skip := e.label("skip")
	e.TESTQ(slice, slice)
	e.JE(operand.LabelRef(skip))
	body()
	e.Label(skip)
}

// at is the memory of vector i from an address on.
func (e *emitter) at(address reg.Register, i int) operand.Mem {
	return operand.Mem{Base: address, Disp: i * e.lanes * float}
}

// pause emits the instruction for loops that wait: the processor leaves its
// execution units to the other thread of the core.
func pause(ctx *build.Context) {
	ctx.Function("pause")
	ctx.Attributes(attr.NOSPLIT)
	ctx.Doc("pause waits for a few cycles.")
	ctx.SignatureExpr("func()")
	ctx.PAUSE()
	ctx.RET()
}
