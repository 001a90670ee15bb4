package checkpoints

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"antecedent/internal/testenv"
)

func snapshot(number int, value float32) Snapshot {
	return Snapshot{number, []Tensor{{"a", []int{2}, []float32{value, 2}}, {"b", []int{}, []float32{3}}}}
}

func saveSnapshots(t testing.TB, r *Run, snapshots ...Snapshot) {
	t.Helper()
	for _, s := range snapshots {
		if err := r.SaveSnapshot(s); err != nil {
			t.Fatal(err)
		}
	}
}

func checkSnapshots(t testing.TB, what, dir string, want ...Snapshot) {
	t.Helper()
	if got := must(Snapshots(dir))(t); !reflect.DeepEqual(got, want) {
		t.Errorf("%s: the snapshots are %v, want %v", what, got, want)
	}
}

func TestSnapshotRoundTrip(t *testing.T) {
	dir := saved(t, step(100, 1))
	r, _ := resumed(t, dir)
	want := []Snapshot{snapshot(0, 1), snapshot(50, 4), snapshot(1_000_000, 5)}
	saveSnapshots(t, r, want[2], want[0], snapshot(50, 9), want[1]) // in any order; 50 is replaced
	put(t, "mine", dir, snapshotFolder, "notes.txt")
	checkSnapshots(t, "saved", dir, want...)
	save(t, r, 1, bestStep(200, 200))
	checkSnapshots(t, "after a step was saved", dir, want...)
	checkSnapshots(t, "of nothing", filepath.Join(dir, "nowhere"))
}

// A fault at any call leaves the old snapshot or the new one, and to save it
// again succeeds.
func TestSnapshotFaultAtEveryCall(t *testing.T) {
	for _, power := range []bool{false, true} {
		for n := 1; ; n++ {
			dir := filepath.Join(testenv.InMemory(t), "run-1")
			fill(t, dir, step(100, 1))
			r, _, err := resume(dir, new(testDisk))
			if err != nil {
				t.Fatal(err)
			}
			saveSnapshots(t, r, snapshot(50, 1))
			d := &testDisk{at: n, short: true, power: power}
			r.disk = d
			err = r.SaveSnapshot(snapshot(50, 2))
			if err == nil && power {
				d.cutPower()
			}
			got := must(Snapshots(dir))(t)
			if len(got) != 1 || !reflect.DeepEqual(got[0], snapshot(50, 2)) && (err == nil || !reflect.DeepEqual(got[0], snapshot(50, 1))) {
				t.Errorf("call %d: the snapshot is %v", n, got)
			}
			if (err == nil) != (d.calls < n) && !errors.Is(err, errFault) {
				t.Errorf("call %d: the error is %v", n, err)
			}
			r.disk = new(testDisk)
			saveSnapshots(t, r, snapshot(50, 2))
			checkSnapshots(t, "saved again", dir, snapshot(50, 2))
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
	r := begun(t)
	checkError(t, "a negative step", r.SaveSnapshot(Snapshot{-1, nil}), errInvalid, "snapshot of step -1")
	checkError(t, "a wrong shape", r.SaveSnapshot(Snapshot{1, []Tensor{{"a", []int{3}, nil}}}), errInvalid, "snapshot of step 1")
	if exists(filepath.Join(r.dir, snapshotFolder)) {
		t.Error("what could not be saved left something behind")
	}
}

func TestDamagedSnapshot(t *testing.T) {
	r := begun(t)
	saveSnapshots(t, r, snapshot(7, 1))
	path := filepath.Join(r.dir, snapshotFolder, "step-000007.safetensors")
	whole := read(t, path)
	for length := range whole {
		put(t, whole[:length], path)
		_, err := Snapshots(r.dir)
		checkError(t, whole[:length], err, nil, path)
	}
}

// Snapshots of a run that ended before its first save are not mixed with those
// of another.
func TestCreateRefusesSnapshots(t *testing.T) {
	r := begun(t)
	saveSnapshots(t, r, snapshot(0, 1))
	r.Close()
	_, err := Create(r.dir)
	checkError(t, "Create", err, ErrExists, "delete this folder")
	if !errors.Is(err, ErrUnsaved) || !exists(filepath.Join(r.dir, snapshotFolder)) {
		t.Errorf("the error is %v", err)
	}
}

// Every bit of a snapshot is covered by its checksum, and those of earlier versions,
// which had none, are read.
func TestEveryBitOfASnapshot(t *testing.T) {
	r := begun(t)
	saveSnapshots(t, r, snapshot(7, 1))
	path := filepath.Join(r.dir, snapshotFolder, "step-000007.safetensors")
	whole := read(t, path)
	for i := range 8 * len(whole) {
		flipped := []byte(whole)
		flipped[i/8] ^= 1 << (i % 8)
		if _, err := decodeSnapshot(flipped, 7); err == nil {
			t.Errorf("bit %d of byte %d is not missed", i%8, i/8)
		}
	}
	put(t, strings.Replace(whole, "\x3f", "\x3e", 1), path)
	_, err := Snapshots(r.dir)
	checkError(t, "a flipped bit", err, errChecksum, path+": checksum mismatch: the file was changed after it was saved: delete it")
	put(t, string(must(encodeTensors(snapshot(7, 1).Model))(t)), path)
	checkSnapshots(t, "of an earlier version", r.dir, snapshot(7, 1))
	put(t, string(must(encodeTensors(snapshot(7, float32(math.NaN())).Model))(t)), path)
	_, err = Snapshots(r.dir)
	checkError(t, "NaN", err, errMalformed, `a weight of "a" is not a finite number: delete it`)
}

// The checksum stands where the format keeps strings of the writer, so other readers pass
// it over.
func TestSnapshotMetadata(t *testing.T) {
	raw := must(encodeSnapshot(snapshot(7, 1)))(t)
	if n := binary.LittleEndian.Uint64(raw); n%8 != 0 {
		t.Errorf("the header's length %d is no multiple of 8", n)
	}
	header, _, err := splitHeader(raw)
	var all map[string]json.RawMessage
	var metadata map[string]string
	if err = errors.Join(err, json.Unmarshal(header, &all), json.Unmarshal(all[metadataName], &metadata)); err != nil || len(all) != 3 || len(metadata["sha256"]) != sumDigits {
		t.Errorf("the header %s: %v", header, err)
	}
	if tensors, err := decodeTensors(raw); err != nil || !reflect.DeepEqual(tensors, snapshot(7, 1).Model) {
		t.Errorf("read as %v, %v", tensors, err)
	}
}
