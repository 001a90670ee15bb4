package model

import (
	"sync"

	G "gorgonia.org/gorgonia"

	"antecedent/internal/kernel"
)

// A call is an operation of a graph with the nodes that it reads.
type call struct {
	op     *op
	inputs []*G.Node
}

// An executor runs the operations of a graph one after another, in the order in which
// they were added: the forward pass, and in training the backward pass that gorgonia
// derived. It does what gorgonia's TapeMachine does, with the same bits, without that
// machine's goroutine and registers: these take longer than the arithmetic on one short
// sentence, and some 230 allocations in a training step.
type executor []task

type task struct {
	op *op
	in operands
}

func newExecutor(order []call) executor {
	var e executor
	for _, c := range order {
		t := task{op: c.op}
		for _, n := range c.inputs {
			if op, ok := n.Op().(*op); ok {
				t.in = append(t.in, operand{value: op.value, floats: op.buffer})
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

// packs are the packed copies of weight matrices, made when inference first needs
// them and dropped when the weights change. See [kernel.Packed].
type packs struct {
	mu     sync.RWMutex
	byName map[string]*kernel.Packed
}

func (p *packs) get(name string, w kernel.Matrix) *kernel.Packed {
	p.mu.RLock()
	packed := p.byName[name]
	p.mu.RUnlock()
	if packed != nil {
		return packed
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if packed = p.byName[name]; packed == nil {
		if p.byName == nil {
			p.byName = map[string]*kernel.Packed{}
		}
		packed = kernel.Pack(w)
		p.byName[name] = packed
	}
	return packed
}

func (p *packs) drop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.byName = nil
}

// A weightProduct makes the product x·w with one weight matrix.
type weightProduct func(dst, x, w kernel.Matrix, e kernel.Epilogue) kernel.Product

// product is the weightProduct of the matrix of node w. Inference packs the
// matrix once; in training it changes with every step.
func (b *builder) product(w *G.Node) weightProduct {
	if b.key.train {
		return func(dst, x, w kernel.Matrix, e kernel.Epilogue) kernel.Product {
			return kernel.Product{Dst: dst, A: x, B: w, Epilogue: e}
		}
	}
	name := w.Name()
	return func(dst, x, w kernel.Matrix, e kernel.Epilogue) kernel.Product {
		return kernel.Product{Dst: dst, A: x, Packed: b.packs.get(name, w), Epilogue: e}
	}
}
