package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"antecedent/checkpoints"
	"antecedent/resolve/english"
)

// save saves a step like that in the box, changed, in a run of its own.
func save(t *testing.T, change func(*checkpoints.Step)) (run string) {
	t.Helper()
	boxed, err := english.Step()
	if err != nil {
		t.Fatal(err)
	}
	step := *boxed
	change(&step)
	run = t.TempDir()
	store, err := checkpoints.Create(run)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if err := store.Save(&step, 0); err != nil {
		t.Fatal(err)
	}
	return run
}

func TestRun(t *testing.T) {
	dir, out := save(t, func(*checkpoints.Step) {}), t.TempDir()
	if err := run(dir, out); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"config.json", "vocab.txt", "model.safetensors", "state.json"} {
		got, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(filepath.Join("..", "model", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s was not copied as it is", name)
		}
	}
	if _, err := os.Stat(filepath.Join(out, "optimizer.safetensors")); err == nil {
		t.Error("the optimizer's state was copied")
	}
}

func TestOtherVectors(t *testing.T) {
	dir := save(t, func(s *checkpoints.Step) {
		v := &checkpoints.Vectors{Words: s.Vectors.Words, Width: s.Vectors.Width, Values: s.Vectors.Values, Scales: append([]float32(nil), s.Vectors.Scales...)}
		v.Scales[1] *= 2
		s.Vectors = v
	})
	out := t.TempDir()
	if err := run(dir, out); err == nil || !strings.Contains(err.Error(), "its word vectors are not those") {
		t.Errorf("error %v", err)
	}
	if left, _ := os.ReadDir(out); len(left) > 0 {
		t.Error("files were copied")
	}
}
