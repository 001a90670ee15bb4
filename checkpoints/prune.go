package checkpoints

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// prune deletes all steps but the newest keep, the best, and the one just
// saved. A folder without a valid manifest neither counts nor is deleted.
func (r *Run) prune(saved, keep int) {
	if keep <= 0 {
		return
	}
	best, err := system.readPointer(r.dir, bestFile)
	if err != nil {
		r.warn("no step was pruned, because the best is not known: %v", err)
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
		if kept++; kept > keep && n != saved && n != best {
			r.warnLeft(dir, r.removeStep(dir, m))
		}
	}
}

// removeStep deletes a step, unless a file of it is not as it was saved: then
// this package did not write it. A file that is missing was deleted in an
// earlier attempt.
func (r *Run) removeStep(dir string, m *manifest) error {
	for _, name := range stepFiles {
		if _, err := system.readFile(dir, name, m.Files[name]); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return r.removeFiles(dir)
}

func (r *Run) warnLeft(path string, err error) {
	if err != nil {
		r.warn("%s was not deleted, delete what you do not need of it: %v", path, err)
	}
}

// sweep deletes what an interrupted save left half written. The run's lock is
// held, so no process is writing it now.
func (r *Run) sweep() {
	entries, err := os.ReadDir(r.dir)
	if err != nil {
		r.warn("%v", err)
		return
	}
	for _, e := range entries {
		path := filepath.Join(r.dir, e.Name())
		switch {
		case e.IsDir() && temporaryStep.MatchString(e.Name()):
			r.warnLeft(path, r.removeFiles(path))
		case e.Name() == temporaryPrefix+latestFile || e.Name() == temporaryPrefix+bestFile ||
			vectorsName.MatchString(strings.TrimPrefix(e.Name(), temporaryPrefix)) && strings.HasPrefix(e.Name(), temporaryPrefix):
			r.warnLeft(path, r.disk.Remove(path))
		}
	}
}
