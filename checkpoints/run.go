package checkpoints

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// A Run is a run's folder, open for training and locked against a second
// process. It is for one goroutine.
type Run struct {
	dir      string
	disk     disk
	lock     *flock.Flock
	metrics  *metricsLog
	warnings []string
	warned   map[string]bool
}

// Create makes the folder of a new run, and those above it, and takes its
// lock. A folder that holds a run already is refused with ErrExists, one in
// which another process trains with ErrLocked. Files of others may lie in it.
func Create(dir string) (*Run, error) { return create(dir, osDisk{}) }

func create(dir string, d disk) (*Run, error) {
	if err := vacant(dir); err != nil {
		return nil, err
	}
	if err := d.MkdirAll(dir); err != nil {
		return nil, fmt.Errorf("the run's folder was not made: %w", err)
	}
	r, err := lock(dir, d)
	if err != nil {
		return nil, err
	}
	if err := r.begin(); err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

func (r *Run) begin() error {
	if err := vacant(r.dir); err != nil { // another process was faster
		return err
	}
	r.sweep()
	var err error
	if r.metrics, err = openMetrics(r.disk, filepath.Join(r.dir, metricsFile), 0); err == nil {
		err = r.disk.SyncDir(r.dir)
	}
	if err == nil {
		err = r.disk.SyncDir(filepath.Dir(r.dir))
	}
	if err != nil {
		return fmt.Errorf("the run was not begun: %w", err)
	}
	return nil
}

// Resume opens a run to go on with it: it takes the lock, clears away what an
// interrupted save left, reads the newest step that is whole, and cuts the
// rows of metrics.jsonl that are past that step. Steps that are not whole are
// passed over and stay where they are; Warnings tells of them.
func Resume(dir string) (*Run, *Step, error) { return resume(dir, osDisk{}) }

func resume(dir string, d disk) (*Run, *Step, error) {
	if isStep(dir) {
		return nil, nil, fail(dir, ErrIsStep, "resume the run "+filepath.Join(dir, "..")+", or start a new run from this step with --init-from")
	}
	if err := checkFolder(dir); err != nil {
		return nil, nil, err
	}
	if vacant(dir) == nil { // look before a lock file is left in somebody's folder
		return nil, nil, fail(dir, ErrNoRun, "name a run's folder, or start a new run")
	}
	r, err := lock(dir, d)
	if err != nil {
		return nil, nil, err
	}
	s, err := r.goOn()
	if err != nil {
		r.Close()
		return nil, nil, err
	}
	return r, s, nil
}

func (r *Run) goOn() (*Step, error) {
	r.settle()
	r.sweep()
	folders, err := stepFolders(r.dir)
	if err != nil {
		return nil, fail(r.dir, detail(ErrUnreadable, "%w", reason(err)), adviceOtherDir)
	}
	s, passedOver, err := firstWhole(r.dir, folders, true)
	if err != nil {
		return nil, err
	}
	for _, warning := range passedOver {
		r.warn("%s", warning)
	}
	if err := r.cutMetrics(s.Number); err != nil {
		return nil, err
	}
	return s, r.mendBest(s)
}

func (r *Run) cutMetrics(step int) error {
	path := filepath.Join(r.dir, metricsFile)
	if !exists(path) {
		r.warn("%s is missing; a new one begins after step %d", path, step)
	}
	end, bad, err := rowsUpTo(path, step)
	if err == nil {
		r.metrics, err = openMetrics(r.disk, path, end)
	}
	if err == nil {
		err = r.metrics.truncate()
	}
	if err == nil {
		err = r.metrics.sync()
	}
	if err != nil {
		return fmt.Errorf("%s was not cut after step %d: %w", path, step, err)
	}
	if bad > 0 {
		r.warn("%s: lines that are no rows of metrics: %d; they were kept", path, bad)
	}
	return nil
}

// mendBest writes best where a crash came between the step that was the best
// so far and its pointer. Otherwise that step would be pruned in time.
func (r *Run) mendBest(s *Step) error {
	m, err := readManifest(s.Dir)
	if err != nil || !m.Best {
		return err
	}
	if name, err := readPointer(r.dir, bestFile); err == nil && name != "" {
		if n, _ := numberOf(name); n >= s.Number {
			return nil
		}
	}
	return r.point(bestFile, StepName(s.Number))
}

// Dir is the run's folder.
func (r *Run) Dir() string { return r.dir }

// AppendMetrics adds a row to metrics.jsonl: any value that json.Marshal makes
// an object of, with an integer "step", in which the row was measured. Rows
// come in the order of their steps; NaN and infinities have no JSON. A row is
// in the file at once, and on the disk with the next Save.
func (r *Run) AppendMetrics(row any) error {
	if r.metrics == nil {
		return fail(r.dir, ErrClosed, "open it again")
	}
	return r.metrics.append(row)
}

// Warnings returns what went wrong without stopping anything since it was last
// called, one line each. No line comes twice.
func (r *Run) Warnings() []string {
	warnings := r.warnings
	r.warnings = nil
	return warnings
}

func (r *Run) warn(format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	if !r.warned[line] {
		r.warned[line] = true
		r.warnings = append(r.warnings, line)
	}
}

// Close brings the metrics to the disk and gives the lock back. The lock file
// stays: deleting it could let two processes in.
func (r *Run) Close() error {
	var err error
	if r.metrics != nil {
		err = errors.Join(r.metrics.sync(), r.metrics.file.Close())
		r.metrics = nil
	}
	if err = errors.Join(err, r.lock.Unlock()); err != nil {
		return fmt.Errorf("closing %s: %w", r.dir, err)
	}
	return nil
}

// lock opens a run's folder for this process alone, until Close or the end of
// the process, however it ends.
func lock(dir string, d disk) (*Run, error) {
	l := flock.New(filepath.Join(dir, lockFile))
	locked, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("%s could not be locked: %w", dir, err)
	}
	if !locked {
		return nil, fail(dir, ErrLocked, "wait until it ends, or train in another folder")
	}
	return &Run{dir: dir, disk: d, lock: l, warned: map[string]bool{}}, nil
}

// vacant refuses a folder with anything of a run, or of a step, in it.
func vacant(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("the run's folder: %w", err)
	}
	left := ""
	for _, e := range entries {
		name := e.Name()
		if _, ok := stepOf(name); ok || name == latestFile || name == bestFile || name == manifestFile {
			return fail(dir, ErrExists, "go on with it by --resume, or choose another folder")
		}
		if info, err := e.Info(); err == nil && name == metricsFile && info.Size() > 0 || name == snapshotFolder {
			left = filepath.Join(dir, name)
		}
	}
	if left != "" {
		return fail(dir, detail(ErrExists, "one that ended before its first save"), "delete "+left+", or choose another folder")
	}
	return nil
}
