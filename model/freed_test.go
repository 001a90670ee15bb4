package model

import (
	"runtime"
	"testing"
	"weak"
)

// A program may train any number of models, one after the other. The last may still be
// in memory, as a worker goroutine keeps its last task.
func TestTrainedModelsAreFreed(t *testing.T) {
	var models []weak.Pointer[Model]
	for range 5 {
		m := testModel(t, nil)
		if _, _, err := m.Gradients(testBatch(5, testT, testV, testG), Share{}, Dropout{}); err != nil {
			t.Fatal(err)
		}
		models = append(models, weak.Make(m))
	}
	runtime.GC()
	runtime.GC()
	left := 0
	for _, m := range models {
		if m.Value() != nil {
			left++
		}
	}
	if left > 1 {
		t.Errorf("of %d models that were trained and are not used any more, %d are still in memory", len(models), left)
	}
}
