package checkpoints

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
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
	data, err := encodeTensors(s.Model)
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
// without any has none. Unlike a step, a snapshot has no checksum.
func Snapshots(run string) ([]Snapshot, error) {
	dir := filepath.Join(run, snapshotFolder)
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fail(dir, unreadable(err), adviceSnapshot)
	}
	var list []Snapshot
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), snapshotEnding)
		number, named := numberOf(name)
		if !ok || !named || e.IsDir() {
			continue
		}
		path := filepath.Join(dir, e.Name())
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, fail(path, unreadable(err), adviceSnapshot)
		}
		tensors, err := decodeTensors(data)
		if err != nil {
			return nil, fail(path, err, adviceSnapshot)
		}
		list = append(list, Snapshot{number, tensors})
	}
	slices.SortFunc(list, func(a, b Snapshot) int { return cmp.Compare(a.Number, b.Number) })
	return list, nil
}
