package checkpoints

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// Save writes the step, makes latest name it and best name the step that is the
// best by its state, and then deletes all steps but the newest keep, this one
// and the best; with keep 0 it deletes none. A crash or a full disk at any
// moment leaves the run as it was or with the step whole. The rows of metrics
// appended before are on disk before the step is.
//
// A step is written once. If the run has it already with the same
// configuration, vocabulary, weights and optimizer, only latest, best and the
// deleting follow: the state that it was first saved with stays, so decide
// what stands in it before saving. Any other content is refused with ErrSaved.
// What is in the step's place without being a whole step is renamed, not
// deleted.
//
// If Save fails, the steps saved before are intact and it can be called again.
// A failure to delete an old step is a warning, not an error.
func (r *Run) Save(s *Step, keep int) error {
	if r.metrics == nil {
		return fail(r.dir, ErrClosed, "open it again")
	}
	list, m, err := s.encode()
	if err != nil {
		return err
	}
	if err := r.write(list, m); err != nil {
		return fmt.Errorf("%s was not saved to %s, the steps before it are intact: %w", StepName(s.Number), r.dir, err)
	}
	if err := r.updatePointers(s); err != nil {
		return fmt.Errorf("%s is saved, but %w", StepName(s.Number), err)
	}
	r.prune(s.Number, keep)
	return nil
}

// write puts the step's folder in its place, unless it is there.
func (r *Run) write(list []content, m *manifest) error {
	if err := r.metrics.sync(); err != nil {
		return err
	}
	name := StepName(m.Step)
	dir := filepath.Join(r.dir, name)
	if exists(dir) {
		saved, problem := system.verify(dir)
		switch {
		case problem == nil && !m.sameButState(saved):
			return fail(dir, ErrSaved, "move it out of the run")
		case problem == nil:
			return r.disk.SyncDir(r.dir)
		}
		aside := freeName(r.dir, replacedPrefix+name)
		if err := r.disk.Rename(dir, aside); err != nil {
			return err
		}
		r.warn("%v; its folder is now %s", problem, aside)
	}
	temporary := freeName(r.dir, temporaryPrefix+name)
	if err := r.disk.Mkdir(temporary); err != nil {
		return err
	}
	err := writeStep(r.disk, temporary, list)
	if err == nil {
		err = r.disk.Rename(temporary, dir)
	}
	if err != nil {
		r.removeFiles(temporary)
		return err
	}
	return r.disk.SyncDir(r.dir)
}

// updatePointers makes latest name the step, and best the one that is the best
// by the step's state, if the run has that one.
func (r *Run) updatePointers(s *Step) error {
	if err := r.setPointer(latestFile, s.Number); err != nil {
		return err
	}
	best := s.best()
	if best < 0 {
		return nil
	}
	if _, err := system.readManifest(filepath.Join(r.dir, StepName(best))); err != nil {
		return nil
	}
	return r.setPointer(bestFile, best)
}

func (r *Run) setPointer(pointer string, number int) error {
	if n, err := system.readPointer(r.dir, pointer); err == nil && n == number {
		return nil
	}
	path := filepath.Join(r.dir, pointer)
	if err := replaceFile(r.disk, path, []byte(StepName(number)+"\n")); err != nil {
		return fmt.Errorf("%s does not name %s yet: %w", path, StepName(number), err)
	}
	return nil
}

// removeFiles deletes a step's folder: first the files that a step has, the
// manifest last, so that after a crash the rest is still known to be ours; then
// the folder, if it holds nothing else.
func (r *Run) removeFiles(dir string) error {
	for _, name := range append(stepFiles[:len(stepFiles):len(stepFiles)], manifestFile) {
		if err := r.disk.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return r.disk.Remove(dir)
}
