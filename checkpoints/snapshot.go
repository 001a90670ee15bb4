package checkpoints

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path/filepath"
	"slices"
	"strings"
)

// The folder of a run's snapshots, and how their names end.
const (
	snapshotFolder = "snapshots"
	snapshotEnding = ".safetensors"
)

const adviceSnapshot = "delete it; only the replay of the training needs it"

// A Snapshot is the weights after one step of a run, and nothing else: enough to
// show how the model developed, too little to resume from.
type Snapshot struct {
	Number int // optimizer steps taken
	Model  []Tensor
}

// A snapshot's file is one of safetensors that begins with its checksum: the SHA-256 of
// the file with zeros in the checksum's place. Those of earlier versions have no
// metadata, and so no checksum.
const (
	sumBefore = `"__metadata__":{"sha256":"`
	sumAfter  = `"}`
	sumDigits = 64
	sumAt     = 8 + 1 + len(sumBefore) // after the header's length and the brace
)

func encodeSnapshot(model []Tensor) ([]byte, error) {
	data, err := encodeTensorsAfter(sumBefore+strings.Repeat("0", sumDigits)+sumAfter, model)
	if err != nil {
		return nil, err
	}
	copy(data[sumAt:], blankSum(data))
	return data, nil
}

func decodeSnapshot(data []byte) ([]Tensor, error) {
	metadata := map[string]string{}
	tensors, err := decodeTensorsAnd(data, metadata)
	if err != nil {
		return nil, err
	}
	if len(metadata) > 0 && (len(data) < sumAt+sumDigits || blankSum(data) != string(data[sumAt:sumAt+sumDigits])) {
		return nil, detail(errChecksum, "the file was changed after it was saved")
	}
	for _, t := range tensors {
		for _, x := range t.Data {
			if x := float64(x); math.IsNaN(x) || math.IsInf(x, 0) {
				return nil, detail(errMalformed, "a weight of %q is not a finite number", t.Name)
			}
		}
	}
	return tensors, nil
}

// blankSum is the checksum of a snapshot's file with zeros in the checksum's place.
func blankSum(data []byte) string {
	h := sha256.New()
	h.Write(data[:sumAt])
	h.Write(bytes.Repeat([]byte{'0'}, sumDigits))
	h.Write(data[sumAt+sumDigits:])
	return hex.EncodeToString(h.Sum(nil))
}

// SaveSnapshot writes the weights of a step to snapshots/step-000050.safetensors
// in the run's folder, atomically. Snapshots are never pruned. An existing one
// is replaced: a resumed run again writes those after the step that it resumed
// from, with the same content.
func (r *Run) SaveSnapshot(s Snapshot) error {
	if r.metrics == nil {
		return fail(r.dir, errClosed, "open it again")
	}
	if err := r.writeSnapshot(s); err != nil {
		return fmt.Errorf("the snapshot of step %d in %s: %w", s.Number, r.dir, err)
	}
	return nil
}

func (r *Run) writeSnapshot(s Snapshot) error {
	data, err := encodeSnapshot(s.Model)
	if err != nil {
		return err
	}
	if s.Number < 0 {
		return detail(errInvalid, "a step's number is not negative")
	}
	dir := filepath.Join(r.dir, snapshotFolder)
	if err := makeFolder(r.disk, dir); err != nil {
		return err
	}
	return replaceFile(r.disk, filepath.Join(dir, StepName(s.Number)+snapshotEnding), data)
}

// Snapshots reads the snapshots of a run in the order of their steps; a folder
// without any has none.
func Snapshots(run string) ([]Snapshot, error) {
	dir := filepath.Join(run, snapshotFolder)
	entries, err := system.list(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fail(dir, unreadable(err), adviceSnapshot)
	}
	var list []Snapshot
	left := int64(maxSnapshots)
	for _, e := range entries {
		if !isSnapshot(e.Name()) {
			continue
		}
		path := filepath.Join(dir, e.Name())
		data, err := system.readTensors(path, left)
		if err != nil {
			return nil, fail(path, err, adviceSnapshot)
		}
		left -= int64(len(data))
		tensors, err := decodeSnapshot(data)
		if err != nil {
			return nil, fail(path, err, adviceSnapshot)
		}
		number, _ := numberOf(strings.TrimSuffix(e.Name(), snapshotEnding))
		list = append(list, Snapshot{number, tensors})
	}
	slices.SortFunc(list, func(a, b Snapshot) int { return cmp.Compare(a.Number, b.Number) })
	return list, nil
}

// isSnapshot reports whether a name is that of a snapshot.
func isSnapshot(name string) bool {
	step, ok := strings.CutSuffix(name, snapshotEnding)
	_, named := numberOf(step)
	return ok && named
}
