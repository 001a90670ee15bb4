package model

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"antecedent/internal/random"
)

// A Parameter is one learned array, its values row after row.
type Parameter struct {
	Name  string
	Shape []int
	Data  []float32
}

// initial says how a parameter's weights are drawn before training.
type initial int

const (
	zeros  initial = iota // biases, and what should not prefer anything at first
	ones                  // gains
	narrow                // normal, σ = 0.02: embeddings, which a norm rescales anyway
	fanIn                 // normal, σ = 1/√rows: keeps the variance of x·W that of x
	local                 // the nearer the better, each head at a slope of its own
)

// A head begins with a preference for near words, −slope per token of distance,
// and learns to keep or to lose it. The slopes fall from head to head, as in
// ALiBi (Press, Smith and Lewis, "Train Short, Test Long", 2022), so that some
// heads attend to distant tokens. This start decides which tokens learn to attend
// to the predicate. From a bias of zero every candidate does, however distant, and
// what the pronoun attends to is of no use to the answer; from this one the pronoun
// does. "infer eval --heads" measures that.
const (
	steepest = 2.0 // of the first head, per token
	flatter  = 0.7 // the next head's slope as a share of this one's
)

// newParameters makes the parameters of a model, with initial weights that are a
// function of the seed and the parameter's place in the list.
func newParameters(c Config, seed uint64) []Parameter {
	var list []Parameter
	for i, s := range c.specs() {
		p := Parameter{Name: s.name, Shape: s.shape, Data: make([]float32, s.size())}
		p.draw(s.initial, random.New(seed, "weights", uint64(i)))
		list = append(list, p)
	}
	return list
}

func (p *Parameter) draw(how initial, draw *rand.Rand) {
	switch how {
	case ones:
		for i := range p.Data {
			p.Data[i] = 1
		}
	case narrow, fanIn:
		deviation := 0.02
		if how == fanIn {
			deviation = 1 / math.Sqrt(float64(p.Shape[0]))
		}
		for i := range p.Data {
			p.Data[i] = float32(draw.NormFloat64() * deviation)
		}
	case local: // (2R+1,H)
		rows, heads := p.Shape[0], p.Shape[1]
		for i := range p.Data {
			distance := math.Abs(float64(i/heads - rows/2))
			p.Data[i] = float32(-steepest * math.Pow(flatter, float64(i%heads)) * distance)
		}
	}
}

// A spec describes a parameter.
type spec struct {
	name    string
	initial initial
	shape   []int
}

// size is the number of weights.
func (s spec) size() int {
	n := 1
	for _, length := range s.shape {
		n *= length
	}
	return n
}

// specs lists the parameters of a model in the order of the checkpoint format.
func (c Config) specs() []spec {
	var list []spec
	add := func(name string, how initial, shape ...int) { list = append(list, spec{name, how, shape}) }
	d := c.Width
	add("embed.word", narrow, c.Vocabulary, d)
	if c.NgramBuckets > 0 {
		add("embed.ngram", narrow, c.NgramBuckets, d)
	}
	for l := range c.Layers {
		name := func(s string) string { return fmt.Sprintf("layer.%d.%s", l, s) }
		add(name("norm1.gain"), ones, d)
		add(name("norm1.bias"), zeros, d)
		for _, role := range []string{"Q", "K", "V", "O"} {
			add(name("attention.W_"+role), fanIn, d, d)
			add(name("attention.b_"+role), zeros, d)
		}
		add(name("attention.position"), local, 2*c.Radius+1, c.Heads)
		add(name("norm2.gain"), ones, d)
		add(name("norm2.bias"), zeros, d)
		add(name("mlp.W_1"), fanIn, d, c.Hidden)
		add(name("mlp.b_1"), zeros, c.Hidden)
		add(name("mlp.W_2"), fanIn, c.Hidden, d)
		add(name("mlp.b_2"), zeros, d)
	}
	add("norm.gain", ones, d)
	add("norm.bias", zeros, d)
	add("pointer.W_Q", fanIn, d, d)
	add("pointer.W_K", fanIn, d, d)
	add("pointer.none", zeros, d)
	return list
}

// Restore makes the model of a checkpoint, from the JSON of its configuration and a
// copy of its weights, which must have the names and shapes that the configuration
// asks for.
func Restore(config []byte, weights []Parameter) (*Model, error) {
	var c Config
	if err := json.Unmarshal(config, &c); err != nil {
		return nil, fmt.Errorf("model: the configuration: %w", err)
	}
	if err := c.Validate(); err != nil {
		return nil, err
	}
	if c.Layers > len(weights) {
		return nil, fmt.Errorf("model: %d weights are too few for %d layers", len(weights), c.Layers)
	}
	given := make(map[string]Parameter, len(weights))
	for _, w := range weights {
		given[w.Name] = w
	}
	m := &Model{config: c, evaluators: newEvaluators()}
	for _, s := range c.specs() {
		w, ok := given[s.name]
		switch {
		case !ok:
			return nil, fmt.Errorf("model: the weights lack %s", s.name)
		case !slices.Equal(w.Shape, s.shape) || len(w.Data) != s.size():
			return nil, fmt.Errorf("model: %s has shape %v and %d numbers, the model needs shape %v", s.name, w.Shape, len(w.Data), s.shape)
		}
		m.parameters = append(m.parameters, Parameter{Name: s.name, Shape: s.shape, Data: slices.Clone(w.Data)})
		delete(given, s.name)
	}
	for name := range given {
		return nil, fmt.Errorf("model: the weights hold %s, which this model does not have", name)
	}
	return m, nil
}
