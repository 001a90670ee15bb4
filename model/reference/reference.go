// Package reference is the whole forward pass of the model in plain Go: embedding,
// attention, ReLU network and pointer over slices of float64, one step after
// another, to be read before anything else. trace.go has the types of what it
// computes, matrix.go the matrix product.
//
// For each token three vectors are computed: a query ("what am I looking for?"), a
// key ("what do I contain?") and a value ("what information do I provide?"). Then, in
// each head:
//
//	step 1  dot product    how well does each query match each key?     q·k
//	step 2  scale          so that the sums do not grow with the width  ÷√K
//	step 3  softmax        scores become weights that sum to 1
//	step 4  weighted sum   the values, mixed by these weights           Σ weight·v
//
// Package model computes the same on a gorgonia graph, in float32 and many times
// as fast, and is tested against this package. Weights and texts that do not fit
// together are programming errors and panic.
//
// Shapes are given in these letters: T tokens of the text, D width of the model,
// H heads, K = D/H width of a head, F hidden width, L layers, R radius.
package reference

import (
	"fmt"
	"math"
	"slices"
)

// A Model is the sizes and the weights of a trained model. Weights have the names
// of the checkpoint format; a vector is a matrix of one row.
type Model struct {
	Layers, Heads int
	Radius        int     // greater distances count as this one
	NoScale       bool    // leaves out step 2
	NoContent     bool    // leaves out the pointer's content
	Temperature   float64 // divides the pointer's scores; 0 is 1
	Weights       map[string]Matrix
}

// A Text is T tokens, one or more, and the positions of its pronouns.
type Text struct {
	Words    []int   // (T) word ids
	Vectors  Matrix  // (T,E) the frozen vector of each token; nil without
	Ngrams   [][]int // (T) hashed character n-grams of each token; nil without
	Pronouns []int   // (P) the tokens whose antecedents are asked for

	// The structural features of each pronoun with the mention that a token is the
	// head of, (P,T), by their numbers; nil without.
	Structure [][][]int

	// The heads of those mentions between which, for each pronoun, the content is not
	// to tell (P): all of them get the mean of their content.
	Shared [][]int

	// Keep says which heads the trace is to have the steps of, a few matrices (T,T)
	// each; the others are zero Heads in it. nil keeps all.
	Keep func(layer, head int) bool
}

// Forward evaluates the model on a text.
func (m *Model) Forward(text Text) *Trace {
	trace := &Trace{}
	x := m.embed(text) // (T,D)
	for l := range m.Layers {
		layer := m.layer(l, x, text.Keep)
		trace.Layers = append(trace.Layers, layer)
		x = layer.Output
	}
	trace.Final = m.layerNorm(x, "norm")
	for i, p := range text.Pronouns {
		var features [][]int
		var shared []int
		if text.Structure != nil {
			features, shared = text.Structure[i], text.Shared[i]
		}
		trace.Pointers = append(trace.Pointers, m.pointer(trace.Final, p, features, shared))
	}
	return trace
}

// embed looks up the vector of each word, and adds its frozen vector, mapped to the
// model's width, and the mean vector of its n-grams.
func (m *Model) embed(text Text) Matrix {
	var x Matrix
	for t, word := range text.Words {
		row := slices.Clone(m.Weights["embed.word"][word])
		if text.Vectors != nil {
			addScaled(row, 1, product(text.Vectors[t:t+1], m.Weights["embed.vector"])[0])
		}
		if text.Ngrams != nil {
			for _, g := range text.Ngrams[t] {
				addScaled(row, 1/float64(len(text.Ngrams[t])), m.Weights["embed.ngram"][g])
			}
		}
		x = append(x, row)
	}
	return x // (T,D)
}

// layer is multi-head self-attention, then a ReLU network. Each reads the residual
// stream x (T,D) normalised, and its result is added to the stream.
func (m *Model) layer(l int, x Matrix, keep func(layer, head int) bool) Layer {
	name := fmt.Sprintf("layer.%d.", l)
	layer := Layer{X: m.layerNorm(x, name+"norm1")}
	q := m.affine(layer.X, name+"attention", "Q") // (T,D)
	k := m.affine(layer.X, name+"attention", "K")
	v := m.affine(layer.X, name+"attention", "V")
	z := make(Matrix, len(x)) // (T,D) the heads' outputs side by side
	for h := range m.Heads {
		head := m.attention(l, h, m.columns(q, h), m.columns(k, h), m.columns(v, h))
		for t := range z {
			z[t] = append(z[t], head.Z[t]...)
		}
		if keep != nil && !keep(l, h) {
			head = Head{}
		}
		layer.Heads = append(layer.Heads, head)
	}
	x = sum(x, m.affine(z, name+"attention", "O"))
	hidden := m.affine(m.layerNorm(x, name+"norm2"), name+"mlp", "1") // (T,F)
	for _, row := range hidden {
		for f := range row {
			row[f] = max(0, row[f]) // ReLU
		}
	}
	layer.Output = sum(x, m.affine(hidden, name+"mlp", "2"))
	return layer
}

// attention is scaled dot-product attention of one head over its queries, keys
// and values (T,K). Before the softmax, a learned bias for the distance of the two
// tokens is added to each score.
func (m *Model) attention(l, h int, q, k, v Matrix) Head {
	position := m.Weights[fmt.Sprintf("layer.%d.attention.position", l)] // (2R+1,H)
	head := Head{Q: q, K: k, V: v}
	head.Dot = product(q, transpose(k)) // 1. dot product
	for i, dots := range head.Dot {
		distances, scores := make([]float64, 0, len(dots)), make([]float64, 0, len(dots)) // (T)
		for j, dot := range dots {
			distance := max(-m.Radius, min(m.Radius, j-i))
			distances = append(distances, position[m.Radius+distance][h])
			scores = append(scores, dot*m.scale(len(q[i]))+distances[j]) // 2. scale
		}
		head.Distance = append(head.Distance, distances)
		head.Scores = append(head.Scores, scores)
		head.Pattern = append(head.Pattern, Softmax(scores)) // 3. softmax
	}
	head.Z = product(head.Pattern, v) // 4. weighted sum
	return head
}

// given is the feature of mentions where the candidates are given, which adds to the
// weights of the others.
const given = 62

// pointer is the last attention, of one query as wide as the model: the pronoun's
// vector against that of each token and a learned key for NONE. Its row of weights
// is the answer; no values are mixed. To this content score is added, on the head of
// each mention, the sum of the weights of its features (T). In a text with features, a
// token without any cannot be the answer.
func (m *Model) pointer(x Matrix, pronoun int, features [][]int, shared []int) Pointer {
	q := product(x[pronoun:pronoun+1], m.Weights["pointer.W_Q"])                       // (1,D)
	keys := append(product(x, m.Weights["pointer.W_K"]), m.Weights["pointer.none"][0]) // (T+1,D)
	p := Pointer{Q: q[0], Dot: product(q, transpose(keys))[0]}
	for _, dot := range p.Dot {
		p.Content = append(p.Content, dot*m.contentScale(len(p.Q)))
	}
	mean := 0.0
	if len(shared) > 0 && len(shared) == answers(features) { // all share: NONE too
		shared = append(slices.Clone(shared), len(x))
	}
	for _, t := range shared {
		mean += p.Content[t] / float64(len(shared))
	}
	for _, t := range shared {
		p.Content[t] = mean
	}
	p.Structure = make([]float64, len(x))
	for t := range features {
		for _, f := range features[t] {
			p.Structure[t] += m.Weights["pointer.structure"][0][f]
			if slices.Contains(features[t], given) {
				p.Structure[t] += m.Weights["pointer.structure.given"][0][f]
			}
		}
	}
	p.Scores = slices.Clone(p.Content)
	addScaled(p.Scores, 1, p.Structure)
	masked := slices.Clone(p.Scores)
	for j := range masked {
		if m.Temperature > 0 {
			masked[j] /= m.Temperature
		}
		if j < len(features) && len(features[j]) == 0 {
			masked[j] = math.Inf(-1)
		}
	}
	p.Probability = Softmax(masked)
	return p
}

// contentScale is that of the pointer's content: 0 leaves it out.
func (m *Model) contentScale(width int) float64 {
	if m.NoContent {
		return 0
	}
	return m.scale(width)
}

// answers counts the tokens that have features.
func answers(features [][]int) (n int) {
	for _, list := range features {
		if len(list) > 0 {
			n++
		}
	}
	return n
}

// scale is 1/√width, by which dot products of that many numbers are multiplied.
func (m *Model) scale(width int) float64 {
	if m.NoScale {
		return 1
	}
	return 1 / math.Sqrt(float64(width))
}

// Softmax turns one or more scores into weights that are positive and sum to 1. The
// greatest score is subtracted first, which changes no weight and keeps the powers
// small.
func Softmax(scores []float64) []float64 {
	weights, greatest, total := make([]float64, len(scores)), slices.Max(scores), 0.0
	for j, s := range scores {
		weights[j] = math.Exp(s - greatest)
		total += weights[j]
	}
	for j := range weights {
		weights[j] /= total
	}
	return weights
}

// layerNorm gives each row mean 0 and variance 1, then a learned gain and bias.
func (m *Model) layerNorm(x Matrix, name string) Matrix {
	const epsilon = 1e-5
	gain, bias := m.Weights[name+".gain"][0], m.Weights[name+".bias"][0]
	var y Matrix
	for _, row := range x {
		mean, variance := 0.0, 0.0
		for _, v := range row {
			mean += v / float64(len(row))
		}
		for _, v := range row {
			variance += (v - mean) * (v - mean) / float64(len(row))
		}
		normal := make([]float64, len(row))
		for d, v := range row {
			normal[d] = (v-mean)/math.Sqrt(variance+epsilon)*gain[d] + bias[d]
		}
		y = append(y, normal)
	}
	return y
}

// affine is x·W + b, with the weights name.W_role and name.b_role.
func (m *Model) affine(x Matrix, name, role string) Matrix {
	y := product(x, m.Weights[name+".W_"+role])
	for _, row := range y {
		addScaled(row, 1, m.Weights[name+".b_"+role][0])
	}
	return y
}

// columns are the K columns of head h of a matrix (T,D).
func (m *Model) columns(x Matrix, h int) Matrix {
	var part Matrix
	for _, row := range x {
		k := len(row) / m.Heads
		part = append(part, row[h*k:(h+1)*k])
	}
	return part
}
