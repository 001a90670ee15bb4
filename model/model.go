package model

import (
	"fmt"
	"math"
	"slices"
)

// A Model is the weights and the graphs over them. It is for one goroutine at a
// time; its methods run on several processors by themselves.
type Model struct {
	config     Config
	parameters []Parameter
	programs   map[programKey]*program
	space      *workspace
}

// New makes a model with initial weights that are a function of the seed.
func New(c Config, seed uint64) (*Model, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	return &Model{config: c, parameters: newParameters(c, seed), programs: map[programKey]*program{}, space: newWorkspace()}, nil
}

// Config is the configuration that the model was made with.
func (m *Model) Config() Config { return m.config }

// Parameters are the live weights, in the order of the checkpoint format.
func (m *Model) Parameters() []Parameter { return m.parameters }

// Changed says that weights were written to. Inference keeps copies of the
// weights in an order that suits it and makes them anew.
func (m *Model) Changed() { m.space.version++ }

// Size is the number of weights.
func (m *Model) Size() int {
	n := 0
	for _, p := range m.parameters {
		n += len(p.Data)
	}
	return n
}

// An Output is what the model made of a batch. Its slices are the model's own
// memory and hold until its next call.
type Output struct {
	Pointer []float32 // (B,T+1) probability of each token and, last, NONE

	// Only from Inspect:
	Patterns [][]float32 // L × (B,H,T,T) attention weights, 0 from and to padding
	Scores   [][]float32 // L × (B,H,T,T) what the softmax made the patterns of
}

// Forward evaluates a batch.
func (m *Model) Forward(b Batch) (Output, error) {
	p, err := m.program(b, programKey{})
	if err != nil {
		return Output{}, err
	}
	return p.output, p.run()
}

// Inspect evaluates a batch and keeps every attention pattern. A change, if not
// nil, intervenes on the way.
func (m *Model) Inspect(b Batch, change *Intervention) (Output, error) {
	p, err := m.keeping(b, change)
	if err != nil {
		return Output{}, err
	}
	return p.output, nil
}

// keeping runs the program that keeps what happens inside.
func (m *Model) keeping(b Batch, change *Intervention) (*program, error) {
	p, err := m.program(b, programKey{keep: true})
	if err != nil {
		return nil, err
	}
	p.intervention = change
	return p, p.run()
}

// Dropout says which numbers fall out of a training step's activations.
type Dropout struct {
	Rate float64 // probability, 0 for none
	Seed uint64
	Step int // the draw is a function of (Seed, Step) and the place in the model
}

// Gradients runs a batch forward and backward. It returns the mean loss of the
// labelled examples in nats, and its gradient for each parameter in the order
// of [Model.Parameters]; the gradients are the model's own memory and hold
// until its next call.
func (m *Model) Gradients(b Batch, d Dropout) (loss float64, gradients [][]float32, err error) {
	if d.Rate < 0 || d.Rate >= 1 || math.IsNaN(d.Rate) {
		return 0, nil, fmt.Errorf("model: dropout rate %v; use at least 0 and less than 1", d.Rate)
	}
	p, err := m.program(b, programKey{train: true, rate: d.Rate, seed: d.Seed})
	if err != nil {
		return 0, nil, err
	}
	p.step[0] = d.Step
	if err := p.run(); err != nil {
		return 0, nil, err
	}
	return float64(p.loss[0]), p.gradients, nil
}

// A Resolution is the model's answer for one example, with every weight on the
// way to it. All slices are the caller's.
type Resolution struct {
	Pointer  []float32       // (T) probability that the pronoun refers to each token
	None     float32         // probability that it refers to none of them
	Patterns [][][][]float32 // [L][H][T][T] row i: what token i looks at
	Scores   [][][][]float32 // [L][H][T][T] the patterns before their softmax

	// The vectors that each head made of the tokens, and the mix of values that
	// it put in their place.
	Queries, Keys, Values, Mixed [][][][]float32 // [L][H][T][K]
}

// Resolve answers the only example of a batch.
func (m *Model) Resolve(b Batch, change *Intervention) (*Resolution, error) {
	if b.Size != 1 {
		return nil, fmt.Errorf("model: Resolve takes one example, not %d", b.Size)
	}
	p, err := m.keeping(b, change)
	if err != nil {
		return nil, err
	}
	n, d := b.Lengths[0], m.config.Width
	r := &Resolution{
		Pointer: append([]float32(nil), p.output.Pointer[:n]...),
		None:    p.output.Pointer[b.Length],
	}
	for l := range m.config.Layers {
		r.Patterns = append(r.Patterns, m.square(p.output.Patterns[l], n, b.Length))
		r.Scores = append(r.Scores, m.square(p.output.Scores[l], n, b.Length))
		r.Queries = append(r.Queries, m.columns(p.projections[l], n, 3*d, 0))
		r.Keys = append(r.Keys, m.columns(p.projections[l], n, 3*d, d))
		r.Values = append(r.Values, m.columns(p.projections[l], n, 3*d, 2*d))
		r.Mixed = append(r.Mixed, m.columns(p.outputs[l], n, d, 0))
	}
	return r, nil
}

// square copies the (n,n) parts of H matrices (T,T).
func (m *Model) square(data []float32, n, length int) [][][]float32 {
	list := make([][][]float32, m.config.Heads)
	for h := range list {
		for i := range n {
			list[h] = append(list[h], slices.Clone(data[(h*length+i)*length:][:n]))
		}
	}
	return list
}

// columns copies each head's K of the D columns from left on, of n rows.
func (m *Model) columns(data []float32, n, stride, left int) [][][]float32 {
	list := make([][][]float32, m.config.Heads)
	k := m.config.HeadWidth()
	for h := range list {
		for i := range n {
			list[h] = append(list[h], slices.Clone(data[i*stride+left+h*k:][:k]))
		}
	}
	return list
}
