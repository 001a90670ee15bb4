package checkpoints

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// SaveOptions says what becomes of a step beside being saved. The zero value
// keeps every step.
type SaveOptions struct {
	Best bool // the best step so far: best is made to name it
	Keep int  // how many of the newest steps stay, beside this one and the best; 0: all
}

// Save writes the step so that a crash or a full disk at any moment leaves
// either the run as it was or the run with the step: into a folder beside the
// others, each file synced, the manifest last, then renamed. After that latest
// and best are updated, and only then are old steps pruned. The metrics reach
// the disk before the step that they lead to.
//
// A step may be saved again: nothing is written where its content is the same,
// and otherwise the new content takes its place in one piece. What lies in
// that place but is not a whole step of ours is renamed, not deleted.
//
// Where Save fails, the steps saved before are intact and it can be called
// again. Trouble in clearing away old steps is no failure, but a warning.
func (r *Run) Save(s *Step, opt SaveOptions) error {
	if r.metrics == nil {
		return fail(r.dir, ErrClosed, "open it again")
	}
	name := StepName(s.Number)
	best := opt.Best
	if pointed, err := readPointer(r.dir, bestFile); err == nil && pointed == name {
		best = true // saved again, it is still the best
	}
	files, err := s.encode(best)
	if err != nil {
		return err
	}
	if err := r.write(name, files); err != nil {
		return fmt.Errorf("%s was not saved to %s, the steps before it are intact: %w", name, r.dir, err)
	}
	err = r.point(latestFile, name)
	if err == nil && opt.Best {
		err = r.point(bestFile, name)
	}
	if err != nil {
		return err
	}
	r.prune(name, opt.Keep)
	r.settle()
	return nil
}

// write puts the step's folder in its place.
func (r *Run) write(name string, files []content) error {
	if err := r.metrics.sync(); err != nil {
		return err
	}
	dir := filepath.Join(r.dir, name)
	if holds(dir, files) {
		return r.disk.SyncDir(r.dir)
	}
	temporary := freeName(r.dir, temporaryPrefix+name)
	err := r.disk.Mkdir(temporary)
	if err != nil {
		return err
	}
	if err = writeStep(r.disk, temporary, files); err == nil {
		err = r.place(temporary, dir)
	}
	if err != nil {
		r.removeFiles(temporary)
		return err
	}
	return r.disk.SyncDir(r.dir)
}

// place renames a finished step into its place. Two renames cannot be one, so
// a whole step that is replaced has, in between, a name under which Open and
// Resume find it.
func (r *Run) place(temporary, dir string) error {
	aside := ""
	if exists(dir) {
		prefix := asidePrefix
		problem := verify(dir)
		if problem != nil {
			prefix = replacedPrefix
		}
		aside = freeName(r.dir, prefix+filepath.Base(dir))
		if err := r.disk.Rename(dir, aside); err != nil {
			return err
		}
		if problem != nil {
			r.warn("%v; its folder is now %s", problem, aside)
		}
	}
	err := r.disk.Rename(temporary, dir)
	if err != nil && aside != "" {
		r.disk.Rename(aside, dir) // where this fails too, the next Resume does it
	}
	return err
}

// point makes latest or best name a step.
func (r *Run) point(pointer, name string) error {
	path := filepath.Join(r.dir, pointer)
	if err := replaceFile(r.disk, path, []byte(name+"\n")); err != nil {
		return fmt.Errorf("%s is saved, but %s does not name it yet: %w", name, path, err)
	}
	return nil
}

// removeFiles deletes a folder of ours: the files that a step has, and then
// the folder, if nothing else is in it. The manifest goes last, so that what a
// crash leaves can still be told to be ours.
func (r *Run) removeFiles(dir string) error {
	for _, name := range append(stepFiles[:len(stepFiles):len(stepFiles)], manifestFile) {
		if err := r.disk.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return r.disk.Remove(dir)
}
