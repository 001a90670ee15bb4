package model

// An Intervention changes attention patterns in a forward pass before they mix
// the values, to see what an answer rests on. pattern[i][j] is the weight that
// token i gives to token j; heads are passed in no particular order and at
// once, so it must not keep state.
type Intervention func(layer, head int, pattern [][]float32)

// Uniform makes every token look at all tokens alike: the model without what
// attention learned.
func Uniform(_, _ int, pattern [][]float32) {
	for _, row := range pattern {
		for j := range row {
			row[j] = 1 / float32(len(row))
		}
	}
}
