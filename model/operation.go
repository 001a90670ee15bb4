package model

import (
	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// An operation describes one node of the graph: its inputs, the shape of its
// output, and its forward and backward pass. [builder.add] makes a [gorgonia.Op]
// of it. An operation has memory of its own for what it computes, which every run
// uses again, and never writes to an input.
type operation struct {
	name    string
	inputs  []*G.Node
	shape   tensor.Shape
	forward func(in operands, out []float32) error

	// backward stores the gradients of all inputs in gradients, given the inputs,
	// the output and its gradient d. gradients[i] is that of input i, nil for an
	// input that has none, such as token ids; the first input has one. Both are
	// nil in a graph for inference.
	backward  func(in operands, out, d []float32) error
	gradients [][]float32

	// splits is set for the norm at the beginning of a residual connection, adds
	// for the operation at its end.
	splits, adds *residual
}

// A residual is a residual connection y = x + f(norm(x)). The gradient of x is a
// sum: that of the addition, which is the gradient of y, and that of the norm.
//
// gorgonia 0.9.18 would add the two in place, over memory that our operations
// still read, which makes gradients wrong, and on one processor, which makes a
// training step of bench/workload R1 some 5 % slower. Therefore the operation that
// adds x declares that x has no gradient, and its backward pass records the
// gradient of y here. The backward pass of the norm, which comes later, has that
// gradient as its last operand and adds it to its own.
type residual struct {
	x        *G.Node
	added    bool    // whether an operation adds x; the last norm of the model has none
	gradient *G.Node // of y, once the backward pass of the addition is in the graph
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
// A gorgonia operation has one output: here the gradient of the first input, while
// the others are stored on the way. Each of those gets a node that depends on the
// first and computes nothing.
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
		nodes = append(nodes, b.addInto(g, operation{
			name: o.name + ".backward", inputs: nodes[:1], shape: o.inputs[1+i].Shape(),
			forward: func(operands, []float32) error { return nil },
		}))
	}
	return nodes
}
