package train

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"antecedent/checkpoints"
	"antecedent/internal/testenv"
)

// TestSteady is the short form of TestSoakSteady, which has the build tag soak.
func TestSteady(t *testing.T) { steady(t, 600, 200) }

// steady trains for some steps and compares what the process holds in the end with what it
// held after the first ones: memory, goroutines and open files must not have become more,
// but for the workers of package kernel, which come and go. Files are counted after every
// step, because garbage collection closes those that are forgotten.
func steady(t *testing.T, steps, first int) {
	store, err := checkpoints.Create(filepath.Join(testenv.InMemory(t), "run-1"))
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
	if after.goroutines >= before.goroutines+runtime.GOMAXPROCS(0) {
		t.Errorf("%d goroutines have become %d", before.goroutines, after.goroutines)
	}
	if m.most > m.files {
		t.Errorf("%d open files have become %d at times", m.files, m.most)
	}
	t.Logf("after step %d a heap of %d bytes and %d goroutines, after step %d of %d and %d; %d open files, at most %d",
		m.at[0], before.heap, before.goroutines, m.at[1], after.heap, after.goroutines, m.files, m.most)
}

// A meter is an observer that measures what the process holds: at all steps the open
// files, where the system lists them, and at some all else.
type meter struct {
	at          []int
	found       []holding
	files, most int // at the first step, and at any
}

type holding struct {
	heap       int64 // bytes in use after garbage collection
	goroutines int
}

func (m *meter) Started(Start)        {}
func (m *meter) Evaluated(Evaluation) {}
func (m *meter) Saved(Checkpoint)     {}
func (m *meter) Ended(Result)         {}
func (m *meter) Stepped(s Step) {
	files, _ := os.ReadDir("/proc/self/fd")
	if m.most = max(m.most, len(files)); s.Step == 1 {
		m.files = len(files)
	}
	if slices.Contains(m.at, s.Step) {
		runtime.GC()
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		m.found = append(m.found, holding{int64(memory.HeapAlloc), runtime.NumGoroutine()})
	}
}
