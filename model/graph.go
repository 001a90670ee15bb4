package model

import (
	"fmt"

	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// A programKey is all that graphs of one model differ in. gorgonia's shapes and
// operations cannot change once built.
type programKey struct {
	size, length, queries int // B, T, P
	train                 bool
	keep                  bool // retains what the heads compute
	rate                  float64
	seed                  uint64
}

// A program is a graph for one key, compiled, with the memory of its inputs and
// results.
type program struct {
	machine  G.VM     // runs a training graph
	executor executor // runs an inference graph

	// Inputs, bound to the graph once and overwritten for each run.
	words, ngrams, lengths, texts, pronouns, step []int
	targets, vectors                              []float32
	structure                                     []uint64

	pointer   []float32   // (P,T+1)
	logits    []float32   // (P,T+1) the pointer before the softmax
	trace     *trace      // nil unless kept
	loss      []float32   // (1)
	gradients [][]float32 // by parameter
}

// A trace is what the heads of a program compute, retained by layer, and the
// intervention of the run.
type trace struct {
	change           *Intervention
	patterns, scores [][]float32 // (B,H,T,T)
	qkv              [][]float32 // (B·T,3D)
	z                [][]float32 // (B·T,D)
}

// inputs are the nodes of a batch.
type inputs struct {
	words, ngrams, vectors, lengths, texts, pronouns, structure, step, targets *G.Node
}

// A builder adds operations to a graph. It panics on errors, which can only be
// mistakes in this package; newProgram turns the panic into an error.
type builder struct {
	graph    *G.ExprGraph
	config   Config
	key      programKey
	space    *workspace
	packs    *packs
	backward *memory // for the backward pass of the layer being added
	order    []call  // all operations, each after those whose results it reads
	trace    *trace
}

// enter chooses the memory for the backward pass of layer l, counted from 1: 0 is
// the embedding, L+1 the pointer.
func (b *builder) enter(l int) {
	b.backward = &b.space.backward[l&1]
	b.backward.rewind()
}

// site is the dropout at place n of the model, nil for none.
func (b *builder) site(in inputs, n int) *dropout {
	if b.key.rate == 0 {
		return nil
	}
	return &dropout{rate: b.key.rate, seed: b.key.seed, site: uint64(n), step: in.step}
}

// newProgram builds the graph of the model, in training with its loss and the
// backward graph that gorgonia derives, and compiles it.
func newProgram(c Config, parameters []Parameter, packs *packs, space *workspace, k programKey) (_ *program, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("model: building the graph: %v", r)
		}
	}()
	p, g := &program{}, G.NewGraph()
	if k.keep {
		p.trace = &trace{}
	}
	b := &builder{graph: g, config: c, key: k, space: space, packs: packs, trace: p.trace}
	space.forward.rewind()
	in := p.bind(g, c, k)

	// The graph shares the memory of the weights.
	nodes := make(G.Nodes, len(parameters))
	weight := make(map[string]*G.Node, len(parameters))
	for i, w := range parameters {
		value := tensor.New(tensor.WithShape(w.Shape...), tensor.WithBacking(w.Data))
		nodes[i] = G.NewTensor(g, tensor.Float32, len(w.Shape), G.WithShape(w.Shape...), G.WithName(w.Name), G.WithValue(value))
		weight[w.Name] = nodes[i]
	}

	b.enter(0)
	x := b.embedding(in, weight["embed.word"], weight["embed.vector"], weight["embed.ngram"]) // (B·T,D)
	x = b.dropout(x, b.site(in, 0))
	for l := range c.Layers {
		x = b.layer(l, x, weight, in) // (B·T,D)
	}
	b.enter(c.Layers + 1)
	x = b.norm(&residual{x: x}, weight["norm.gain"], weight["norm.bias"]) // (B·T,D)
	pointer := b.newPointer()
	p.logits = pointer.logits
	w := pointerWeights{weight["pointer.W_Q"], weight["pointer.W_K"], weight["pointer.none"], weight["pointer.structure"]}
	if !k.train {
		p.pointer = b.point(pointer, x, w, in) // (P,T+1)
		p.executor = newExecutor(b.order)
		return p, nil
	}
	return p, p.differentiate(g, b.pointerLoss(pointer, x, w, in), nodes)
}

// differentiate derives the gradients of all weights and compiles the graph.
func (p *program) differentiate(g *G.ExprGraph, loss *G.Node, weights G.Nodes) error {
	p.loss = bufferOf(loss)
	gradients, err := G.Grad(loss, weights...)
	if err != nil {
		return fmt.Errorf("model: differentiating: %w", err)
	}
	for _, d := range gradients {
		p.gradients = append(p.gradients, bufferOf(d))
	}
	// The last operation of the backward pass, that of the embedding, depends on
	// all others, which store the gradients of their weights on the way. The nodes
	// of those gradients need no instructions of their own.
	code, registers, err := G.CompileFunction(g, g.Inputs(), G.Nodes{loss, gradients[0]})
	if err != nil {
		return fmt.Errorf("model: compiling: %w", err)
	}
	p.machine = G.NewTapeMachine(g, G.WithPrecompiled(code, registers))
	return nil
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
	p.texts, in.texts = integers("texts", k.queries)
	p.pronouns, in.pronouns = integers("pronouns", k.queries)
	if c.NgramBuckets > 0 {
		p.ngrams, in.ngrams = integers("ngrams", n*MaxNgrams)
	}
	if c.Vectors > 0 {
		p.vectors, in.vectors = matrix(g, "vectors", n, c.Vectors)
	}
	if c.Structure > 0 {
		p.structure = make([]uint64, k.queries*k.length)
		value := tensor.New(tensor.WithShape(k.queries, k.length), tensor.WithBacking(p.structure))
		in.structure = G.NewMatrix(g, tensor.Uint64, G.WithShape(k.queries, k.length), G.WithName("batch.structure"), G.WithValue(value))
	}
	if !k.train {
		return in
	}
	p.step = make([]int, 1)
	if k.rate > 0 {
		p.step, in.step = integers("step", 1)
	}
	p.targets, in.targets = matrix(g, "targets", k.queries, k.length+1)
	return in
}

// matrix makes an input node of a batch and the memory behind it.
func matrix(g *G.ExprGraph, name string, rows, cols int) ([]float32, *G.Node) {
	data := make([]float32, rows*cols)
	value := tensor.New(tensor.WithShape(rows, cols), tensor.WithBacking(data))
	return data, G.NewMatrix(g, tensor.Float32, G.WithShape(rows, cols), G.WithName("batch."+name), G.WithValue(value))
}

// load copies a batch into the inputs of the program.
func (p *program) load(b Batch) {
	copy(p.words, b.Words)
	copy(p.ngrams, b.Ngrams)
	copy(p.lengths, b.Lengths)
	copy(p.texts, b.Texts)
	copy(p.pronouns, b.Pronouns)
	copy(p.vectors, b.Vectors)
	copy(p.structure, b.Structure)
	copy(p.targets, b.Targets)
}

// run evaluates the graph on what its inputs hold.
func (p *program) run() error {
	if p.machine == nil {
		return p.executor.run()
	}
	p.machine.Reset() // a second run without it would do nothing
	return p.machine.RunAll()
}
