package train

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"antecedent/checkpoints"
)

// TestSteady is the short form of TestSoakSteady, which has the build tag soak.
func TestSteady(t *testing.T) { steady(t, 600, 200) }

// steady trains for some steps and compares what the process holds in the end with what it
// held after the first ones: memory, goroutines and open files must not have become more.
func steady(t *testing.T, steps, first int) {
	store, err := checkpoints.Create(filepath.Join(t.TempDir(), "run-1"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	o := toy(t, store)
	m := &meter{at: []int{first - 1, steps - 1}} // just before a save and an evaluation
	o.Config.Steps, o.Config.SaveEvery, o.Config.EvalEvery, o.Config.Keep, o.Config.LR = steps, 50, 100, 2, 0.001
	o.Observers = []Observer{m}
	trainer, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	result, err := trainer.Run(context.Background())
	if err != nil || result.Status != Completed || len(m.found) != 2 {
		t.Fatalf("%v at step %d, with %d measurements: %v", result.Status, result.Step, len(m.found), err)
	}
	before, after := m.found[0], m.found[1]
	if grown := after.heap - before.heap; grown > 64<<10 {
		t.Errorf("the heap has grown by %d bytes, from %d", grown, before.heap)
	}
	if after.goroutines > before.goroutines || after.files > before.files {
		t.Errorf("%d goroutines and %d open files have become %d and %d", before.goroutines, before.files, after.goroutines, after.files)
	}
	t.Logf("step %d: %+v; step %d: %+v", m.at[0], before, m.at[1], after)
}

// A meter is an observer that measures what the process holds after some steps.
type meter struct {
	at    []int
	found []holding
}

// A holding is what a process holds. Files is 0 where the system has no list of them.
type holding struct {
	heap              int64 // bytes in use after garbage collection
	goroutines, files int
}

func (m *meter) Started(Start)        {}
func (m *meter) Evaluated(Evaluation) {}
func (m *meter) Saved(Checkpoint)     {}
func (m *meter) Ended(Result)         {}
func (m *meter) Stepped(s Step) {
	if !slices.Contains(m.at, s.Step) {
		return
	}
	runtime.GC()
	runtime.GC() // what the first one finalised
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	files, _ := os.ReadDir("/proc/self/fd")
	m.found = append(m.found, holding{int64(memory.HeapAlloc), runtime.NumGoroutine(), len(files)})
}
