package model

import (
	"errors"
	"fmt"
	"math"

	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// programKey is what a graph is fixed to: gorgonia's shapes and operations
// cannot change once built.
type programKey struct {
	size, length int // B, T
	train        bool
	keep         bool // keeps every pattern and its scores for the caller
	rate         float64
	seed         uint64
}

// A program is a graph for one key, compiled, with the memory of its inputs and
// results.
type program struct {
	machine  G.VM     // runs a training graph
	executor executor // runs an inference graph

	// Inputs, bound to the graph once and overwritten for each run.
	words, ngrams, lengths, pronouns, step []int
	targets                                []float32
	intervention                           *Intervention

	output Output
	// L × (B·T,3D) and L × (B·T,D), where kept
	projections, outputs [][]float32
	loss                 []float32   // (1)
	gradients            [][]float32 // by parameter
}

// inputs are the nodes of a batch.
type inputs struct {
	words, ngrams, lengths, pronouns, step, targets *G.Node
}

// program returns the program for a batch, checked and copied into its inputs.
func (m *Model) program(b Batch, k programKey) (*program, error) {
	if err := b.validate(m.config); err != nil {
		return nil, err
	}
	k.size, k.length = b.Size, b.Length
	p, err := m.programFor(k)
	if err != nil {
		return nil, err
	}
	copy(p.words, b.Words)
	copy(p.ngrams, b.Ngrams)
	copy(p.lengths, b.Lengths)
	copy(p.pronouns, b.Pronouns)
	copy(p.targets, b.Targets)
	return p, nil
}

func (m *Model) programFor(k programKey) (*program, error) {
	if p, ok := m.programs[k]; ok {
		return p, nil
	}
	p, err := m.newProgram(k)
	if err != nil {
		return nil, err
	}
	m.programs[k] = p
	return p, nil
}

// newProgram builds the graph of the model, in training with its loss and the
// backward graph that gorgonia derives, and compiles it.
func (m *Model) newProgram(k programKey) (_ *program, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("model: building the graph: %v", r)
		}
	}()
	c, g := m.config, G.NewGraph()
	b := newBuilder(g, m.space)
	b.inference = !k.train
	p := &program{}
	in := p.bind(g, c, k)

	// The weights enter by their names; the graph shares their memory.
	nodes := make(G.Nodes, len(m.parameters))
	weight := make(map[string]*G.Node, len(m.parameters))
	for i, w := range m.parameters {
		value := tensor.New(tensor.WithShape(w.Shape...), tensor.WithBacking(w.Data))
		nodes[i] = G.NewTensor(g, tensor.Float32, len(w.Shape), G.WithShape(w.Shape...), G.WithName(w.Name), G.WithValue(value))
		weight[w.Name] = nodes[i]
	}
	drop := func(x *G.Node, site int) *G.Node {
		if !k.train || k.rate == 0 {
			return x
		}
		return b.dropout(x, in.step, k.rate, k.seed, uint64(site))
	}

	x := drop(b.embedding(in, weight["embed.word"], weight["embed.ngram"]), 0) // (B·T,D)
	for l := range c.Layers {
		b.layer = l + 1
		w := func(name string) *G.Node { return weight[fmt.Sprintf("layer.%d.%s", l, name)] }
		a := m.newHeads(b, k, l)
		if k.keep {
			a.intervene = &p.intervention
		}

		h := b.norm(x, w("norm1.gain"), w("norm1.bias")) // (B·T,D)
		qkv := b.projection(h,
			[3]*G.Node{w("attention.W_Q"), w("attention.W_K"), w("attention.W_V")},
			[3]*G.Node{w("attention.b_Q"), w("attention.b_K"), w("attention.b_V")}) // (B·T,3D)
		z, pattern := b.attention(qkv, w("attention.position"), in, a)                 // (B·T,D), (B,H,T,T)
		x = b.linear(drop(z, 2*l+1), w("attention.W_O"), w("attention.b_O"), x, false) // (B·T,D)
		h = b.norm(x, w("norm2.gain"), w("norm2.bias"))                                // (B·T,D)
		h = b.linear(h, w("mlp.W_1"), w("mlp.b_1"), nil, true)                         // (B·T,F)
		x = b.linear(drop(h, 2*l+2), w("mlp.W_2"), w("mlp.b_2"), x, false)             // (B·T,D)
		if k.keep {
			p.output.Patterns = append(p.output.Patterns, bufferOf(pattern))
			p.output.Scores = append(p.output.Scores, a.scores)
			p.projections = append(p.projections, bufferOf(qkv))
			p.outputs = append(p.outputs, bufferOf(z))
		}
	}
	b.layer = c.Layers + 1
	x = b.norm(x, weight["norm.gain"], weight["norm.bias"]) // (B·T,D)

	point := b.newPointer(k.size, k.length, c.Width, c.scale(c.Width))
	p.output.Pointer = point.probability
	wq, wk, none := weight["pointer.W_Q"], weight["pointer.W_K"], weight["pointer.none"]
	if !k.train {
		b.point(point, x, wq, wk, none, in) // (B,T+1)
		p.executor = newExecutor(b.order)
	} else {
		loss := b.pointerLoss(point, x, wq, wk, none, in) // ()
		p.loss = bufferOf(loss)
		gradients, err := G.Grad(loss, nodes...)
		if err != nil {
			return nil, fmt.Errorf("model: differentiating: %w", err)
		}
		if len(b.residuals) > 0 {
			return nil, errors.New("model: a residual's gradient was lost: its x went through no norm")
		}
		for _, d := range gradients {
			p.gradients = append(p.gradients, bufferOf(d))
		}
		// The last operation of the backward pass is reached through all others, and
		// they fill the gradients of their weights on the way; the nodes that only
		// stand for those need no instructions of the machine.
		last := gradients[0]
		code, registers, err := G.CompileFunction(g, g.Inputs(), G.Nodes{loss, last})
		if err != nil {
			return nil, fmt.Errorf("model: compiling: %w", err)
		}
		p.machine = G.NewTapeMachine(g, G.WithPrecompiled(code, registers))
	}
	return p, nil
}

// scale is 1/√width, or 1 for the lesson on why it is there.
func (c Config) scale(width int) float32 {
	if c.NoScale {
		return 1
	}
	return float32(1 / math.Sqrt(float64(width)))
}

func (m *Model) newHeads(b *builder, k programKey, layer int) *heads {
	c := m.config
	a := newHeads(layer, k.size, k.length, c.Width, c.Heads, c.Radius, c.scale(c.HeadWidth()))
	if k.keep || k.train && a.worthKeeping() {
		a.keep(b.floats, k.keep)
	}
	return a
}

// bind makes the input nodes of a batch and the memory behind them.
func (p *program) bind(g *G.ExprGraph, c Config, k programKey) inputs {
	integers := func(name string, n int) ([]int, *G.Node) {
		data := make([]int, n)
		value := tensor.New(tensor.WithShape(n), tensor.WithBacking(data))
		return data, G.NewVector(g, tensor.Int, G.WithShape(n), G.WithName("batch."+name), G.WithValue(value))
	}
	var in inputs
	n := k.size * k.length
	p.words, in.words = integers("words", n)
	p.lengths, in.lengths = integers("lengths", k.size)
	p.pronouns, in.pronouns = integers("pronouns", k.size)
	if c.NgramBuckets > 0 {
		p.ngrams, in.ngrams = integers("ngrams", n*MaxNgrams)
	}
	if !k.train {
		return in
	}
	p.step = make([]int, 1)
	if k.rate > 0 {
		p.step, in.step = integers("step", 1)
	}
	p.targets = make([]float32, n+k.size)
	value := tensor.New(tensor.WithShape(k.size, k.length+1), tensor.WithBacking(p.targets))
	in.targets = G.NewMatrix(g, tensor.Float32, G.WithShape(k.size, k.length+1), G.WithName("batch.targets"), G.WithValue(value))
	return in
}

// run evaluates the graph on what its inputs hold.
func (p *program) run() error {
	if p.machine == nil {
		return p.executor.run()
	}
	p.machine.Reset() // a second run without it would do nothing
	return p.machine.RunAll()
}
