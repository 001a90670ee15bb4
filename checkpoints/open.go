package checkpoints

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
)

// Open reads a step to use its model. dir is a step's folder or a run's. Of a
// run it opens the best step, by the state of the newest, else the newest that is whole;
// the step's Warnings say what was passed over. If dir is a step's folder, no
// other step is ever opened in its place.
//
// Open does not read the optimizer's file, which may be missing: Optimizer is
// nil in the step. It takes no lock and writes nothing, so a run can be opened
// while it trains.
func Open(dir string) (*Step, error) { return system.open(dir) }

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
	var s *Step
	var problem error
	err := f.settled(dir, func(numbers []int) bool {
		s, problem = f.openOneOf(dir, numbers)
		return problem == nil && len(s.Warnings) == 0
	})
	if err != nil {
		return nil, err
	}
	return s, problem
}

// maxAttempts is how often a run is read whose steps change meanwhile. A step stays for
// as long as the next one takes to be trained and written, which is longer than it takes
// to be read, so that a few attempts are enough.
const maxAttempts = 100

// settled calls read with the numbers of a run's steps until it reports success. A
// training process may save the next step and delete one while that is being read: after
// a failure the steps are listed again, and where they have changed, read is called again.
func (f files) settled(run string, read func(numbers []int) bool) error {
	numbers, err := f.stepNumbers(run)
	for range maxAttempts {
		if err != nil || read(numbers) {
			return err
		}
		before := numbers
		if numbers, err = f.stepNumbers(run); err == nil && slices.Equal(before, numbers) {
			return nil
		}
	}
	return err
}

// openOneOf opens the best of a run's steps, which are given the newest first, or else
// the newest that is whole.
func (f files) openOneOf(run string, numbers []int) (*Step, error) {
	if len(numbers) == 0 {
		return nil, f.noStep(run)
	}
	var warnings []string
	order := numbers
	for i, n := range numbers {
		best, err := f.readBest(f.join(run, StepName(n)))
		if errors.Is(err, errNewerFormat) {
			return nil, err
		}
		if err != nil {
			warnings = append(warnings, "passed over "+err.Error())
			continue
		}
		order = numbers[i:] // what cannot tell its best is not whole
		switch {
		case slices.Contains(numbers, best):
			order = slices.Concat([]int{best}, order)
		case best >= 0:
			warnings = append(warnings, fmt.Sprintf("%s: %s, the best by %s, is not there: using another", run, StepName(best), StepName(n)))
		}
		break
	}
	if len(warnings) == len(numbers) {
		warnings = nil // firstWhole says the same
	}
	s, passedOver, err := f.firstWhole(run, order, false)
	if err != nil {
		return nil, err
	}
	s.Warnings = few(append(warnings, passedOver...))
	return s, nil
}

// few is the first of many warnings, and how many more there are.
func few(warnings []string) []string {
	const most = 10
	if n := len(warnings) - most; n > 1 {
		return append(warnings[:most:most], fmt.Sprintf("and %d more such warnings", n))
	}
	return warnings
}

// readBest reads from a step's state which step is the best so far, -1 for none.
func (f files) readBest(dir string) (int, error) {
	m, err := f.readManifest(dir)
	if err != nil {
		return 0, err
	}
	state, err := f.readFile(dir, stateFile, m.Files[stateFile])
	if err != nil {
		return 0, err
	}
	return (&Step{State: state}).best(), nil
}

// noStep is the error of opening a folder in which there is no step.
func (f files) noStep(dir string) error {
	switch c, err := f.look(dir); {
	case err != nil:
		return err
	case c.unsaved:
		return fail(dir, errNoStep, "training has saved none in it yet; name another run")
	}
	advice := adviceOtherDir
	if run, _, err := f.newest(dir); err == nil {
		advice = "did you mean " + run + "?"
	}
	return fail(dir, detail(ErrNotCheckpoint, "there is no step in it"), advice)
}

// firstWhole reads the first of the steps, of which there is at least one, that is whole.
// The warnings say what is wrong with those before it.
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
	return nil, nil, fmt.Errorf("%s: %w; the first that was tried: %w", run, errNoStep, first)
}
