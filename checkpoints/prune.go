package checkpoints

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// prune deletes all steps but the newest ones, the best, and the one just
// saved. Only folders with a valid manifest count and are deleted.
func (r *Run) prune(saved string, keep int) {
	if keep <= 0 {
		return
	}
	best, err := readPointer(r.dir, bestFile)
	if err != nil {
		r.warn("no step was pruned, because the best is not known: %v", err)
		return
	}
	folders, err := stepFolders(r.dir)
	if err != nil {
		r.warn("no step was pruned: %v", err)
		return
	}
	kept := 0
	for _, f := range folders {
		if _, err := readManifest(f.path); err != nil || f.aside {
			continue
		}
		if kept++; kept <= keep {
			continue
		}
		if name := filepath.Base(f.path); name != saved && name != best {
			r.warnLeft(f.path, r.removeStep(f.path))
		}
	}
}

// removeStep deletes a step that we wrote.
func (r *Run) removeStep(dir string) error {
	if err := unchanged(dir); err != nil {
		return err
	}
	return r.removeFiles(dir)
}

// unchanged reports a file of the step that is not what we wrote, so not ours
// to delete. A file that is missing went in an earlier attempt to delete all.
func unchanged(dir string) error {
	m, err := readManifest(dir)
	if err != nil {
		return err
	}
	for _, name := range stepFiles {
		if _, err := m.readFile(dir, name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func (r *Run) warnLeft(dir string, err error) {
	if err != nil {
		r.warn("%s was not cleared away, delete what you do not need of it: %v", dir, err)
	}
}

// settle brings to an end what a crash interrupted between the two renames
// that replace a step, or after them: with a whole step in its place, the one
// set aside goes; without, it comes back.
func (r *Run) settle() {
	folders, err := stepFolders(r.dir)
	if err != nil {
		r.warn("%v", err)
		return
	}
	for _, f := range folders {
		if !f.aside {
			continue
		}
		place := filepath.Join(r.dir, StepName(f.number))
		switch {
		case verify(place) == nil:
			if problem := foreign(f.path); problem != nil {
				r.keep(f, problem)
			} else {
				r.warnLeft(f.path, r.removeFiles(f.path))
			}
		case verify(f.path) == nil:
			if exists(place) {
				r.keep(folder{number: f.number, path: place}, verify(place))
			}
			r.warnLeft(f.path, r.disk.Rename(f.path, place))
		default:
			r.warn("%s is not a whole step, and neither is %s", f.path, place)
		}
	}
}

// foreign reports anything in a folder of ours that we did not write.
func foreign(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) == 0 {
		return err
	}
	for _, e := range entries {
		if !slices.Contains(stepFiles[:], e.Name()) && e.Name() != manifestFile {
			return fmt.Errorf("%s is not antecedent's", filepath.Join(dir, e.Name()))
		}
	}
	return unchanged(dir)
}

// keep gives a folder that is in the way, but not ours to delete, a name under
// which it is out of the way and seen.
func (r *Run) keep(f folder, problem error) {
	to := freeName(r.dir, replacedPrefix+StepName(f.number))
	if err := r.disk.Rename(f.path, to); err != nil {
		r.warnLeft(f.path, err)
		return
	}
	r.warn("%v; its folder is now %s", problem, to)
}

// sweep deletes what an interrupted save left half written. The run's lock is
// held, so nobody is writing it now.
func (r *Run) sweep() {
	entries, err := os.ReadDir(r.dir)
	if err != nil {
		r.warn("%v", err)
		return
	}
	for _, e := range entries {
		path := filepath.Join(r.dir, e.Name())
		if _, ok := numberWithin(e.Name(), temporaryPrefix); ok && e.IsDir() {
			r.warnLeft(path, r.removeFiles(path))
		}
		if e.Name() == temporaryPrefix+latestFile || e.Name() == temporaryPrefix+bestFile {
			r.warnLeft(path, r.disk.Remove(path))
		}
	}
}
