package checkpoints

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"
)

// Newest is the run folder under parent that saved a step last, by the times of the
// steps' manifests; of several at one time the one with the largest number. runs is how
// many there are. The error is ErrNoRun if there is none.
func Newest(parent string) (dir string, runs int, err error) { return system.newest(parent) }

func (f files) newest(parent string) (newest string, runs int, err error) {
	entries, err := f.list(parent)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", 0, fmt.Errorf("looking for the newest run: %w", err)
	}
	var when time.Time
	for _, e := range entries {
		dir := f.join(parent, e.Name())
		saved, ok := f.lastSave(dir)
		if !ok {
			continue
		}
		runs++
		later := saved.Compare(when)
		if newest == "" || later > 0 || later == 0 && runNumber(e.Name()) > runNumber(filepath.Base(newest)) {
			newest, when = dir, saved
		}
	}
	if newest == "" {
		return "", 0, fail(parent, ErrNoRun, "train one first, or name its folder")
	}
	return newest, runs, nil
}

// lastSave is when a run saved a step last, false for what is no run with a step.
func (f files) lastSave(run string) (last time.Time, ok bool) {
	if f.isStep(run) {
		return last, false
	}
	f.settled(run, func(numbers []int) bool { // what cannot be listed is no run
		whole := true
		for _, n := range numbers {
			info, err := fs.Stat(f.fs, f.join(run, StepName(n), manifestFile))
			whole = whole && err == nil
			if err == nil && info.Mode().IsRegular() && (!ok || info.ModTime().After(last)) {
				last, ok = info.ModTime(), true
			}
		}
		return whole && ok
	})
	return last, ok
}
