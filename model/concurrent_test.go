package model

import (
	"slices"
	"sync"
	"testing"
)

// Several goroutines that share a model get the answers that one gets.
func TestConcurrentInference(t *testing.T) {
	m := testModel(t, nil)
	var batches []Batch
	var want [][]float32
	for n := 1; n <= 5; n++ {
		b := testBatch(n, testT, testV, testG)
		pointer, err := m.Forward(b)
		if err != nil {
			t.Fatal(err)
		}
		batches, want = append(batches, b), append(want, pointer)
	}
	m.Update(func([]Parameter) {}) // the goroutines pack the weights again
	var wait sync.WaitGroup
	for g := range 8 {
		wait.Go(func() {
			for i := range 20 {
				k := (g + i) % len(batches)
				pointer, err := m.Forward(batches[k])
				if err != nil || !slices.Equal(pointer, want[k]) {
					t.Errorf("goroutine %d: error %v, or another answer", g, err)
				}
				if err := m.Inspect(batches[k], nil, func(Output) {}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
}
