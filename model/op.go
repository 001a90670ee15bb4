package model

import (
	"errors"
	"fmt"
	"hash"
	"hash/fnv"

	"github.com/chewxy/hm"
	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// op implements gorgonia.Op and, to be differentiable, gorgonia.SDOp.
type op struct {
	name     string
	id       int // gorgonia merges operations with equal hashes, so each has a number
	types    []hm.Type
	shape    tensor.Shape
	buffer   []float32
	value    G.Value // of buffer; nil for a scalar
	operands operands
	run      func(in operands) error

	differentiable []bool // by input
	differentiate  func(gradient *G.Node) G.Nodes
}

// operands are the values of an operation's inputs.
type operands []operand

type operand struct {
	value  G.Value
	floats []float32
	ints   []int
	words  []uint64
}

func (in operands) floats(i int) []float32 { return in[i].floats }
func (in operands) ints(i int) []int       { return in[i].ints }
func (in operands) words(i int) []uint64   { return in[i].words }

func operandOf(v G.Value) operand {
	switch x := v.Data().(type) {
	case []float32:
		return operand{value: v, floats: x}
	case []int:
		return operand{value: v, ints: x}
	case []uint64:
		return operand{value: v, words: x}
	case float32: // read again each time
		return operand{floats: []float32{x}}
	}
	return operand{value: v}
}

// Do runs the operation for gorgonia.
func (o *op) Do(values ...G.Value) (G.Value, error) {
	for i, v := range values {
		if o.operands[i].value != v { // mostly equal: memory stays where it is
			o.operands[i] = operandOf(v)
		}
	}
	if err := o.perform(o.operands); err != nil {
		return nil, err
	}
	if o.value == nil { // a scalar is a new value each time
		return G.NewF32(o.buffer[0]), nil
	}
	return o.value, nil
}

// perform runs the operation and turns a panic into an error: a mistake in one
// is no reason to end the program that evaluates a model.
func (o *op) perform(in operands) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("model: %s: %v", o.name, r)
		}
	}()
	if err := o.run(in); err != nil {
		return fmt.Errorf("model: %s: %w", o.name, err)
	}
	return nil
}

func (o *op) Arity() int { return len(o.types) }

func (o *op) Type() hm.Type {
	types := append([]hm.Type{}, o.types...)
	if o.shape.Dims() == 0 {
		return hm.NewFnType(append(types, tensor.Float32)...)
	}
	return hm.NewFnType(append(types, G.TensorType{Dims: o.shape.Dims(), Of: tensor.Float32})...)
}

func (o *op) InferShape(...G.DimSizer) (tensor.Shape, error) { return o.shape.Clone(), nil }
func (o *op) ReturnsPtr() bool                               { return false }
func (o *op) CallsExtern() bool                              { return false }
func (o *op) OverwritesInput() int                           { return -1 }
func (o *op) WriteHash(h hash.Hash)                          { fmt.Fprint(h, o) }
func (o *op) String() string                                 { return fmt.Sprintf("%s#%d", o.name, o.id) }

func (o *op) Hashcode() uint32 {
	h := fnv.New32a()
	o.WriteHash(h)
	return h.Sum32()
}

func (o *op) DiffWRT(n int) []bool {
	if o.differentiable == nil {
		return make([]bool, n)
	}
	return o.differentiable
}

func (o *op) SymDiff(_ G.Nodes, _, gradient *G.Node) (G.Nodes, error) {
	if o.differentiate == nil {
		return nil, errors.New("model: " + o.name + " has no gradient")
	}
	return o.differentiate(gradient), nil
}

// newOp makes the gorgonia.Op of an operation. The caller sets run.
func (b *builder) newOp(name string, shape tensor.Shape, buffer []float32, inputs []*G.Node) *op {
	o := &op{name: name, id: len(b.order), shape: shape, buffer: buffer, operands: make(operands, len(inputs))}
	if shape.Dims() > 0 {
		o.value = tensor.New(tensor.WithShape(shape...), tensor.WithBacking(buffer))
	}
	for _, in := range inputs {
		o.types = append(o.types, in.Type())
	}
	return o
}

func (b *builder) apply(o *op, inputs []*G.Node) *G.Node {
	n, err := G.ApplyOp(o, inputs...)
	if err != nil {
		panic(fmt.Errorf("%s: %w", o, err))
	}
	if n.Op() != G.Op(o) {
		panic(fmt.Errorf("gorgonia merged %s with %s", o, n.Op()))
	}
	b.order = append(b.order, call{o, inputs})
	return n
}

// bufferOf is the memory in which the operation of node n leaves its output.
func bufferOf(n *G.Node) []float32 { return n.Op().(*op).buffer }
