package model

// An Intervention changes what attention heads do in a forward pass, to see
// what an answer rests on. Its functions, either of which may be nil, are called
// for each head of each layer, layers in their order but the heads of a layer
// at once, so they must not share state without a lock.
type Intervention struct {
	// Pattern may change a head's attention weights before they mix the values:
	// pattern[i][j] is the weight that token i gives to token j.
	Pattern func(layer, head int, pattern [][]float32)
	// Output may change what a head made of them, before W_O: z[i] is the mixed
	// value of token i, of width K.
	Output func(layer, head int, z [][]float32)
}

// Uniform makes every token look at all tokens alike: the model without what
// attention learned.
var Uniform = &Intervention{Pattern: func(_, _ int, pattern [][]float32) {
	for _, row := range pattern {
		for j := range row {
			row[j] = 1 / float32(len(row))
		}
	}
}}
