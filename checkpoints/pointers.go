package checkpoints

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The files latest and best are for people and scripts. Nothing is chosen by them: which
// step is the newest its folder's name says, and which is the best the newest step's
// state.

// updatePointers makes latest name the step, and best the one that is the best
// by the step's state. Where the run has no such step there is no best.
func (r *Run) updatePointers(s *Step) error {
	r.latest, r.best = s.Number, s.best()
	if err := r.setPointer(latestFile, r.latest); err != nil {
		return err
	}
	if r.best >= 0 {
		if _, err := system.readManifest(filepath.Join(r.dir, StepName(r.best))); err == nil {
			return r.setPointer(bestFile, r.best)
		}
	}
	return r.removePointer(bestFile)
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

func (r *Run) removePointer(pointer string) error {
	path := filepath.Join(r.dir, pointer)
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	if err := r.disk.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s names a step that is not there: %w", path, err)
	}
	return nil
}

// readPointer reads the number of the step that latest or best names.
func (f files) readPointer(run, pointer string) (int, error) {
	data, err := f.read(f.join(run, pointer), maxPointer)
	if err != nil {
		return 0, err
	}
	return parsePointer(data)
}

func parsePointer(data []byte) (int, error) {
	name := strings.TrimSpace(string(data))
	n, ok := numberOf(name)
	if !ok {
		return 0, detail(errMalformed, "%.40q is not a step's name", name)
	}
	return n, nil
}
