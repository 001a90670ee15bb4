package model

import (
	"fmt"
	"sync"

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
	executor executor

	// Inputs, bound to the graph once and overwritten for each run.
	words, ngrams, lengths, texts, pronouns, draw, labelled []int
	targets, vectors                                        []float32
	structure                                               []uint64

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
	return &dropout{rate: b.key.rate, seed: b.key.seed, site: uint64(n), draw: in.draw}
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
	w := pointerWeights{weight["pointer.W_Q"], weight["pointer.W_K"], weight["pointer.none"], weight["pointer.structure"], weight["pointer.structure.given"]}
	if !k.train {
		p.pointer = b.point(pointer, x, w, in) // (P,T+1)
		p.executor = newExecutor(b.order)
		return p, nil
	}
	return p, p.differentiate(b, b.pointerLoss(pointer, x, w, in), nodes)
}

// differentiating is held while gorgonia derives gradients: the graphs of all models get
// one node of the constant 1, in which gorgonia 0.9.18 keeps its hash.
var differentiating sync.Mutex

// differentiate derives the gradients of all weights and sets the executor of the graph.
func (p *program) differentiate(b *builder, loss *G.Node, weights G.Nodes) error {
	differentiating.Lock()
	defer differentiating.Unlock()
	p.loss = bufferOf(loss)
	gradients, err := G.Grad(loss, weights...)
	if err != nil {
		return fmt.Errorf("model: differentiating: %w", err)
	}
	for _, d := range gradients {
		p.gradients = append(p.gradients, bufferOf(d))
	}
	p.executor = newExecutor(b.order)
	return nil
}
