package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"antecedent/checkpoints"
)

// Runs is the folder in which runs are made and looked for.
const Runs = "checkpoints"

// Checkpoint is the folder of a run or a step: name itself, or what has that
// name in [Runs], or for an empty name the newest run there. The error wraps
// [checkpoints.ErrNotCheckpoint] where there is no such folder, and
// [checkpoints.ErrNoRun] where there is no run at all.
func Checkpoint(name string) (string, error) {
	if name == "" {
		dir, _, err := NewestRun()
		return dir, err
	}
	if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
		return name, nil // what is wrong with it is for the reader to say
	}
	if below := filepath.Join(Runs, name); filepath.IsLocal(name) {
		if _, err := os.Stat(below); err == nil {
			return below, nil
		}
	}
	return "", fmt.Errorf("%s: %w: no such file or directory, here or in %s: name a run folder, or one of its step folders", name, checkpoints.ErrNotCheckpoint, Runs)
}

// NewestRun is the folder of the run in [Runs] that saved a step last, and in words why
// it is the one. The error is as that of [Checkpoint].
func NewestRun() (dir, why string, err error) {
	dir, runs, err := checkpoints.Newest(Runs)
	why = "the newest run"
	if runs > 1 {
		why += fmt.Sprintf(" (of %d, the last to save)", runs)
	}
	return dir, why, err
}
