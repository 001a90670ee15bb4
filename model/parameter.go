package model

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"

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
func newParameters(c Config, seed uint64) ([]Parameter, error) {
	if n := c.tableWeights() + c.matrixWeights(); n > maxWeights {
		return nil, fmt.Errorf("model: %.3g weights, which no memory holds: use smaller numbers", n)
	}
	var list []Parameter
	for s := range c.specs() {
		n, _ := s.size()
		p := Parameter{Name: s.name, Shape: s.shape, Data: make([]float32, n)}
		p.draw(s.initial, random.New(seed, "weights", uint64(len(list))))
		list = append(list, p)
	}
	return list, nil
}

// maxWeights is the greatest number of weights of a new model.
const maxWeights = 1 << 40

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
	fields  string // of config.json, that ask for it and for its shape
}

// size is the number of weights, and whether an int can hold it.
func (s spec) size() (n int, ok bool) {
	n = 1
	for _, length := range s.shape { // each is 1 or more
		if n > math.MaxInt/length {
			return 0, false
		}
		n *= length
	}
	return n, true
}

// specs lists the parameters of a model in the order of the checkpoint format. They are
// made one by one, since a configuration may ask for more of them than memory holds.
func (c Config) specs() iter.Seq[spec] {
	return func(yield func(spec) bool) {
		more := true
		add := func(name string, how initial, fields string, shape ...int) {
			more = more && yield(spec{name, how, shape, fields})
		}
		d := c.Width
		add("embed.word", narrow, "vocabulary and width", c.Vocabulary, d)
		if c.Vectors > 0 {
			add("embed.vector", orthonormal, "vectors and width", c.Vectors, d)
		}
		if c.NgramBuckets > 0 {
			add("embed.ngram", narrow, "ngram_buckets and width", c.NgramBuckets, d)
		}
		for l := 0; l < c.Layers && more; l++ {
			c.addLayer(l, add)
		}
		add("norm.gain", ones, "width", d)
		add("norm.bias", zeros, "width", d)
		compare := fanIn
		if c.Vectors > 0 {
			compare = nearIdentity
		}
		add("pointer.W_Q", compare, "width", d, d)
		add("pointer.W_K", compare, "width", d, d)
		add("pointer.none", zeros, "width", d)
		if c.Structure > 0 {
			add("pointer.structure", zeros, "structure", c.Structure)
			add("pointer.structure.given", zeros, "structure", c.Structure)
		}
	}
}

// addLayer adds the parameters of layer l.
func (c Config) addLayer(l int, add func(name string, how initial, fields string, shape ...int)) {
	d := c.Width
	name := func(s string) string { return fmt.Sprintf("layer.%d.%s", l, s) }
	add(name("norm1.gain"), ones, "layers and width", d)
	add(name("norm1.bias"), zeros, "layers and width", d)
	for _, role := range []string{"Q", "K", "V", "O"} {
		how := fanIn
		if c.Vectors > 0 && l == c.Layers-1 && (role == "V" || role == "O") {
			how = nearIdentity
		}
		add(name("attention.W_"+role), how, "layers and width", d, d)
		add(name("attention.b_"+role), zeros, "layers and width", d)
	}
	distances := 2*min(c.Radius, math.MaxInt/2) + 1
	add(name("attention.position"), local, "layers, radius and heads", distances, c.Heads)
	add(name("norm2.gain"), ones, "layers and width", d)
	add(name("norm2.bias"), zeros, "layers and width", d)
	add(name("mlp.W_1"), fanIn, "layers, width and hidden", d, c.Hidden)
	add(name("mlp.b_1"), zeros, "layers and hidden", c.Hidden)
	if c.Vectors > 0 {
		add(name("mlp.W_2"), smallFanIn, "layers, hidden and width", c.Hidden, d)
	} else {
		add(name("mlp.W_2"), fanIn, "layers, hidden and width", c.Hidden, d)
	}
	add(name("mlp.b_2"), zeros, "layers and width", d)
}
