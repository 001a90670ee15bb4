// Package reference is the whole forward pass of the model in plain Go: embedding,
// attention, ReLU network and pointer over slices of float64, one step after
// another, to be read before anything else.
//
// For each token three vectors are computed: a query ("what am I looking for?"), a
// key ("what do I contain?") and a value ("what information do I provide?"). Then, in
// each head:
//
//  1. dot product    how well does each query match each key?     q·k
//  2. scale          so that the sums do not grow with the width  ÷√K
//  3. softmax        scores become weights that sum to 1
//  4. weighted sum   the values, mixed by these weights           Σ weight·v
//
// Package model computes the same on a gorgonia graph, in float32 and many times
// as fast, and is tested against this package.
//
// Shapes are given in these letters: T tokens of the text, D width of the model,
// H heads, K = D/H width of a head, F hidden width, L layers.
package reference

import (
	"fmt"
	"math"
)

// A Matrix is a list of rows.
type Matrix [][]float64

// A Model is the sizes and the weights of a trained model. Weights are found by
// their names in a checkpoint; a vector is a matrix of one row.
type Model struct {
	Layers, Heads int
	Radius        int  // greater distances count as this one
	NoScale       bool // leaves out step 2
	Weights       map[string]Matrix
}

// A Text is T tokens and some of their positions.
type Text struct {
	Words    []int   // (T) word ids
	Ngrams   [][]int // (T) hashed character n-grams of each token; nil without
	Pronouns []int   // the tokens whose antecedents are asked for
}

// A Trace is everything that is computed for a text, by its name in the field.
type Trace struct {
	Layers   []Layer
	Final    Matrix // (T,D) what the pointer compares
	Pointers []Pointer
}

// A Layer is what one layer computes.
type Layer struct {
	X      Matrix // (T,D) its input, normalised
	Heads  []Head
	Output Matrix // (T,D) the residual stream after the layer
}

// A Head is what one attention head computes.
type Head struct {
	Q, K, V          Matrix // (T,K)
	Dot              Matrix // (T,T) q·k
	Distance, Scores Matrix // (T,T) the bias for the distance j−i; dot·scale + distance
	Pattern          Matrix // (T,T) the attention weights: row i is what token i attends to
	Z                Matrix // (T,K) the mixed values
}

// A Pointer is the attention of one pronoun over the tokens and, last, NONE.
type Pointer struct {
	Q           []float64 // (D)
	Dot, Scores []float64 // (T+1)
	Probability []float64 // (T+1)
}

// Forward evaluates the model on a text.
func (m *Model) Forward(text Text) *Trace {
	trace := &Trace{}
	x := m.embed(text) // (T,D)
	for l := range m.Layers {
		layer := m.layer(l, x)
		trace.Layers = append(trace.Layers, layer)
		x = layer.Output
	}
	trace.Final = m.layerNorm("norm", x)
	for _, p := range text.Pronouns {
		trace.Pointers = append(trace.Pointers, m.pointer(trace.Final, p))
	}
	return trace
}

// embed looks up the vector of each word and adds the mean vector of its n-grams.
func (m *Model) embed(text Text) Matrix {
	var x Matrix
	for t, word := range text.Words {
		row := append([]float64(nil), m.Weights["embed.word"][word]...)
		if text.Ngrams != nil {
			for _, g := range text.Ngrams[t] {
				addScaled(row, 1/float64(len(text.Ngrams[t])), m.Weights["embed.ngram"][g])
			}
		}
		x = append(x, row)
	}
	return x // (T,D)
}

// layer is multi-head self-attention and a ReLU network, each of which reads the
// residual stream x (T,D) normalised and adds its result to it.
func (m *Model) layer(l int, x Matrix) Layer {
	w := func(name string) string { return fmt.Sprintf("layer.%d.%s", l, name) }
	layer := Layer{X: m.layerNorm(w("norm1"), x)}
	q := m.affine(layer.X, w("attention.W_Q"), w("attention.b_Q")) // (T,D)
	k := m.affine(layer.X, w("attention.W_K"), w("attention.b_K"))
	v := m.affine(layer.X, w("attention.W_V"), w("attention.b_V"))
	z := make(Matrix, len(x)) // the heads' outputs side by side
	for h := range m.Heads {
		head := m.attention(l, h, m.columns(q, h), m.columns(k, h), m.columns(v, h))
		layer.Heads = append(layer.Heads, head)
		for t := range z {
			z[t] = append(z[t], head.Z[t]...)
		}
	}
	x = sum(x, m.affine(z, w("attention.W_O"), w("attention.b_O")))
	hidden := m.affine(m.layerNorm(w("norm2"), x), w("mlp.W_1"), w("mlp.b_1")) // (T,F)
	for _, row := range hidden {
		for f := range row {
			row[f] = max(0, row[f])
		}
	}
	layer.Output = sum(x, m.affine(hidden, w("mlp.W_2"), w("mlp.b_2"))) // (T,D)
	return layer
}

// attention is scaled dot-product attention of one head over its queries, keys
// and values (T,K).
func (m *Model) attention(l, h int, q, k, v Matrix) Head {
	position := m.Weights[fmt.Sprintf("layer.%d.attention.position", l)] // (2R+1,H)
	head := Head{Q: q, K: k, V: v}
	for i := range q {
		var dots, distances, scores []float64 // (T)
		for j := range k {
			d := dot(q[i], k[j])
			bias := position[max(-m.Radius, min(m.Radius, j-i))+m.Radius][h]
			dots, distances = append(dots, d), append(distances, bias)
			scores = append(scores, d*m.scale(len(q[i]))+bias)
		}
		pattern := Softmax(scores)
		z := make([]float64, len(v[0])) // (K)
		for j, weight := range pattern {
			addScaled(z, weight, v[j])
		}
		head.Dot, head.Distance, head.Scores = append(head.Dot, dots), append(head.Distance, distances), append(head.Scores, scores)
		head.Pattern, head.Z = append(head.Pattern, pattern), append(head.Z, z)
	}
	return head
}

// pointer is the last attention, of one query as wide as the model: the pronoun's
// vector against that of each token and a learned key for NONE. Its row of weights
// is the answer; no values are mixed.
func (m *Model) pointer(x Matrix, pronoun int) Pointer {
	p := Pointer{Q: m.affine(x[pronoun:pronoun+1], "pointer.W_Q", "")[0]} // (D)
	keys := append(m.affine(x, "pointer.W_K", ""), m.Weights["pointer.none"][0])
	for _, key := range keys {
		d := dot(p.Q, key)
		p.Dot, p.Scores = append(p.Dot, d), append(p.Scores, d*m.scale(len(p.Q)))
	}
	p.Probability = Softmax(p.Scores)
	return p
}

// scale is 1/√width, by which dot products of that many numbers are multiplied.
func (m *Model) scale(width int) float64 {
	if m.NoScale {
		return 1
	}
	return 1 / math.Sqrt(float64(width))
}

// Softmax turns scores into weights that are positive and sum to 1. The greatest
// score is subtracted first, which changes no weight and keeps the powers small.
func Softmax(scores []float64) []float64 {
	greatest, total := math.Inf(-1), 0.0
	for _, s := range scores {
		greatest = max(greatest, s)
	}
	weights := make([]float64, len(scores))
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
func (m *Model) layerNorm(name string, x Matrix) Matrix {
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

// affine is x·W + b; an empty name leaves out b.
func (m *Model) affine(x Matrix, w, b string) Matrix {
	weights := m.Weights[w]
	var y Matrix
	for _, row := range x {
		out := make([]float64, len(weights[0]))
		for d, v := range row {
			addScaled(out, v, weights[d])
		}
		if b != "" {
			addScaled(out, 1, m.Weights[b][0])
		}
		y = append(y, out)
	}
	return y
}

// columns are the K columns of head h of a matrix (T,D).
func (m *Model) columns(x Matrix, h int) Matrix {
	k := len(x[0]) / m.Heads
	var part Matrix
	for _, row := range x {
		part = append(part, row[h*k:(h+1)*k])
	}
	return part
}

func dot(x, y []float64) (sum float64) {
	for i := range x {
		sum += x[i] * y[i]
	}
	return sum
}

func addScaled(y []float64, s float64, x []float64) {
	for i := range x {
		y[i] += s * x[i]
	}
}

// sum is x + y, row by row.
func sum(x, y Matrix) Matrix {
	var z Matrix
	for i := range x {
		row := append([]float64(nil), x[i]...)
		addScaled(row, 1, y[i])
		z = append(z, row)
	}
	return z
}
