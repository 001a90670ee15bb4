package checkpoints

import (
	"fmt"
	"path/filepath"
	"slices"
)

// Open reads a step to use its model: the step of a step's folder, or of a
// run's folder the best step, else the latest, else the newest that is whole.
// What it passed over is in the step's Warnings. A step's folder that is asked
// for by name is opened or refused, never exchanged for another. Optimizer is
// nil in the step, but its file is checked like the others.
//
// Open takes no lock and writes nothing, so a run can be looked at while it
// trains.
func Open(path string) (*Step, error) {
	s, err := open(path)
	if err != nil || len(s.Warnings) > 0 {
		// A training process may have replaced or pruned the step while it was
		// read; what is still wrong the second time is wrong.
		return open(path)
	}
	return s, nil
}

func open(path string) (*Step, error) {
	if isStep(path) {
		return readStep(path, false)
	}
	if err := checkFolder(path); err != nil {
		return nil, err
	}
	folders, err := stepFolders(path)
	if err != nil {
		return nil, fail(path, detail(ErrUnreadable, "%w", reason(err)), adviceOtherDir)
	}
	if len(folders) == 0 && vacant(path) == nil {
		advice := adviceOtherDir
		if run, err := Newest(path); err == nil {
			advice = "did you mean " + run + "?"
		}
		return nil, fail(path, detail(ErrNotCheckpoint, "there is no step in it"), advice)
	}

	var order []folder
	var warnings []string
	for _, name := range []string{bestFile, latestFile} {
		target, err := readPointer(path, name)
		if err != nil {
			warnings = append(warnings, err.Error())
		}
		if target == "" {
			continue
		}
		number, _ := numberOf(target)
		is := func(f folder) bool { return f.number == number }
		if !slices.ContainsFunc(folders, is) {
			warnings = append(warnings, fmt.Sprintf("%s names %s, which is not there", filepath.Join(path, name), target))
		}
		for _, f := range folders {
			if is(f) {
				order = append(order, f)
			}
		}
	}
	s, passedOver, err := firstWhole(path, append(order, folders...), false)
	if err != nil {
		return nil, err
	}
	s.Warnings = append(warnings, passedOver...)
	return s, nil
}

// isStep tells a step's folder from a run's: by its name, or by its manifest
// where somebody copied it to another name.
func isStep(path string) bool {
	_, named := numberOf(filepath.Base(path))
	return named || exists(filepath.Join(path, manifestFile))
}
