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
