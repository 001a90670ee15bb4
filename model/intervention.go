package model

import "antecedent/internal/kernel"

// An Intervention changes what attention heads compute in a forward pass, to see
// what an answer rests on. Its functions, either of which may be nil, are called
// for each head of each layer and each text of the batch: layer after layer, but
// the heads of a layer concurrently. They must not call the model.
type Intervention struct {
	// Pattern may change a head's attention weights (T,T) before they mix the
	// values: pattern[i][j] is the weight that token i gives to token j. Padding is
	// left out.
	Pattern func(layer, head int, pattern [][]float32)
	// Output may change what a head computed with them, before W_O: z[i] is the
	// mixed value of token i (T,K).
	Output func(layer, head int, z [][]float32)
}

// Uniform makes every token attend to all tokens alike: the model without what
// attention learned.
var Uniform = &Intervention{Pattern: func(_, _ int, pattern [][]float32) {
	for _, row := range pattern {
		for j := range row {
			row[j] = 1 / float32(len(row))
		}
	}
}}

// apply changes every head of a layer after its forward pass from qkv to z.
func (c *Intervention) apply(a *kernel.Attention, layer int, qkv, z []float32) {
	kernel.Parallel(a.Texts*a.Heads, func(i int) {
		head := i % a.Heads
		pattern, v, output := a.Head(qkv, z, i/a.Heads, head)
		if pattern.Rows == 0 { // a row that only fills the batch
			return
		}
		if c.Pattern != nil {
			c.Pattern(layer, head, rows(pattern))
			kernel.Multiply(output, pattern, v, kernel.Epilogue{})
		}
		if c.Output != nil {
			c.Output(layer, head, rows(output))
		}
	})
}

func rows(m kernel.Matrix) [][]float32 {
	list := make([][]float32, m.Rows)
	for i := range list {
		list[i] = m.Row(i)
	}
	return list
}
