package model

import (
	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// inputs are the nodes of a batch.
type inputs struct {
	words, ngrams, vectors, lengths, texts, pronouns, structure, draw, targets, labelled *G.Node
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
	p.draw = make([]int, 2)
	if k.rate > 0 {
		p.draw, in.draw = integers("draw", 2)
	}
	p.targets, in.targets = matrix(g, "targets", k.queries, k.length+1)
	p.labelled, in.labelled = integers("labelled", 1)
	return in
}

// matrix makes an input node of a batch and the memory behind it.
func matrix(g *G.ExprGraph, name string, rows, cols int) ([]float32, *G.Node) {
	data := make([]float32, rows*cols)
	value := tensor.New(tensor.WithShape(rows, cols), tensor.WithBacking(data))
	return data, G.NewMatrix(g, tensor.Float32, G.WithShape(rows, cols), G.WithName("batch."+name), G.WithValue(value))
}

// size is about how many bytes the program takes: its inputs, and a graph of some 200 kB.
func (p *program) size() int {
	const graph, word = 200 << 10, 8
	integers := len(p.words) + len(p.ngrams) + len(p.lengths) + len(p.texts) + len(p.pronouns)
	return graph + word*(integers+len(p.structure)) + word/2*len(p.vectors)
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
