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
	zeros        initial = iota // biases, and what should not prefer anything at first
	ones                        // gains
	narrow                      // normal, σ = 0.02: embeddings, which a norm rescales anyway
	fanIn                       // normal, σ = 1/√rows: keeps the variance of x·W that of x
	orthonormal                 // a random rotation that keeps the size of a token's vector
	nearIdentity                // the identity and a little noise: what was alike stays alike
	smallFanIn                  // fanIn at 0.3 of its size
	local                       // the nearer the better, each head at a slope of its own
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

// A model with word vectors begins with what they say: they reach the pointer as a
// rotation left them, and the pointer compares like with like. So words that are
// alike are treated alike before anything is learned, and what is learned of one
// holds for its neighbours. From a random start that generality is lost.
const identityNoise = 0.3 // standard deviation of a column's length around the identity

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
	case narrow:
		p.normal(0.02, draw)
	case fanIn:
		p.normal(1/math.Sqrt(float64(p.Shape[0])), draw)
	case smallFanIn:
		p.normal(0.3/math.Sqrt(float64(p.Shape[0])), draw)
	case nearIdentity: // (D,D)
		p.normal(identityNoise/math.Sqrt(float64(p.Shape[0])), draw)
		for i := range p.Shape[0] {
			p.Data[i*(p.Shape[0]+1)] += 1
		}
	case orthonormal: // (E,D)
		p.orthonormal(draw)
	case local: // (2R+1,H)
		rows, heads := p.Shape[0], p.Shape[1]
		for i := range p.Data {
			distance := math.Abs(float64(i/heads - rows/2))
			p.Data[i] = float32(-steepest * math.Pow(flatter, float64(i%heads)) * distance)
		}
	}
}

// normal draws every weight from a normal distribution of mean 0.
func (p *Parameter) normal(deviation float64, draw *rand.Rand) {
	for i := range p.Data {
		p.Data[i] = float32(draw.NormFloat64() * deviation)
	}
}

// orthonormal makes the columns of a tall matrix (E,D) orthogonal vectors of length
// 1, or the rows of a wide one orthogonal vectors of length √(D/E), by the method of
// Gram and Schmidt. A word vector of E numbers with variance 1 then becomes one of D
// numbers with variance 1.
func (p *Parameter) orthonormal(draw *rand.Rand) {
	e, d := p.Shape[0], p.Shape[1]
	long, short := max(e, d), min(e, d)
	basis := make([][]float64, short)
	for i := range basis {
		v := make([]float64, long)
		for j := range v {
			v[j] = draw.NormFloat64()
		}
		for range 2 { // the second time removes what rounding left
			for _, u := range basis[:i] {
				dot := 0.0
				for j := range v {
					dot += u[j] * v[j]
				}
				for j := range v {
					v[j] -= dot * u[j]
				}
			}
		}
		length := 0.0
		for _, x := range v {
			length += x * x
		}
		for j := range v {
			v[j] /= math.Sqrt(length)
		}
		basis[i] = v
	}
	size := max(1, math.Sqrt(float64(d)/float64(e)))
	for i := range e {
		for j := range d {
			column, row := j, i
			if e < d {
				column, row = i, j
			}
			p.Data[i*d+j] = float32(size * basis[column][row])
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
	if c.Vectors > 0 {
		add("embed.vector", orthonormal, c.Vectors, d)
	}
	if c.NgramBuckets > 0 {
		add("embed.ngram", narrow, c.NgramBuckets, d)
	}
	for l := range c.Layers {
		name := func(s string) string { return fmt.Sprintf("layer.%d.%s", l, s) }
		add(name("norm1.gain"), ones, d)
		add(name("norm1.bias"), zeros, d)
		for _, role := range []string{"Q", "K", "V", "O"} {
			how := fanIn
			if c.Vectors > 0 && l == c.Layers-1 && (role == "V" || role == "O") {
				how = nearIdentity
			}
			add(name("attention.W_"+role), how, d, d)
			add(name("attention.b_"+role), zeros, d)
		}
		add(name("attention.position"), local, 2*c.Radius+1, c.Heads)
		add(name("norm2.gain"), ones, d)
		add(name("norm2.bias"), zeros, d)
		add(name("mlp.W_1"), fanIn, d, c.Hidden)
		add(name("mlp.b_1"), zeros, c.Hidden)
		if c.Vectors > 0 {
			add(name("mlp.W_2"), smallFanIn, c.Hidden, d)
		} else {
			add(name("mlp.W_2"), fanIn, c.Hidden, d)
		}
		add(name("mlp.b_2"), zeros, d)
	}
	add("norm.gain", ones, d)
	add("norm.bias", zeros, d)
	compare := fanIn
	if c.Vectors > 0 {
		compare = nearIdentity
	}
	add("pointer.W_Q", compare, d, d)
	add("pointer.W_K", compare, d, d)
	add("pointer.none", zeros, d)
	if c.Structure > 0 {
		add("pointer.structure", zeros, c.Structure)
		add("pointer.structure.given", zeros, c.Structure)
	}
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
