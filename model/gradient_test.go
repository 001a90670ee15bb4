package model

import (
	"fmt"
	"math"
	"slices"
	"testing"

	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"antecedent/internal/kernel"
	"antecedent/internal/random"
)

// Every operation, alone in a graph that gorgonia differentiates, is compared
// with central differences of its own forward pass. Axes have distinct prime
// sizes, so that a transposition cannot pass unseen.

// A probe is an operation under test: build applies it to differentiable inputs
// of the given shapes.
type probe struct {
	name   string
	shapes []tensor.Shape
	build  func(b *builder, in []*G.Node, ints inputs) *G.Node
}

const (
	testB, testT = 2, 7
	testN        = testB * testT
	testV, testG = 11, 13
	testE, testF = 19, MaxFeatures // width of word vectors, number of features
)

func probes() []probe {
	attention := func(b *builder, in []*G.Node, ints inputs, noScale bool) *G.Node {
		b.config = Config{Width: 15, Heads: 3, Radius: 4, NoScale: noScale}
		return b.attention(in[0], in[1], ints, 0)
	}
	mlp := func(b *builder, in []*G.Node, drop *dropout) *G.Node {
		stream := &residual{x: in[0]}
		return b.mlp(b.norm(stream, in[1], in[2]), in[3], in[4], in[5], in[6], stream, drop)
	}
	// With these shapes no activation is so near 0 that a difference crosses it.
	mlpShapes := []tensor.Shape{{7, 3}, {3}, {3}, {3, 2}, {2}, {2, 3}, {3}}
	return []probe{
		{"embedding", []tensor.Shape{{testV, 5}}, func(b *builder, in []*G.Node, ints inputs) *G.Node {
			return b.embedding(ints, in[0], nil, nil)
		}},
		{"embedding with n-grams", []tensor.Shape{{testV, 5}, {testG, 5}}, func(b *builder, in []*G.Node, ints inputs) *G.Node {
			return b.embedding(ints, in[0], nil, in[1])
		}},
		{"embedding with word vectors", []tensor.Shape{{testV, 5}, {testE, 5}}, func(b *builder, in []*G.Node, ints inputs) *G.Node {
			return b.embedding(ints, in[0], in[1], nil)
		}},
		{"embedding with both", []tensor.Shape{{testV, 5}, {testE, 5}, {testG, 5}}, func(b *builder, in []*G.Node, ints inputs) *G.Node {
			return b.embedding(ints, in[0], in[1], in[2])
		}},
		{"norm", []tensor.Shape{{37, 5}, {5}, {5}}, func(b *builder, in []*G.Node, _ inputs) *G.Node {
			return b.norm(&residual{x: in[0]}, in[1], in[2])
		}},
		{"projection", []tensor.Shape{{testN, 5}, {5, 5}, {5, 5}, {5, 5}, {5}, {5}, {5}}, func(b *builder, in []*G.Node, _ inputs) *G.Node {
			return b.projection(in[0], [3]*G.Node(in[1:4]), [3]*G.Node(in[4:7]))
		}},
		{"attention", []tensor.Shape{{testN, 45}, {9, 3}}, func(b *builder, in []*G.Node, ints inputs) *G.Node {
			return attention(b, in, ints, false)
		}},
		{"attention without scale", []tensor.Shape{{testN, 45}, {9, 3}}, func(b *builder, in []*G.Node, ints inputs) *G.Node {
			return attention(b, in, ints, true)
		}},
		{"norm and output with residual", []tensor.Shape{{testN, 5}, {5}, {5}, {5, 5}, {5}}, func(b *builder, in []*G.Node, _ inputs) *G.Node {
			stream := &residual{x: in[0]}
			return b.output(b.norm(stream, in[1], in[2]), in[3], in[4], stream)
		}},
		{"norm and mlp with residual", mlpShapes, func(b *builder, in []*G.Node, _ inputs) *G.Node {
			return mlp(b, in, nil)
		}},
		{"mlp with dropout", mlpShapes, func(b *builder, in []*G.Node, ints inputs) *G.Node {
			return mlp(b, in, &dropout{rate: 0.4, seed: 1, site: 2, draw: ints.draw})
		}},
		{"dropout", []tensor.Shape{{testN, 5}}, func(b *builder, in []*G.Node, ints inputs) *G.Node {
			return b.dropout(in[0], &dropout{rate: 0.4, seed: 1, site: 2, draw: ints.draw})
		}},
		{"pointer and loss", []tensor.Shape{{testN, 5}, {5, 5}, {5, 5}, {5}}, func(b *builder, in []*G.Node, ints inputs) *G.Node {
			b.config = Config{Width: 5}
			return b.pointerLoss(b.newPointer(), in[0], pointerWeights{query: in[1], key: in[2], none: in[3]}, ints)
		}},
		{"pointer with structure and loss", []tensor.Shape{{testN, 5}, {5, 5}, {5, 5}, {5}, {testF}, {testF}}, func(b *builder, in []*G.Node, ints inputs) *G.Node {
			b.config = Config{Width: 5, Structure: testF}
			return b.pointerLoss(b.newPointer(), in[0], pointerWeights{in[1], in[2], in[3], in[4], in[5]}, ints)
		}},
	}
}

func TestGradientsOfOperations(t *testing.T) {
	for _, p := range probes() {
		t.Run(p.name, func(t *testing.T) {
			g := G.NewGraph()
			space := newWorkspace()
			b := &builder{graph: g, key: testKey, space: space, packs: &packs{}, backward: &space.backward[0]}
			ints := testInputs(g)
			var nodes []*G.Node
			var data [][]float32
			for i, shape := range p.shapes {
				x := normal(uint64(i+1), shape.TotalSize())
				value := tensor.New(tensor.WithShape(shape...), tensor.WithBacking(x))
				nodes = append(nodes, G.NewTensor(g, tensor.Float32, shape.Dims(), G.WithShape(shape...), G.WithName(fmt.Sprint("in", i)), G.WithValue(value)))
				data = append(data, x)
			}
			out := p.build(b, nodes, ints)
			loss := out
			if out.Shape().Dims() > 0 {
				loss = b.weighted(out)
			}
			gradients, err := G.Grad(loss, nodes...)
			if err != nil {
				t.Fatal(err)
			}
			machine := G.NewTapeMachine(g)
			run := func() float64 {
				machine.Reset()
				if err := machine.RunAll(); err != nil {
					t.Fatal(err)
				}
				return float64(bufferOf(loss)[0])
			}
			before := clone2(data)
			run()
			run() // buffers that are not cleared show on the second run
			for i := range data {
				if !slices.Equal(data[i], before[i]) {
					t.Fatalf("input %d was overwritten", i)
				}
			}
			var analytic [][]float32
			for _, d := range gradients {
				analytic = append(analytic, slices.Clone(bufferOf(d)))
			}
			if err := newExecutor(b.order).run(); err != nil {
				t.Fatal(err)
			}
			for i, d := range gradients {
				if !slices.Equal(bufferOf(d), analytic[i]) {
					t.Errorf("input %d: the executor computes another gradient than gorgonia's machine", i)
				}
			}
			for i := range nodes {
				got := analytic[i]
				for j := range data[i] {
					want := difference(data[i], j, run)
					if e := math.Abs(float64(got[j]) - want); e > 2e-3*max(1, math.Abs(want)) {
						t.Errorf("input %d, element %d: gradient %g, by differences %g", i, j, got[j], want)
					}
				}
			}
		})
	}
}

// difference is the central difference of f for x[j], by Richardson's
// extrapolation over two widths: float32 allows no narrow one.
func difference(x []float32, j int, f func() float64) float64 {
	at := func(h float32) float64 {
		was := x[j]
		x[j] = was + h
		up, hi := f(), x[j]
		x[j] = was - h
		down, lo := f(), x[j]
		x[j] = was
		return (up - down) / float64(hi-lo)
	}
	const h = 1.0 / 64
	return (4*at(h) - at(2*h)) / 3
}

// weighted is Σ wᵢ·xᵢ for fixed weights, a loss that no element escapes.
func (b *builder) weighted(x *G.Node) *G.Node {
	w := normal(99, x.Shape().TotalSize())
	dx := make([]float32, len(w))
	return b.add(operation{
		name: "weighted", inputs: []*G.Node{x}, shape: tensor.ScalarShape(), gradients: [][]float32{dx},
		forward: func(in operands, out []float32) error {
			var sum float64
			for i, v := range in.floats(0) {
				sum += float64(w[i]) * float64(v)
			}
			out[0] = float32(sum)
			return nil
		},
		backward: func(_ operands, _, d []float32) error {
			clear(dx)
			kernel.AddScaled(dx, d[0], w)
			return nil
		},
	})
}

// testKey is the shape of testBatch(testB, testT, …), with one pronoun more than
// texts.
var testKey = programKey{size: testB, length: testT, queries: testB + 1, train: true, rate: 0.4}

func testInputs(g *G.ExprGraph) inputs {
	p := &program{}
	c := Config{NgramBuckets: testG, Vectors: testE, Structure: testF}
	in := p.bind(g, c, testKey)
	b := withInputs(testBatch(testB, testT, testV, testG), c)
	p.load(b)
	p.draw[1], p.labelled[0] = 3, b.labelled()
	return in
}

// testBatch is a batch with padding, repeated words, two pronouns in the first
// text, two gold tokens for one of them and NONE for another.
func testBatch(size, length, vocabulary, buckets int) Batch {
	draw := random.New(5, "test batch")
	b := Batch{
		Size: size, Length: length, Queries: size + 1,
		Words: make([]int, size*length), Ngrams: make([]int, size*length*MaxNgrams), Lengths: make([]int, size),
		Texts: make([]int, size+1), Pronouns: make([]int, size+1), Targets: make([]float32, (size+1)*(length+1)),
	}
	for i := range b.Words {
		b.Words[i] = draw.IntN(vocabulary)
		for g := range MaxNgrams {
			b.Ngrams[i*MaxNgrams+g] = -1
			if buckets > 0 && g < i%4+1 {
				b.Ngrams[i*MaxNgrams+g] = draw.IntN(buckets)
			}
		}
	}
	for i := range size {
		b.Lengths[i] = length - 2*(i%2)
	}
	for i := range b.Queries {
		text := max(0, i-1)
		b.Texts[i] = text
		b.Pronouns[i] = max(0, b.Lengths[text]-2-2*(i%2))
		row := b.Targets[i*(length+1):]
		switch i % 3 {
		case 0:
			row[0], row[1] = 1, 1
		case 1:
			row[length] = 1
		case 2:
			row[2] = 1
		}
	}
	return b
}

// withInputs adds the word vectors and the features that a model has inputs for: two
// features on one token in three and on the targets, none on the others, and of every
// second pronoun the candidates are given.
func withInputs(b Batch, c Config) Batch {
	if c.Vectors > 0 {
		b.Vectors = normal(77, b.Size*b.Length*c.Vectors)
		for i, length := range b.Lengths {
			clear(b.Vectors[(i*b.Length+length)*c.Vectors : (i+1)*b.Length*c.Vectors])
		}
	}
	if c.Structure > 0 {
		b.Structure = make([]uint64, b.Queries*b.Length)
		for i := range b.Structure {
			target := b.Targets[i/b.Length*(b.Length+1)+i%b.Length] != 0
			if i%3 == 0 || target {
				b.Structure[i] = 1<<(i%c.Structure) | 1<<((i/3)%c.Structure)
				if i/b.Length%2 == 1 { // all of every second pronoun
					b.Structure[i] |= Given
				}
				if i%2 == 0 || i < b.Length { // all of pronoun 0
					b.Structure[i] |= SharedContent
				}
			}
		}
	}
	return b
}

func normal(seed uint64, n int) []float32 {
	draw := random.New(seed, "test")
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(draw.NormFloat64())
	}
	return x
}

func clone2(x [][]float32) [][]float32 {
	list := make([][]float32, len(x))
	for i := range x {
		list[i] = slices.Clone(x[i])
	}
	return list
}
