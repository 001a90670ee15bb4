package vectors

import (
	"math"
	"strings"
	"testing"
)

// FuzzTable: the parts of a table that somebody else wrote are refused in one short line,
// or are a table whose vectors are finite numbers and which finds each of its words.
func FuzzTable(f *testing.F) {
	f.Add("\nthe\ncat", 2, []byte{0, 0, 1, 2, 3, 4}, float32(1), 1)
	f.Add("\nthe\nthe", 2, []byte{0, 0, 1, 2, 3, 4}, float32(1), 1)
	f.Add("\nthe\n", 2, []byte{0, 0, 1, 2, 3, 4}, float32(1), 1)
	f.Add("\nn't\nn’t", 1, []byte{0, 1, 2}, float32(math.NaN()), 2)
	f.Add("\nThe\ncat", 1, []byte{0, 1, 2}, float32(-1), 0)
	f.Add("the\ncat", 1, []byte{1, 2}, float32(1e38), 0)
	f.Add("", math.MaxInt, []byte{}, float32(1), 0)
	f.Fuzz(func(t *testing.T, lines string, width int, bytes []byte, scale float32, at int) {
		words := strings.Split(lines, "\n")
		values, scales := make([]int8, len(bytes)), make([]float32, len(words))
		for i, b := range bytes {
			values[i] = int8(b)
		}
		scales[uint(at)%uint(len(scales))] = scale
		table, err := New(words, width, values, scales)
		if err != nil {
			if text := err.Error(); len(text) > 1000 || strings.Contains(text, "\n") {
				t.Fatalf("%d bytes: %.200q", len(text), text)
			}
			return
		}
		for i, word := range words {
			for _, x := range table.Vector(i) {
				if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
					t.Fatalf("the vector of %q holds %v", word, x)
				}
			}
			if id, _ := table.ID(word); i > 0 && id != i && table.Words()[id] == "" {
				t.Fatalf("word %d, %q, is not found", i, word)
			}
		}
	})
}
