package model

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
)

// FuzzRestore: a configuration and weights that somebody else wrote are refused in one
// short line, or are a model of exactly these weights whose answers are probabilities.
func FuzzRestore(f *testing.F) {
	c := Config{Vocabulary: 3, NgramBuckets: 2, Vectors: 2, Structure: 2, Layers: 1, Heads: 2, Width: 4, Hidden: 3, Radius: 1}
	m, err := New(c, 1)
	if err != nil {
		f.Fatal(err)
	}
	config, err := json.Marshal(c)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(config, "", 0, 0, float32(1), 0)
	f.Add(config, "", 5, 1, float32(math.NaN()), 0)
	f.Add(config, "", 7, 2, float32(3e38), 0)
	f.Add(config, "layer.0.mlp.W_1", 3, 0, float32(0), 0)
	f.Add(config, "", 2, 0, float32(0), 9)
	f.Add([]byte(`{"vocabulary":1000000000,"width":9223372036854775807,"heads":1,"hidden":1,"layers":1000000}`), "", 0, 0, float32(0), 0)
	f.Add([]byte(`{"vocabulary":3,"ngram_buckets":2,"vectors":2,"structure":2,"layers":1,"heads":2,"width":4,"hidden":3,"radius":9223372036854775807}`), "", 0, 0, float32(0), 0)
	f.Add([]byte("null"), "", 0, 0, float32(0), 0)
	f.Fuzz(func(t *testing.T, config []byte, name string, which, at int, value float32, axis int) {
		weights := slices.Clone(m.Parameters())
		w := &weights[uint(which)%uint(len(weights))]
		w.Data = slices.Clone(w.Data)
		w.Data[uint(at)%uint(len(w.Data))] = value
		if name != "" {
			w.Name = name
		}
		if axis != 0 {
			w.Shape = append(slices.Clone(w.Shape), axis)
		}
		restored, err := Restore(config, weights)
		if err != nil {
			checkLine(t, err)
			return
		}
		if restored.Size() != m.Size() {
			t.Fatalf("%d weights of %d", restored.Size(), m.Size())
		}
		pointer, err := restored.Forward(smallBatch(restored.Config()))
		if errors.Is(err, ErrNotFinite) {
			checkLine(t, err)
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		checkDistribution(t, pointer, 1)
	})
}

// checkLine checks that an error is one short line.
func checkLine(t *testing.T, err error) {
	t.Helper()
	if text := err.Error(); len(text) > 1000 || strings.Contains(text, "\n") {
		t.Fatalf("%d bytes: %.200q", len(text), text)
	}
}

// smallBatch is a text of two tokens, the second of which is a pronoun.
func smallBatch(c Config) Batch {
	b := Batch{
		Size: 1, Length: 2, Queries: 1, Words: []int{c.Vocabulary - 1, 0}, Lengths: []int{2},
		Texts: []int{0}, Pronouns: []int{1}, Targets: make([]float32, 3), Vectors: make([]float32, 2*c.Vectors),
	}
	for i := range b.Vectors {
		b.Vectors[i] = 1
	}
	if c.NgramBuckets > 0 {
		b.Ngrams = make([]int, 2*MaxNgrams)
	}
	if c.Structure > 0 {
		b.Structure = []uint64{1, 0}
	}
	return b
}
