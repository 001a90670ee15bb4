package checkpoints

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"antecedent/internal/testenv"
)

// While a run trains and keeps one step, whoever reads it finds a whole step, the best
// one, and has no reason to warn.
func TestReadersOfARunInTraining(t *testing.T) {
	dir := filepath.Join(testenv.InMemory(t), "run-1")
	r := must(create(dir, new(testDisk)))(t)
	saveNext := func(n int) error {
		if err := r.AppendMetrics(json.RawMessage(row(n))); err != nil {
			return err
		}
		if err := r.SaveSnapshot(snapshot(n%10, 1)); err != nil {
			return err
		}
		if err := r.WriteTrained([]uint64{uint64(n)}); err != nil {
			return err
		}
		return r.Save(withVectors(bestStep(n, n-n%3)), 1) // every third one is the best
	}
	if err := saveNext(3); err != nil {
		t.Fatal(err)
	}
	stop, saves := make(chan struct{}), make(chan error, 1)
	go func() {
		for n := 4; ; n++ {
			select {
			case <-stop:
				saves <- r.Close()
				return
			default:
			}
			if err := saveNext(n); err != nil {
				saves <- err
				return
			}
		}
	}()
	steps := map[int]bool{}
	opens := 0
	for ; opens < 300; opens++ {
		s, err := Open(dir)
		if err != nil || len(s.Warnings) > 0 || s.Number != s.best() {
			t.Fatalf("Open: %+v, %v", s, err)
		}
		steps[s.Number] = true
		if newest, runs, err := Newest(filepath.Dir(dir)); newest != dir || runs != 1 || err != nil {
			t.Fatalf("Newest: %s of %d, %v", newest, runs, err)
		}
		if h, err := ReadHistory(dir); err != nil || len(h.Losses) == 0 {
			t.Fatalf("ReadHistory: %v", err)
		}
		if list, err := Snapshots(dir); err != nil || len(list) == 0 {
			t.Fatalf("Snapshots: %v", err)
		}
		if _, err := ReadTrained(s.Dir); err != nil {
			t.Fatalf("ReadTrained: %v", err)
		}
	}
	close(stop)
	if err := <-saves; err != nil {
		t.Error(err)
	}
	checkWarnings(t, "saving", r.Warnings())
	if len(steps) < 2 {
		t.Errorf("%d opens found %d steps: was the run saved meanwhile?", opens, len(steps))
	}
}
