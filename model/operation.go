package model

import (
	"fmt"
	"hash"
	"hash/fnv"

	"github.com/chewxy/hm"
	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// An operation is a coarse gorgonia.Op with a symbolic gradient. It owns the
// buffer that it returns, so that a step in the steady state allocates nothing.
// It never writes to an input, but for a gradient that it alone reads.
//
// gorgonia allows one output. An operation that computes several arrays at
// once, as a backward pass does, returns one of them and hands out the others
// as sides: nodes that depend on it and only return a buffer it has filled.
type operation struct {
	name   string
	id     int // gorgonia tells nodes apart by a hash: no two operations may look alike
	inputs []hm.Type
	in     operands // of the last run
	shape  tensor.Shape
	buffer []float32
	value  G.Value
	run    func(in operands) error
	wrt    []bool
	diff   func(gradient *G.Node) []*G.Node
}

// An operand is the value of an input in this run, as the Go value in it.
type operand struct {
	value  G.Value
	floats []float32
	ints   []int
	scalar float32
}

type operands []operand

func (in operands) floats(i int) []float32 { return in[i].floats }
func (in operands) ints(i int) []int       { return in[i].ints }
func (in operands) scalar(i int) float32   { return in[i].scalar }

func operandOf(v G.Value) operand {
	o := operand{value: v}
	switch x := v.Data().(type) {
	case []float32:
		o.floats = x
	case []int:
		o.ints = x
	case float32:
		o.scalar = x
		o.value = nil // read again each time
	}
	return o
}

// Do runs the operation for gorgonia.
func (op *operation) Do(values ...G.Value) (G.Value, error) {
	for i, v := range values {
		if op.in[i].value != v { // which it mostly is: buffers stay where they are
			op.in[i] = operandOf(v)
		}
	}
	if err := op.perform(op.in); err != nil {
		return nil, err
	}
	if op.value == nil { // a scalar is a value of its own each time
		return G.NewF32(op.buffer[0]), nil
	}
	return op.value, nil
}

// perform runs the operation and turns a panic into an error: gorgonia calls it
// on a goroutine of its own, where a panic would end the process before any
// caller could recover.
func (op *operation) perform(in operands) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("model: %s: %v", op.name, r)
		}
	}()
	if err := op.run(in); err != nil {
		return fmt.Errorf("model: %s: %w", op.name, err)
	}
	return nil
}

func (op *operation) Arity() int { return len(op.inputs) }

func (op *operation) Type() hm.Type {
	types := append([]hm.Type{}, op.inputs...)
	if op.shape.Dims() == 0 {
		return hm.NewFnType(append(types, tensor.Float32)...)
	}
	return hm.NewFnType(append(types, G.TensorType{Dims: op.shape.Dims(), Of: tensor.Float32})...)
}

func (op *operation) InferShape(...G.DimSizer) (tensor.Shape, error) { return op.shape.Clone(), nil }
func (op *operation) ReturnsPtr() bool                               { return false }
func (op *operation) CallsExtern() bool                              { return false }
func (op *operation) OverwritesInput() int                           { return -1 }
func (op *operation) WriteHash(h hash.Hash)                          { fmt.Fprint(h, op) }
func (op *operation) String() string                                 { return fmt.Sprintf("%s#%d", op.name, op.id) }

func (op *operation) Hashcode() uint32 {
	h := fnv.New32a()
	op.WriteHash(h)
	return h.Sum32()
}

// DiffWRT and SymDiff make the operation a gorgonia.SDOp.
func (op *operation) DiffWRT(n int) []bool {
	if op.wrt == nil {
		return make([]bool, n)
	}
	return op.wrt
}

func (op *operation) SymDiff(_ G.Nodes, _, gradient *G.Node) (G.Nodes, error) {
	if op.diff == nil {
		return nil, fmt.Errorf("model: %s has no gradient", op.name)
	}
	return op.diff(gradient), nil
}

// A builder adds operations to a graph. It panics on errors, which can only be
// mistakes in this package; newProgram turns the panic into an error.
type builder struct {
	graph      *G.ExprGraph
	space      *workspace
	operations int
	order      []call // all operations, each behind those whose results it reads
	inference  bool   // whether there will be no backward pass
	layer      int    // of the operations being added
	backward   bool   // whether they are those of the backward pass

	// residuals are gradients of an x that a linear added to its result, on
	// their way to the norm that read the same x.
	residuals map[*G.Node]*G.Node

	// rectified are results of ReLUs whose gradient is yet to be masked: by the
	// one linear that reads it, or else by the one that made it.
	rectified map[*G.Node]bool
}

func newBuilder(g *G.ExprGraph, w *workspace) *builder {
	w.forward.rewind()
	return &builder{graph: g, space: w, residuals: map[*G.Node]*G.Node{}, rectified: map[*G.Node]bool{}}
}

// floats is a buffer for the pass and layer that is being built.
func (b *builder) floats(n int) []float32 {
	if b.backward {
		return b.space.backward[b.layer&1].floats(n)
	}
	return b.space.forward.floats(n)
}

// gradient is where the gradient of parameter n is kept.
func (b *builder) gradient(n *G.Node) *gradient {
	return b.space.gradient(n.Name(), n.Shape().TotalSize())
}

// node adds an operation of the given output shape. run reads its operands and
// writes the whole buffer out.
func (b *builder) node(name string, shape tensor.Shape, inputs []*G.Node, run func(in operands, out []float32) error) *G.Node {
	return b.into(b.floats(shape.TotalSize()), name, shape, inputs, run)
}

// into is node with a buffer of the caller's.
func (b *builder) into(buffer []float32, name string, shape tensor.Shape, inputs []*G.Node, run func(in operands, out []float32) error) *G.Node {
	op := b.operation(name, shape, buffer, inputs)
	op.run = func(in operands) error { return run(in, buffer) }
	return b.apply(op, inputs)
}

// side adds a node for an array that the operation of node after fills.
func (b *builder) side(name string, shape tensor.Shape, buffer []float32, after *G.Node) *G.Node {
	return b.into(buffer, name, shape, []*G.Node{after}, func(operands, []float32) error { return nil })
}

func (b *builder) operation(name string, shape tensor.Shape, buffer []float32, inputs []*G.Node) *operation {
	b.operations++
	op := &operation{name: name, id: b.operations, shape: shape, buffer: buffer}
	if shape.Dims() > 0 {
		op.value = tensor.New(tensor.WithShape(shape...), tensor.WithBacking(buffer))
	}
	for _, in := range inputs {
		op.inputs = append(op.inputs, in.Type())
	}
	op.in = make(operands, len(inputs))
	return op
}

func (b *builder) apply(op *operation, inputs []*G.Node) *G.Node {
	n, err := G.ApplyOp(op, inputs...)
	if err != nil {
		panic(fmt.Errorf("model: %s: %w", op, err))
	}
	if n.Op() != G.Op(op) {
		panic(fmt.Errorf("model: gorgonia merged %s with %s", op, n.Op()))
	}
	b.order = append(b.order, call{op, inputs})
	return n
}

// differentiable gives node n its gradient: diff returns the gradient's node
// for each input, nil for those that are not numbers to be learned.
//
// gorgonia calls diff from the last operation to the first. When it comes to
// another layer, the memory of the layer before the last one is free again.
func (b *builder) differentiable(n *G.Node, diff func(gradient *G.Node) []*G.Node, wrt ...bool) {
	op, layer := n.Op().(*operation), b.layer
	op.wrt = wrt
	op.diff = func(gradient *G.Node) []*G.Node {
		if !b.backward || b.layer != layer {
			b.backward, b.layer = true, layer
			b.space.backward[layer&1].rewind()
		}
		return diff(gradient)
	}
}

// all is the wrt of an operation that is differentiable in all n inputs.
func all(n int) []bool {
	wrt := make([]bool, n)
	for i := range wrt {
		wrt[i] = true
	}
	return wrt
}

// bufferOf is the memory in which node n's operation leaves its result.
func bufferOf(n *G.Node) []float32 { return n.Op().(*operation).buffer }
