package checkpoints

import (
	"bytes"
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
// A step is written once. If the run already has it with the same
// configuration, vocabulary, weights and optimizer, the state that it was first
// saved with stays, and only latest and best are updated and old steps deleted.
// A step of the same number with any other content is refused. If what is in
// the step's place is not a whole step, it is renamed, not deleted.
//
// If Save fails, the steps saved before are intact and it can be called again.
// A failure to delete an old step is a warning, not an error.
func (r *Run) Save(s *Step, keep int) error {
	if r.metrics == nil {
		return fail(r.dir, errClosed, "open it again")
	}
	contents, err := s.encode()
	if err != nil {
		return err
	}
	name := StepName(s.Number)
	err = r.writeVectors(s.Vectors)
	if err == nil {
		err = r.write(filepath.Join(r.dir, name), contents)
	}
	if err != nil {
		return fmt.Errorf("%s was not saved to %s%s: %w", name, r.dir, r.whatIsLeft(), err)
	}
	if err := r.updatePointers(s); err != nil {
		return fmt.Errorf("%s is saved, but %w", name, err)
	}
	r.Prune(keep)
	return nil
}

// whatIsLeft says, after a save that failed, how the steps before it are, as far as it
// is known.
func (r *Run) whatIsLeft() string {
	if !exists(r.dir) {
		return ", which is no longer there"
	}
	if r.latest >= 0 {
		if _, err := system.readManifest(filepath.Join(r.dir, StepName(r.latest))); err == nil {
			return ", the steps before it are intact"
		}
	}
	return ""
}

// write puts the step's folder in its place, unless it is there.
func (r *Run) write(dir string, contents map[string][]byte) error {
	if err := r.syncMetrics(); err != nil {
		return err
	}
	if exists(dir) {
		same, problem := holds(dir, contents)
		if same {
			return r.disk.SyncDir(r.dir)
		}
		if problem == nil {
			return fail(dir, errSaved, "move it out of the run")
		}
		aside := freeName(r.dir, replacedPrefix+filepath.Base(dir))
		if err := r.disk.Rename(dir, aside); err != nil {
			return err
		}
		r.warn("%v; its folder is now %s", problem, aside)
	}
	temporary := freeName(r.dir, temporaryPrefix+filepath.Base(dir))
	err := r.writeFolder(temporary, contents)
	if err == nil {
		err = r.disk.Rename(temporary, dir)
	}
	if err != nil {
		r.removeFiles(temporary)
		return err
	}
	return r.disk.SyncDir(r.dir)
}

func (r *Run) writeFolder(dir string, contents map[string][]byte) error {
	if err := r.disk.Mkdir(dir); err != nil {
		return err
	}
	for _, name := range writtenFiles {
		if err := writeFile(r.disk, filepath.Join(dir, name), contents[name]); err != nil {
			return err
		}
	}
	return r.disk.SyncDir(dir)
}

// holds reports whether a folder holds a step that differs from contents in
// nothing but its state. The error says why the folder does not hold a whole
// step.
func holds(dir string, contents map[string][]byte) (bool, error) {
	s, err := system.readStep(dir, true)
	if err != nil {
		return false, err
	}
	saved, err := s.encode()
	if err != nil {
		return false, err
	}
	for _, name := range stepFiles {
		if name != stateFile && !bytes.Equal(saved[name], contents[name]) {
			return false, nil
		}
	}
	return true, nil
}

// removeFiles deletes a step's folder: first the files that a step has, the
// manifest last, so that after a crash the rest can still be recognised as a
// step; then the folder, if it holds nothing else.
func (r *Run) removeFiles(dir string) error {
	for _, name := range writtenFiles {
		if err := r.disk.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return r.disk.Remove(dir)
}
