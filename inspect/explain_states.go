package inspect

import (
	"fmt"
	"math"

	"antecedent/data"
	"antecedent/model"
)

// states follows a text's tokens through the model and returns the vectors (T,D)
// that each layer's heads are made from, and last those of the pointer. What the
// heads mixed is taken from the resolution; the rest is computed here in
// float64:
//
//	x       = embedding
//	state l = layerNorm(x)
//	x       = x + mixed·W_O + b_O
//	x       = x + relu(layerNorm(x)·W_1 + b_1)·W_2 + b_2
func states(m *model.Model, b data.Batch, r *model.Resolution) [][][]float64 {
	c, n := m.Config(), b.Lengths[0]
	x := embedded(m, b)
	var list [][][]float64
	norm := func(name string) [][]float64 {
		gain, bias := parameter(m, name+".gain"), parameter(m, name+".bias")
		rows := make([][]float64, n)
		for i := range rows {
			rows[i] = layerNorm(x[i], gain, bias)
		}
		return rows
	}
	for l := range c.Layers {
		w := func(name string) []float32 { return parameter(m, fmt.Sprintf("layer.%d.%s", l, name)) }
		list = append(list, norm(fmt.Sprintf("layer.%d.norm1", l)))
		for i := range n {
			var side []float64 // the heads' mixtures side by side (D)
			for h := range c.Heads {
				for _, z := range r.Mixed[l][h][i] {
					side = append(side, float64(z))
				}
			}
			add(x[i], affine(side, w("attention.W_O"), w("attention.b_O")))
		}
		for i, h := range norm(fmt.Sprintf("layer.%d.norm2", l)) {
			hidden := affine(h, w("mlp.W_1"), w("mlp.b_1"))
			for k := range hidden {
				hidden[k] = max(0, hidden[k])
			}
			add(x[i], affine(hidden, w("mlp.W_2"), w("mlp.b_2")))
		}
	}
	return append(list, norm("norm"))
}

// embedded is each token's vector (T,D): its word's, and the mean of those of
// its n-grams where the model has any.
func embedded(m *model.Model, b data.Batch) [][]float64 {
	c := m.Config()
	word, ngram := parameter(m, "embed.word"), parameter(m, "embed.ngram")
	x := make([][]float64, b.Lengths[0])
	for i := range x {
		x[i] = make([]float64, c.Width)
		for k := range x[i] {
			x[i][k] = float64(word[b.Words[i]*c.Width+k])
		}
		if b.Ngrams == nil {
			continue
		}
		var buckets []int
		for _, g := range b.Ngrams[i*data.MaxNgrams : (i+1)*data.MaxNgrams] {
			if g < 0 {
				break
			}
			buckets = append(buckets, g)
		}
		for _, g := range buckets {
			for k := range x[i] {
				x[i][k] += float64(ngram[g*c.Width+k]) / float64(len(buckets))
			}
		}
	}
	return x
}

// layerNorm is (x − mean)/√(variance + ε)·gain + bias, with the model's ε.
func layerNorm(x []float64, gain, bias []float32) []float64 {
	const epsilon = 1e-5
	mean, variance := 0.0, 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		variance += (v - mean) * (v - mean) / float64(len(x))
	}
	out := make([]float64, len(x))
	for k, v := range x {
		out[k] = (v-mean)/math.Sqrt(variance+epsilon)*float64(gain[k]) + float64(bias[k])
	}
	return out
}

// affine is x·w + b for a row x; b may be nil.
func affine(x []float64, w, b []float32) []float64 {
	out := make([]float64, len(w)/len(x))
	for k, v := range x {
		for j := range out {
			out[j] += v * float64(w[k*len(out)+j])
		}
	}
	for j, v := range b {
		out[j] += float64(v)
	}
	return out
}

func add(x, y []float64) {
	for k := range x {
		x[k] += y[k]
	}
}

// parameter is a parameter's weights, nil where the model has none of the name.
func parameter(m *model.Model, name string) []float32 {
	for _, p := range m.Parameters() {
		if p.Name == name {
			return p.Data
		}
	}
	return nil
}
