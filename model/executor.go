package model

import (
	G "gorgonia.org/gorgonia"

	"antecedent/internal/kernel"
)

// A call is an operation of a graph with the nodes that it reads.
type call struct {
	op     *operation
	inputs []*G.Node
}

// An executor runs the operations of a forward graph one after the other. It
// does for inference what gorgonia's TapeMachine does, without that machine's
// goroutine and registers, which take longer than the arithmetic on one short
// sentence.
type executor []task

type task struct {
	op *operation
	in operands
}

func newExecutor(order []call) executor {
	var e executor
	for _, c := range order {
		t := task{op: c.op}
		for _, n := range c.inputs {
			if op, ok := n.Op().(*operation); ok {
				t.in = append(t.in, operandOf(op.value))
			} else {
				t.in = append(t.in, operandOf(n.Value()))
			}
		}
		e = append(e, t)
	}
	return e
}

func (e executor) run() error {
	for _, t := range e {
		if err := t.op.perform(t.in); err != nil {
			return err
		}
	}
	return nil
}

// packed is a weight matrix in the order in which products read it, made again
// when the weights have changed.
type packed struct {
	version int
	matrix  *kernel.Packed
}

// product returns what makes the product x·w with the weight matrix of node w.
// Inference packs the matrix once; in training it changes with every step.
func (b *builder) product(w *G.Node) func(dst, x, w kernel.Matrix, e kernel.Epilogue) kernel.Product {
	if !b.inference {
		return func(dst, x, w kernel.Matrix, e kernel.Epilogue) kernel.Product {
			return kernel.Product{Dst: dst, A: x, B: w, Epilogue: e}
		}
	}
	p := b.space.packed[w.Name()]
	if p == nil {
		p = &packed{version: -1}
		b.space.packed[w.Name()] = p
	}
	space := b.space
	return func(dst, x, w kernel.Matrix, e kernel.Epilogue) kernel.Product {
		if p.version != space.version {
			p.matrix, p.version = kernel.Pack(w), space.version
		}
		return kernel.Product{Dst: dst, A: x, Packed: p.matrix, Epilogue: e}
	}
}
