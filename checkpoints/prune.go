package checkpoints

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
)

// Prune deletes all steps but the newest keep, the best, and the one saved last or
// resumed from; with keep 0 it deletes none. A folder without a valid manifest neither
// counts nor is deleted, nor is one with a file that this package did not write.
// [Run.Save] prunes as well; to call Prune after [Resume] finishes what an interrupted
// save did not get to.
func (r *Run) Prune(keep int) {
	if keep <= 0 || r.latest < 0 {
		return
	}
	numbers, err := system.stepNumbers(r.dir)
	if err != nil {
		r.warn("no step was pruned: %v", err)
		return
	}
	kept := 0
	for _, n := range numbers {
		dir := filepath.Join(r.dir, StepName(n))
		m, err := system.readManifest(dir)
		if err != nil {
			continue
		}
		if kept++; kept > keep && n != r.latest && n != r.best {
			r.warnLeft(dir, r.removeStep(dir, m))
		}
	}
}

// removeStep deletes a step, unless a file of it is not as it was saved: then
// this package did not write it. A file that is missing was deleted in an
// earlier attempt. The step is renamed first, so that whoever reads the run finds it
// whole or not at all.
func (r *Run) removeStep(dir string, m *manifest) error {
	entries, err := system.list(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !slices.Contains(writtenFiles, e.Name()) {
			return detail(errForeign, "%q", e.Name())
		}
	}
	for _, name := range stepFiles {
		if _, err := system.readFile(dir, name, m.Files[name]); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	temporary := freeName(r.dir, temporaryPrefix+filepath.Base(dir))
	if err := r.disk.Rename(dir, temporary); err != nil {
		return err
	}
	return r.removeFiles(temporary)
}

func (r *Run) warnLeft(path string, err error) {
	if err != nil {
		r.warn("%s was not deleted, delete what you do not need of it: %v", path, err)
	}
}
