package train

import (
	"bytes"
	"context"
	"errors"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/model"
)

// small is a run of two sources so small that it takes milliseconds.
func small(t testing.TB, store *checkpoints.Run) Options {
	t.Helper()
	examples := builtin.Train[:12]
	e := data.Encoder{Vocabulary: data.NewVocabulary(examples, 1)}
	m, err := model.New(model.Config{Vocabulary: e.Vocabulary.Len(), Layers: 1, Heads: 1, Width: 2, Hidden: 2, Radius: 1}, 1)
	if err != nil {
		t.Fatal(err)
	}
	c := Default()
	c.Steps, c.Batch, c.Warmup, c.EvalEvery, c.SaveEvery, c.Patience = 6, 3, 1, 2, 3, 5
	return Options{
		Config: c, Model: m, Encoder: e, Train: examples, Valid: builtin.Valid[:4], Store: store,
		Mixture: []Component{{Name: "a", Weight: 2, Examples: 8}, {Name: "b", Weight: 1, Examples: 4}},
	}
}

// savedStep is step 3 of that run, as it is read back.
func savedStep(t testing.TB) *checkpoints.Step {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "run")
	store, err := checkpoints.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	o := small(t, store)
	o.StopAfter = 3
	trainer, err := New(o)
	if err == nil {
		_, err = trainer.Run(context.Background())
	}
	if err = errors.Join(err, store.Close()); err != nil {
		t.Fatal(err)
	}
	store, step, err := checkpoints.Resume(dir)
	if err != nil {
		t.Fatal(err)
	}
	store.Close()
	return step
}

// FuzzState: a state that somebody else wrote is refused in one short line, or is one that
// a run goes on from, by the steps that are left.
func FuzzState(f *testing.F) {
	step := savedStep(f)
	f.Add([]byte(step.State))
	for old, new := range map[string]string{
		`"batch": 1`: `"batch": 999`, `"epoch": 0`: `"epoch": -1`, `"step": 3`: `"step": 1000000000`, `"horizon": 6`: `"horizon": 3`, `"patience": 0`: `"patience": -1`,
		`"status": "stopped"`: `"status": "completed"`, `"steps": 6`: `"steps": 9223372036854775807`, `"warmup": 1`: `"warmup": 9223372036854775807`,
		`"lr": 0.002`: `"lr": 1e308`, `"clip": 1`: `"clip": 0`, `"snapshots": 0`: `"snapshots": 10000`, `"others"`: `"none"`, `"weight": 2`: `"weight": 1e308`,
	} {
		f.Add(bytes.Replace(step.State, []byte(old), []byte(new), 1))
	}
	f.Add([]byte("null"))
	f.Fuzz(func(t *testing.T, state []byte) {
		s := *step
		s.State = state
		trainer, err := Resume(small(t, nil), &s)
		if err != nil {
			if text := err.Error(); len(text) > 1500 || strings.Contains(text, "\n") {
				t.Fatalf("%d bytes: %.200q", len(text), text)
			}
			return
		}
		if trainer.run.Config.Batch > 1000 {
			return // the memory that it takes is for the caller to compare with what there is
		}
		trainer.run.StopAfter = 2
		r, err := trainer.Run(context.Background())
		switch {
		case errors.Is(err, ErrDiverged):
		case err != nil:
			t.Fatal(err)
		case r.Step < 3 || r.Step > 5 || r.Status == Completed && r.Step < trainer.state.Horizon:
			t.Fatalf("%v at step %d of %d", r.Status, r.Step, trainer.state.Horizon)
		case r.Step > 3 && (math.IsNaN(r.Loss) || math.IsInf(r.Loss, 0)):
			t.Fatalf("loss %v", r.Loss)
		}
	})
}
