package model

import (
	"encoding/json"
	"fmt"
	"math"
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
// see far. It decides who reads what: from a bias of zero every candidate learns
// to read a distant predicate for itself, and what the pronoun's row shows is of
// no use to the answer; from this one the pronoun reads it. "infer eval --heads"
// measures that.
const (
	steepest = 2.0 // of the first head, per token
	flatter  = 0.7 // the next head's slope as a share of this one's
)

// newParameters lists the parameters of a model in the order of the checkpoint
// format, with initial weights that are a function of the seed and the
// parameter's place in the list.
func newParameters(c Config, seed uint64) []Parameter {
	var list []Parameter
	add := func(name string, init initial, shape ...int) {
		size := 1
		for _, n := range shape {
			size *= n
		}
		p := Parameter{Name: name, Shape: shape, Data: make([]float32, size)}
		draw := random.New(seed, "weights", uint64(len(list)))
		switch init {
		case ones:
			for i := range p.Data {
				p.Data[i] = 1
			}
		case narrow, fanIn:
			deviation := 0.02
			if init == fanIn {
				deviation = 1 / math.Sqrt(float64(shape[0]))
			}
			for i := range p.Data {
				p.Data[i] = float32(draw.NormFloat64() * deviation)
			}
		case local: // (2R+1,H)
			rows, heads := shape[0], shape[1]
			for i := range p.Data {
				distance := math.Abs(float64(i/heads - rows/2))
				p.Data[i] = float32(-steepest * math.Pow(flatter, float64(i%heads)) * distance)
			}
		}
		list = append(list, p)
	}
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

// Restore makes the model of a checkpoint, from the JSON of its configuration and
// its weights.
func Restore(config []byte, weights []Parameter) (*Model, error) {
	var c Config
	if err := json.Unmarshal(config, &c); err != nil {
		return nil, fmt.Errorf("model: the configuration: %w", err)
	}
	m, err := New(c, 0)
	if err != nil {
		return nil, err
	}
	return m, m.setParameters(weights)
}

// setParameters copies weights into the model, which must have parameters of
// exactly these names and shapes.
func (m *Model) setParameters(weights []Parameter) error {
	given := make(map[string]Parameter, len(weights))
	for _, w := range weights {
		given[w.Name] = w
	}
	for _, p := range m.parameters {
		w, ok := given[p.Name]
		switch {
		case !ok:
			return fmt.Errorf("model: the weights lack %s", p.Name)
		case !slices.Equal(w.Shape, p.Shape) || len(w.Data) != len(p.Data):
			return fmt.Errorf("model: %s has shape %v, the model needs %v", p.Name, w.Shape, p.Shape)
		}
	}
	for name := range given {
		if !slices.ContainsFunc(m.parameters, func(p Parameter) bool { return p.Name == name }) {
			return fmt.Errorf("model: the weights hold %s, which this model does not have", name)
		}
	}
	m.Update(func(own []Parameter) {
		for _, p := range own {
			copy(p.Data, given[p.Name].Data)
		}
	})
	return nil
}
