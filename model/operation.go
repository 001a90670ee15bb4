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

// An operation describes one node of the graph: its inputs, the shape of its
// output, and its forward and backward pass. [builder.add] makes a [gorgonia.Op]
// of it. An operation has memory of its own for what it computes, so that a step
// allocates nothing, and never writes to an input.
type operation struct {
	name    string
	inputs  []*G.Node
	shape   tensor.Shape
	forward func(in operands, out []float32) error

	// backward computes the gradients of all inputs, given the inputs, the
	// output and its gradient d. gradients[i] is the memory for that of input i,
	// nil for one that has none, such as token ids; the first has one. Both are
	// nil in a graph that is not differentiated.
	backward  func(in operands, out, d []float32) error
	gradients [][]float32

	// splits and adds connect an operation with the residual stream. Of one that
	// splits it, the first input is x, and the backward pass gets the gradient that
	// the addition left as one operand more and adds it. Of one that adds to it,
	// the last input is x, which has no gradient.
	splits, adds *residual
}

// A residual is a value x of the residual stream where the stream splits: into a
// sublayer, which begins with a norm, and past it to the addition at its end. The
// gradient of x is the sum of two. gorgonia would add them in an operation of its
// own, on one processor and in new memory, which takes 2 to 3 % of a training
// step. So the addition hides x from gorgonia and keeps the gradient here, for
// the norm to add: the backward pass comes to the addition first.
type residual struct {
	x        *G.Node
	added    bool
	gradient *G.Node
}

// add adds an operation to the graph and returns its node.
func (b *builder) add(o operation) *G.Node {
	return b.addInto(b.space.forward.floats(o.shape.TotalSize()), o)
}

// addInto is add with memory for the output.
func (b *builder) addInto(buffer []float32, o operation) *G.Node {
	op := b.newOp(o.name, o.shape, buffer, o.inputs)
	op.run = func(in operands) error { return o.forward(in, buffer) }
	n := b.apply(op, o.inputs)
	if o.backward == nil {
		return n
	}
	for _, g := range o.gradients {
		op.differentiable = append(op.differentiable, g != nil)
	}
	op.differentiate = func(d *G.Node) G.Nodes { return b.addBackward(o, n, d) }
	return n
}

// addBackward adds the backward pass of an operation with output n, given the
// node d of its gradient, and returns the nodes of its inputs' gradients.
//
// gorgonia allows one output. The backward pass returns the gradient of the first
// input and fills the others; each of those has a node that depends on the first
// and only returns the memory it stands for.
func (b *builder) addBackward(o operation, n, d *G.Node) G.Nodes {
	inputs := append(append([]*G.Node{}, o.inputs...), n, d)
	if o.adds != nil {
		o.adds.gradient = d
	}
	at := len(o.inputs)
	if o.splits != nil && o.splits.added {
		if o.splits.gradient == nil {
			panic("the gradient of a residual is missing: its addition does not depend on its norm")
		}
		inputs = append(inputs, o.splits.gradient)
	}
	first := o.gradients[0]
	op := b.newOp(o.name+".backward", o.inputs[0].Shape(), first, inputs)
	op.run = func(in operands) error { return o.backward(in, in.floats(at), in.floats(at+1)) }
	nodes := G.Nodes{b.apply(op, inputs)}
	for i, g := range o.gradients[1:] {
		if g == nil {
			nodes = append(nodes, nil)
			continue
		}
		nodes = append(nodes, b.alias(o.name+".backward", o.inputs[1+i].Shape(), g, nodes[0]))
	}
	return nodes
}

// alias adds a node for memory that the operation of another node fills.
func (b *builder) alias(name string, shape tensor.Shape, buffer []float32, after *G.Node) *G.Node {
	return b.addInto(buffer, operation{
		name: name, inputs: []*G.Node{after}, shape: shape,
		forward: func(operands, []float32) error { return nil },
	})
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

// op implements gorgonia.Op and, to be differentiable, gorgonia.SDOp.
type op struct {
	name     string
	id       int // gorgonia compares nodes by a hash, so no two operations may look alike
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
}

func (in operands) floats(i int) []float32 { return in[i].floats }
func (in operands) ints(i int) []int       { return in[i].ints }

func operandOf(v G.Value) operand {
	switch x := v.Data().(type) {
	case []float32:
		return operand{value: v, floats: x}
	case []int:
		return operand{value: v, ints: x}
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

// perform runs the operation and turns a panic into an error: gorgonia calls it
// on a goroutine of its own, where a panic would end the process before any
// caller could recover.
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
