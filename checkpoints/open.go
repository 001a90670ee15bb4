package checkpoints

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// Open reads a step to use its model. dir is a step's folder or a run's. Of a
// run it opens the best step, else the latest, else the newest that is whole;
// Warnings of the step says what was passed over. A step's folder is opened or
// refused, never exchanged for another.
//
// Open does not read the optimizer's file, which may be missing: Optimizer is
// nil in the step. It takes no lock and writes nothing, so a run can be opened
// while it trains.
func Open(dir string) (*Step, error) {
	s, err := system.open(dir)
	if err != nil || len(s.Warnings) > 0 {
		// A training process may have pruned the step while it was being read;
		// what is still wrong the second time is wrong.
		return system.open(dir)
	}
	return s, nil
}

// OpenFS is Open in a file system, such as an [embed.FS] or a zip file. dir is
// a slash-separated path in it, "." for its root.
func OpenFS(fsys fs.FS, dir string) (*Step, error) {
	return files{fsys, path.Join}.open(path.Clean(dir))
}

// files is where steps are read.
type files struct {
	fs.FS
	join func(elements ...string) string
}

// system is the operating system's files, by their ordinary paths.
var system = files{systemFS{}, filepath.Join}

type systemFS struct{}

func (systemFS) Open(name string) (fs.File, error)     { return os.Open(name) }
func (systemFS) Stat(name string) (fs.FileInfo, error) { return os.Stat(name) }

func (f files) open(dir string) (*Step, error) {
	if f.isStep(dir) {
		return f.readStep(dir, false)
	}
	if err := f.checkFolder(dir); err != nil {
		return nil, err
	}
	numbers, err := f.stepNumbers(dir)
	if err != nil {
		return nil, err
	}
	if len(numbers) == 0 && f.vacant(dir) == nil {
		advice := adviceOtherDir
		if run, err := f.newest(dir); err == nil {
			advice = "did you mean " + run + "?"
		}
		return nil, fail(dir, detail(ErrNotCheckpoint, "there is no step in it"), advice)
	}

	var order []int
	var warnings []string
	for _, pointer := range []string{bestFile, latestFile} {
		n, err := f.readPointer(dir, pointer)
		switch {
		case err != nil:
			warnings = append(warnings, err.Error())
		case n < 0:
		case !slices.Contains(numbers, n):
			warnings = append(warnings, fmt.Sprintf("%s names %s, which is not there", f.join(dir, pointer), StepName(n)))
		default:
			order = append(order, n)
		}
	}
	s, passedOver, err := f.firstWhole(dir, append(order, numbers...), false)
	if err != nil {
		return nil, err
	}
	s.Warnings = append(warnings, passedOver...)
	return s, nil
}

// isStep distinguishes a step's folder from a run's: by its name, or by its
// manifest if it was copied to another name.
func (f files) isStep(dir string) bool {
	_, named := numberOf(filepath.Base(dir))
	if named {
		return true
	}
	_, err := fs.Stat(f, f.join(dir, manifestFile))
	return err == nil
}

// checkFolder returns an error unless dir is a folder.
func (f files) checkFolder(dir string) error {
	info, err := fs.Stat(f, dir)
	if err != nil {
		return fail(dir, detail(ErrNotCheckpoint, "%w", reason(err)), adviceOtherDir)
	}
	if !info.IsDir() {
		return fail(dir, detail(ErrNotCheckpoint, "a file, not a folder"), adviceOtherDir)
	}
	return nil
}

// firstWhole reads the first of the steps that is whole. It warns of those that
// it passed over.
func (f files) firstWhole(run string, numbers []int, withOptimizer bool) (s *Step, warnings []string, err error) {
	tried := map[int]bool{}
	var first error
	for _, n := range numbers {
		if tried[n] {
			continue
		}
		tried[n] = true
		s, err := f.readStep(f.join(run, StepName(n)), withOptimizer)
		switch {
		case err == nil:
			return s, warnings, nil
		case errors.Is(err, ErrNewerFormat):
			return nil, nil, err
		case first == nil:
			first = err
		}
		warnings = append(warnings, "passed over "+err.Error())
	}
	if first != nil {
		return nil, nil, fmt.Errorf("%s: %w; the first that was tried: %w", run, ErrNoStep, first)
	}
	return nil, nil, fail(run, ErrNoStep, "training has saved none in it yet; name another run")
}
