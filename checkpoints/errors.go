package checkpoints

import (
	"errors"
	"fmt"
)

// Errors of opening a run for training, and of saving in it.
var (
	// ErrLocked: a run folder belongs to one training process at a time.
	ErrLocked = errors.New("another process is training in it")

	// ErrExists: a new run is never written into an existing one.
	ErrExists = errors.New("already holds a run")

	// ErrUnsaved accompanies ErrExists where the existing run has no step to
	// resume from.
	ErrUnsaved = errors.New("one that ended before its first save")

	// ErrIsStep: training resumes a run, not one of its steps.
	ErrIsStep = errors.New("is one step of a run")

	// ErrSaved: a step is never overwritten, and this one differs in more than
	// its state from the one of the same number.
	ErrSaved = errors.New("already holds this step with other content")

	// ErrInvalid: a step, a snapshot or a row of metrics could not be read back.
	// Nothing has been written.
	ErrInvalid = errors.New("cannot be saved")

	// ErrClosed: the run was closed.
	ErrClosed = errors.New("the run is closed")
)

// Errors of finding something to open.
var (
	// ErrNoRun: there is no run folder in the folder that was searched.
	ErrNoRun = errors.New("holds no run")

	// ErrNoStep: no step of the run can be opened. The error also wraps what is
	// wrong with the first that was tried, if there is any.
	ErrNoStep = errors.New("holds no valid step")
)

// Errors of reading a step. Each message names the file.
var (
	// ErrNotCheckpoint: the folder is missing or has no manifest of ours.
	ErrNotCheckpoint = errors.New("not a checkpoint")

	// ErrNewerFormat: only a newer program can read the step. Such a step is
	// never passed over in favour of an older one.
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

const (
	adviceOtherStep = "open another step of the run, or train again"
	adviceOtherDir  = "name a run folder, or one of its step folders"
)

// fail makes a message of one line: where, what is wrong, what to do.
func fail(path string, what error, advice string) error {
	return fmt.Errorf("%s: %w: %s", path, what, advice)
}

// detail adds particulars to a sentinel error.
func detail(kind error, format string, args ...any) error {
	return fmt.Errorf("%w: %w", kind, fmt.Errorf(format, args...))
}
