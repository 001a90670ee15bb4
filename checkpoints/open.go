package checkpoints

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
)

// Open reads a step to use its model. dir is a step's folder or a run's. Of a
// run it opens the best step, else the latest, else the newest that is whole;
// the step's Warnings say what was passed over. If dir is a step's folder, no
// other step is ever opened in its place.
//
// Open does not read the optimizer's file, which may be missing: Optimizer is
// nil in the step. It takes no lock and writes nothing, so a run can be opened
// while it trains.
func Open(dir string) (*Step, error) {
	s, err := system.open(dir)
	if err != nil || len(s.Warnings) > 0 {
		// A training process may have pruned the step while it was being read.
		// Then a second attempt finds the run in order.
		return system.open(dir)
	}
	return s, nil
}

// OpenFS is Open in a file system, such as an [embed.FS] or a zip file. dir is
// a slash-separated path in it, "." for its root.
func OpenFS(fsys fs.FS, dir string) (*Step, error) {
	return files{fsys, path.Join}.open(path.Clean(dir))
}

// OpenStepFS is OpenFS for a step's folder, but for the word vectors, which it does not
// read: they are v. So a program that has them anyway need not embed them twice. They
// must be those that the step was saved with, which is not checked: their checksum
// takes longer than reading the step. A step without vectors has none with v either.
func OpenStepFS(fsys fs.FS, dir string, v *Vectors) (*Step, error) {
	s, m, err := files{fsys, path.Join}.readParts(path.Clean(dir), false)
	if err == nil && m.Vectors != nil {
		s.Vectors = v
	}
	return s, err
}

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
	if len(numbers) == 0 && f.checkVacant(dir) == nil {
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

// firstWhole reads the first of the steps that is whole. The warnings say what
// is wrong with those before it.
func (f files) firstWhole(run string, numbers []int, withOptimizer bool) (s *Step, warnings []string, err error) {
	var first error
	for i, n := range numbers {
		if slices.Contains(numbers[:i], n) {
			continue
		}
		s, err := f.readStep(f.join(run, StepName(n)), withOptimizer)
		if err == nil {
			return s, warnings, nil
		}
		if errors.Is(err, errNewerFormat) {
			return nil, nil, err
		}
		if first == nil {
			first = err
		}
		warnings = append(warnings, "passed over "+err.Error())
	}
	if first != nil {
		return nil, nil, fmt.Errorf("%s: %w; the first that was tried: %w", run, errNoStep, first)
	}
	return nil, nil, fail(run, errNoStep, "training has saved none in it yet; name another run")
}
