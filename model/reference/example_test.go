package reference_test

import (
	"fmt"
	"math"

	"antecedent/model/reference"
)

// A model of width 2 with one head that looks for nouns. Word 0 is a noun, word 1 is
// none. The gain (1,0) and the bias (0,1) of the norms turn them into (1,1) and (-1,1):
// the first column tells nouns, the second is 1 for every word.
func ExampleModel_Forward() {
	q := math.Sqrt2 * math.Log(2)             // scores will be q·±1/√2 = ±log 2, and their powers 2 and ½
	query := reference.Matrix{{0, 0}, {q, 0}} // the same query for every word
	key := reference.Matrix{{1, 0}, {0, 0}}   // tells nouns
	zero := reference.Matrix{{0, 0}, {0, 0}}
	m := reference.Model{Layers: 1, Heads: 1, Weights: map[string]reference.Matrix{
		"embed.word":         {{1, -1}, {-1, 1}},
		"layer.0.norm1.gain": {{1, 0}}, "layer.0.norm1.bias": {{0, 1}},
		"layer.0.attention.W_Q": query, "layer.0.attention.b_Q": {{0, 0}},
		"layer.0.attention.W_K": key, "layer.0.attention.b_K": {{0, 0}},
		"layer.0.attention.W_V": key, "layer.0.attention.b_V": {{0, 0}},
		"layer.0.attention.W_O": zero, "layer.0.attention.b_O": {{0, 0}}, // the head changes nothing
		"layer.0.attention.position": {{0}},
		"layer.0.norm2.gain":         {{1, 1}}, "layer.0.norm2.bias": {{0, 0}},
		"layer.0.mlp.W_1": zero, "layer.0.mlp.b_1": {{0, 0}},
		"layer.0.mlp.W_2": zero, "layer.0.mlp.b_2": {{0, 0}},
		"norm.gain": {{1, 0}}, "norm.bias": {{0, 1}},
		"pointer.W_Q": query, "pointer.W_K": key, "pointer.none": {{0, 0}},
	}}
	trace := m.Forward(reference.Text{Words: []int{0, 1, 1}, Pronouns: []int{2}}) // "cat sat it"

	head := trace.Layers[0].Heads[0]
	fmt.Printf("scores  %.3f\n", head.Scores[2])                // log 2, -log 2, -log 2
	fmt.Printf("pattern %.3f\n", head.Pattern[2])               // 2, ½, ½, divided by their sum 3
	fmt.Printf("mixed   %.3f\n", head.Z[2][0])                  // 1·2/3 - 1·1/6 - 1·1/6
	fmt.Printf("pointer %.3f\n", trace.Pointers[0].Probability) // 2, ½, ½ and 1 for NONE, divided by 4
	// Output:
	// scores  [0.693 -0.693 -0.693]
	// pattern [0.667 0.167 0.167]
	// mixed   0.333
	// pointer [0.500 0.125 0.125 0.250]
}
