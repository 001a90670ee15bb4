package checkpoints

import (
	"io/fs"
	"path/filepath"
	"strings"
)

// tidy deletes what an interrupted save left: half-written files and steps, and folders
// of steps whose files are deleted already. The run's lock is held, so no process is
// writing them now.
func (r *Run) tidy() {
	entries, err := system.list(r.dir)
	if err != nil {
		r.warn("%v", err)
	}
	for _, e := range entries {
		path, name := filepath.Join(r.dir, e.Name()), e.Name()
		_, isStep := numberOf(name)
		switch {
		case e.IsDir() && temporaryStep.MatchString(name):
			r.warnLeft(path, r.removeFiles(path))
		case e.IsDir() && isStep && system.empty(path):
			r.warnLeft(path, r.disk.Remove(path))
		default:
			r.removeTemporary(path, e, isBeside)
		}
	}
	snapshots := filepath.Join(r.dir, snapshotFolder)
	entries, _ = system.list(snapshots) // there need not be any
	for _, e := range entries {
		r.removeTemporary(filepath.Join(snapshots, e.Name()), e, isSnapshot)
	}
}

// removeTemporary deletes a file if its name says that it is being written, in place of
// one whose name is ours.
func (r *Run) removeTemporary(path string, e fs.DirEntry, ours func(name string) bool) {
	name, temporary := strings.CutPrefix(e.Name(), temporaryPrefix)
	if temporary && e.Type().IsRegular() && ours(name) {
		r.warnLeft(path, r.disk.Remove(path))
	}
}
