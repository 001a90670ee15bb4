package checkpoints

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strings"
)

// A folder is what lies in one that may be, or become, a run's.
type folder struct {
	steps   bool     // steps that were finished, or it is a step itself
	broken  bool     // folders with the names of steps, but without manifests
	unsaved bool     // rows of metrics, or snapshots
	others  []string // what is not this package's, and what is broken
}

// clutter are the files with which systems and tools mark folders that are empty to
// people, and the folder that a new disk has.
var clutter = []string{".DS_Store", ".directory", ".gitignore", ".gitkeep", ".keep", ".localized", "desktop.ini", "lost+found", "Thumbs.db"}

// look lists a folder, which need not exist. What an interrupted run leaves counts for
// nothing where it can be made again without a loss.
func (f files) look(dir string) (c folder, err error) {
	entries, err := f.list(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, fmt.Errorf("the run's folder: %w", err)
	}
	for _, e := range entries {
		name := e.Name()
		_, isStep := numberOf(name)
		switch isStep = isStep && e.IsDir(); {
		case name == manifestFile, isStep && f.isFinished(f.join(dir, name)):
			c.steps = true
		case isStep && !f.empty(f.join(dir, name)):
			c.broken, c.others = true, append(c.others, name)
		case isStep, slices.Contains(clutter, name):
		case isLeftOver(name, e.IsDir()) && f.isOurs(dir, name):
		case name == metricsFile && e.Type().IsRegular() && f.isOurs(dir, name):
			if info, err := e.Info(); err != nil || info.Size() > 0 {
				c.unsaved = true
			}
		case name == snapshotFolder && e.IsDir() && f.onlySnapshots(f.join(dir, name)):
			if !f.empty(f.join(dir, name)) {
				c.unsaved = true
			}
		default:
			c.others = append(c.others, name)
		}
	}
	return c, nil
}

// isLeftOver reports whether a name in a run's folder is one of those that this package
// gives, of something without which a run is none the worse.
func isLeftOver(name string, isDir bool) bool {
	if isDir {
		return temporaryStep.MatchString(name)
	}
	return name == lockFile || isBeside(strings.TrimPrefix(name, temporaryPrefix))
}

// isBeside reports whether a name is that of a file which lies beside the steps and is
// replaced as a whole.
func isBeside(name string) bool {
	return name == latestFile || name == bestFile || name == trainedFile || vectorsName.MatchString(name)
}

// isOurs reports whether a file of a run begins as this package writes it, or is empty: a
// file of somebody else may have its name.
func (f files) isOurs(dir, name string) bool {
	begins := map[string]string{latestFile: stepPrefix, bestFile: stepPrefix, trainedFile: trainedMagic, metricsFile: "{"}[name]
	if begins == "" {
		return true // its name is enough
	}
	file, size, err := f.openRegular(f.join(dir, name), math.MaxInt64)
	if err != nil {
		return false
	}
	defer file.Close()
	start, err := readSized(file, min(size, int64(len(begins))))
	return err == nil && strings.HasPrefix(begins, string(start))
}

// onlySnapshots reports whether a folder holds nothing but snapshots, whole or not.
func (f files) onlySnapshots(dir string) bool {
	entries, err := f.list(dir)
	return err == nil && !slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		return !isSnapshot(strings.TrimPrefix(e.Name(), temporaryPrefix))
	})
}

// isFinished reports whether a step's folder has a manifest.
func (f files) isFinished(dir string) bool {
	_, err := fs.Stat(f.fs, f.join(dir, manifestFile))
	return err == nil
}

// empty reports whether a folder holds nothing.
func (f files) empty(dir string) bool {
	entries, err := f.list(dir)
	return err == nil && len(entries) == 0
}

// checkVacant returns an error unless a folder can become that of a new run.
func (f files) checkVacant(dir string) error {
	c, err := f.look(dir)
	switch {
	case err != nil:
		return err
	case f.isFinished(dir): // one cannot be resumed
		return fail(dir, detail(ErrExists, "it %w", ErrIsStep), "choose another folder")
	case c.steps:
		return fail(dir, ErrExists, "resume it, or choose another folder")
	case len(c.others) > 0:
		held := fmt.Sprintf("%q", c.others[0])
		if n := len(c.others) - 1; n > 0 {
			held += fmt.Sprintf(" and %d more", n)
		}
		return fail(dir, detail(errTaken, "it is neither empty nor a run's: it holds %s", held), "choose a new or an empty folder")
	case c.unsaved:
		return fail(dir, detail(ErrExists, "%w", ErrUnsaved), adviceUnsaved)
	}
	return nil
}
