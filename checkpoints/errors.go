package checkpoints

import (
	"errors"
	"fmt"
)

// These are returned when a run is opened to train in it.
var (
	// ErrLocked: a run folder belongs to one training process at a time.
	ErrLocked = errors.New("another process is training in it")

	// ErrExists: a new run never writes into an older one.
	ErrExists = errors.New("already holds a run")

	// ErrIsStep: training goes on in a run, not in one of its steps.
	ErrIsStep = errors.New("is one step of a run")

	// ErrClosed: the run was closed and its lock given back.
	ErrClosed = errors.New("the run is closed")
)

// These are returned when there is nothing to open.
var (
	// ErrNoRun: no run folder where one was looked for.
	ErrNoRun = errors.New("holds no run")

	// ErrNoStep: a run folder in which no step can be opened. The error also
	// wraps what is wrong with the newest one, if there is any.
	ErrNoStep = errors.New("holds no valid step")
)

// These are returned when a step is read. Each message names the file.
var (
	// ErrNotCheckpoint: a folder without a manifest of ours, or no folder.
	ErrNotCheckpoint = errors.New("not a checkpoint")

	// ErrNewerFormat: the step is whole, but only a newer program can read it.
	// Such a step is never passed over in favour of an older one.
	ErrNewerFormat = errors.New("written by a newer antecedent")

	// ErrUnreadable: a file of the step is missing, or reading it failed.
	ErrUnreadable = errors.New("cannot be read")

	// ErrTruncated: a file is shorter than when it was saved.
	ErrTruncated = errors.New("truncated")

	// ErrChecksum: a file's bytes are not those that were saved.
	ErrChecksum = errors.New("checksum mismatch")

	// ErrMalformed: a file breaks its own format.
	ErrMalformed = errors.New("malformed")
)

// ErrInvalid is returned when a step or a row of metrics is handed over that
// could not be read back. Nothing has been written then.
var ErrInvalid = errors.New("cannot be saved")

const (
	adviceOtherStep = "open another step of the run, or train again"
	adviceOtherDir  = "name a run folder, or one of its step folders"
)

// fail makes the one line that a person reads: where, what is wrong, what to do.
func fail(path string, what error, advice string) error {
	return fmt.Errorf("%s: %w: %s", path, what, advice)
}

// detail adds particulars to a sentinel error.
func detail(kind error, format string, args ...any) error {
	return fmt.Errorf("%w: %w", kind, fmt.Errorf(format, args...))
}
