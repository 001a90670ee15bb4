package model

import (
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

	// splits is set for an operation whose first input is the x of a residual: its
	// backward pass has the gradient of the addition as one operand more, which it
	// adds to that of x. adds is set for one that adds x to its output.
	splits, adds *residual
}

// A residual is a value x of the residual stream where the stream splits: into a
// sublayer, which begins with a norm, and past it to the addition at the end. So
// the gradient of x is a sum of two. gorgonia 0.9.18 would add them in place, over
// memory that our operations still read, which makes gradients wrong, and on one
// processor, which makes a step of R1 some 5 % slower. Instead the addition
// declares x as an input without a gradient and leaves its own gradient here; the
// norm, to which the backward pass comes later, adds it.
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
