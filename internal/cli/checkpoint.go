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
		return checkpoints.Newest(Runs)
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
