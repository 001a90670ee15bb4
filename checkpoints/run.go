package checkpoints

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/gofrs/flock"
)

// A Run is a run's folder, open for training and locked against a second
// process. Its methods must not be called concurrently.
type Run struct {
	dir      string
	disk     disk
	lock     *flock.Flock
	metrics  file   // metrics.jsonl; nil once the run is closed
	size     int64  // bytes of the whole rows in it
	torn     bool   // it may have more bytes than size
	vectors  string // the name of the file of word vectors that is written; empty before
	latest   int    // the step saved last, or resumed from; -1 before
	best     int    // the best step by its state; -1 if there is none
	warnings []string
	warned   map[string]bool
}

// Create makes the folder of a new run, and those above it, and takes its
// lock. The folder must be new, or hold nothing but what is left of a run that kept
// nothing. One that holds a run is refused with ErrExists, one in which another process
// trains with ErrLocked.
func Create(dir string) (*Run, error) { return create(dir, osDisk{}) }

func create(dir string, d disk) (*Run, error) {
	if err := system.checkVacant(dir); errors.Is(err, ErrUnsaved) {
		return nil, refuse(dir, d, err)
	} else if err != nil {
		return nil, err
	}
	if err := makeFolder(d, dir); err != nil {
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

// refuse is ErrLocked where another process trains in a folder, else the error given,
// which tells to delete the folder.
func refuse(dir string, d disk, err error) error {
	r, locked := lock(dir, d)
	if locked != nil {
		return locked
	}
	return errors.Join(err, r.Close())
}

func (r *Run) begin() error {
	if err := system.checkVacant(r.dir); err != nil { // another process created it meanwhile
		return err
	}
	r.tidy()
	err := errors.Join(r.removePointer(latestFile), r.removePointer(bestFile))
	if err == nil {
		err = r.openMetrics(0)
	}
	if err == nil {
		err = r.disk.SyncDir(r.dir)
	}
	if err != nil {
		return fmt.Errorf("the run was not begun: %w", err)
	}
	return nil
}

// Resume opens a run to train it further: it takes the lock, deletes what an
// interrupted save left, reads the newest step that is whole, cuts the rows of
// metrics.jsonl that are past that step, and derives latest and best again if
// they are lost or out of date. Steps that are not whole are passed over and
// stay where they are; Warnings names them. To delete the steps that an interrupted
// save did not get to, call [Run.Prune].
func Resume(dir string) (*Run, *Step, error) { return resume(dir, osDisk{}) }

func resume(dir string, d disk) (*Run, *Step, error) {
	if system.isStep(dir) {
		return nil, nil, fail(dir, ErrIsStep, "resume the run "+filepath.Join(dir, "..")+", or start a new run from this step")
	}
	if err := system.checkFolder(dir); err != nil {
		return nil, nil, err
	}
	c, err := system.look(dir)
	switch {
	case err != nil:
		return nil, nil, err
	case c.steps, c.broken:
	case c.unsaved:
		return nil, nil, refuse(dir, d, fail(dir, detail(ErrNoRun, "only %w", ErrUnsaved), adviceUnsaved))
	default: // before a lock file is left in a folder that is no run
		return nil, nil, fail(dir, ErrNoRun, "name a run's folder, or start a new run")
	}
	r, err := lock(dir, d)
	if err != nil {
		return nil, nil, err
	}
	s, err := r.restore()
	if err != nil {
		r.Close()
		return nil, nil, err
	}
	return r, s, nil
}

func (r *Run) restore() (*Step, error) {
	r.tidy()
	numbers, err := system.stepNumbers(r.dir)
	if err != nil {
		return nil, err
	}
	s, passedOver, err := system.firstWhole(r.dir, numbers, true)
	if err != nil {
		return nil, err
	}
	for _, warning := range few(passedOver) {
		r.warn("%s", warning)
	}
	if latest, err := system.readPointer(r.dir, latestFile); err == nil && latest > s.Number && !slices.Contains(numbers, latest) {
		r.warn("%s names %s, which is not there; the run goes on from %s", filepath.Join(r.dir, latestFile), StepName(latest), StepName(s.Number))
	}
	if err := r.resumeMetrics(s.Number); err != nil {
		return nil, err
	}
	return s, r.updatePointers(s)
}

// lock locks a run's folder until Close, or until the process ends in whatever
// way.
func lock(dir string, d disk) (*Run, error) {
	path := filepath.Join(dir, lockFile)
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return nil, fail(path, unreadable(errNotRegular), "delete it")
	}
	l := flock.New(path, flock.SetPermissions(0o666))
	locked, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("%s could not be locked: %w", dir, err)
	}
	if !locked {
		return nil, fail(dir, ErrLocked, "wait until it ends, or train in another folder")
	}
	return &Run{dir: dir, disk: d, lock: l, latest: -1, best: -1, warned: map[string]bool{}}, nil
}

// Dir is the run's folder.
func (r *Run) Dir() string { return r.dir }

// Warnings returns the problems since its last call that were not severe
// enough to fail, one line each. No line is returned twice.
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

// Close syncs the metrics to disk and releases the lock. The lock file stays:
// deleting it could let two processes in. To close a run again does nothing.
func (r *Run) Close() error {
	var err error
	if r.metrics != nil {
		err = errors.Join(r.syncMetrics(), r.metrics.Close())
		r.metrics = nil
	}
	if err = errors.Join(err, r.lock.Unlock()); err != nil {
		return fmt.Errorf("closing %s: %w", r.dir, err)
	}
	return nil
}
