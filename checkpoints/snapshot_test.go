package checkpoints

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func snapshot(number int, value float32) Snapshot {
	return Snapshot{number, []Tensor{{"a", []int{2}, []float32{value, 2}}, {"b", []int{}, []float32{3}}}}
}

func TestSnapshotRoundTrip(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run-1")
	fill(t, dir, step(100, 1))
	r, _, err := Resume(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	want := []Snapshot{snapshot(0, 1), snapshot(50, 4), snapshot(1_000_000, 5)}
	for _, s := range []Snapshot{want[2], want[0], snapshot(50, 9), want[1]} { // in any order; 50 is replaced
		if err := r.SaveSnapshot(s); err != nil {
			t.Fatal(err)
		}
	}
	os.WriteFile(filepath.Join(dir, snapshotFolder, "notes.txt"), []byte("mine"), 0o644)
	if got := must(Snapshots(dir))(t); !reflect.DeepEqual(got, want) {
		t.Errorf("got back %v", got)
	}
	if err := r.Save(withBest(step(200, 1), 200), 1); err != nil {
		t.Fatal(err)
	}
	if got := must(Snapshots(dir))(t); len(got) != 3 {
		t.Errorf("%d snapshots are left after a step was saved", len(got))
	}
	if got := must(Snapshots(filepath.Join(dir, "nowhere")))(t); len(got) != 0 {
		t.Errorf("%d snapshots of nothing", len(got))
	}
}

// A fault at any call leaves the old snapshot or the new one, and saving again
// heals it.
func TestSnapshotFaultAtEveryCall(t *testing.T) {
	for _, power := range []bool{false, true} {
		for n := 1; ; n++ {
			dir := filepath.Join(inMemory(t), "run-1")
			fill(t, dir, step(100, 1))
			r, _, err := resume(dir, hastyDisk{})
			if err != nil {
				t.Fatal(err)
			}
			if err := r.SaveSnapshot(snapshot(50, 1)); err != nil {
				t.Fatal(err)
			}
			d := &faultyDisk{at: n, short: true, power: power}
			r.disk = d
			err = r.SaveSnapshot(snapshot(50, 2))
			got := must(Snapshots(dir))(t)
			if len(got) != 1 || !reflect.DeepEqual(got[0], snapshot(50, 1)) && !reflect.DeepEqual(got[0], snapshot(50, 2)) {
				t.Errorf("call %d: the snapshot is %v", n, got)
			}
			if (err == nil) != (d.calls < n) && !errors.Is(err, errFault) {
				t.Errorf("call %d: the error is %v", n, err)
			}
			r.disk = hastyDisk{}
			if err := r.SaveSnapshot(snapshot(50, 2)); err != nil {
				t.Error(err)
			}
			if got := must(Snapshots(dir))(t); !reflect.DeepEqual(got, []Snapshot{snapshot(50, 2)}) {
				t.Errorf("call %d: saved again, the snapshots are %v", n, got)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, snapshotFolder, ".tmp*")); len(left) > 0 {
				t.Errorf("call %d: %v is left", n, left)
			}
			r.Close()
			if d.calls < n {
				break
			}
		}
	}
}

func TestSnapshotRefuses(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run-1")
	fill(t, dir, step(100, 1))
	r, _, err := Resume(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := r.SaveSnapshot(Snapshot{-1, nil}); !errors.Is(err, ErrInvalid) {
		t.Errorf("a negative step: %v", err)
	}
	if err := r.SaveSnapshot(Snapshot{1, []Tensor{{"a", []int{3}, nil}}}); !errors.Is(err, ErrInvalid) {
		t.Errorf("a wrong shape: %v", err)
	}
	if exists(filepath.Join(dir, snapshotFolder)) {
		t.Error("what could not be saved left something behind")
	}
	r.Close()
	if err := r.SaveSnapshot(snapshot(1, 1)); !errors.Is(err, ErrClosed) {
		t.Errorf("a closed run: %v", err)
	}
}

func TestDamagedSnapshot(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run-1")
	fill(t, dir, step(100, 1))
	r, _, err := Resume(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := r.SaveSnapshot(snapshot(7, 1)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, snapshotFolder, "step-000007.safetensors")
	raw := must(os.ReadFile(path))(t)
	for length := range raw {
		os.WriteFile(path, raw[:length], 0o644)
		if _, err := Snapshots(dir); err == nil || !strings.Contains(err.Error(), path) {
			t.Fatalf("cut to %d bytes: %v", length, err)
		}
	}
}

// Snapshots of a run that ended before its first save are not mixed with those
// of another.
func TestCreateRefusesSnapshots(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run-1")
	r := must(Create(dir))(t)
	if err := r.SaveSnapshot(snapshot(0, 1)); err != nil {
		t.Fatal(err)
	}
	r.Close()
	if _, err := Create(dir); !errors.Is(err, ErrExists) || !strings.Contains(err.Error(), snapshotFolder) {
		t.Errorf("the error is %v", err)
	}
}
