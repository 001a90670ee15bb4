package checkpoints

import (
	"errors"
	"fmt"
	"io/fs"
)

// Errors of opening a run for training.
var (
	// ErrLocked: a run folder belongs to one training process at a time.
	ErrLocked = errors.New("another process is training in it")

	// ErrExists: a new run is never written into an existing one.
	ErrExists = errors.New("already holds a run")

	// ErrUnsaved: the run in the folder has no step to resume from. It accompanies
	// ErrExists and ErrNoRun.
	ErrUnsaved = errors.New("a run without a saved step")

	// ErrIsStep: training resumes a run, not one of its steps.
	ErrIsStep = errors.New("is one step of a run")
)

// Errors of finding something to open.
var (
	// ErrNoRun: there is no run folder in the folder that was searched.
	ErrNoRun = errors.New("holds no run")

	// ErrNotCheckpoint: the folder is missing or has no manifest of ours.
	ErrNotCheckpoint = errors.New("not a checkpoint")
)

// Errors that no caller has to tell apart.
var (
	errTaken   = errors.New("cannot become a run's folder")
	errClosed  = errors.New("the run is closed")
	errForeign = errors.New("a file in it is not of this program")
	errSaved   = errors.New("already holds this step with other content")
	errInvalid = errors.New("cannot be saved") // it could not be read back; nothing has been written

	errNoStep      = errors.New("holds no valid step")           // wraps what is wrong with the first that was tried
	errNewerFormat = errors.New("written by a newer antecedent") // never passed over in favour of an older step
	errUnreadable  = errors.New("cannot be read")                // a file is missing, is no regular file, or reading it failed
	errLastNumber  = errors.New("has the greatest number that a run can have")
	errNotRegular  = errors.New("not a regular file")
	errTooLarge    = errors.New("too large")         // a file is larger than this package reads
	errTruncated   = errors.New("truncated")         // a file is shorter than when it was saved
	errChecksum    = errors.New("checksum mismatch") // a file's bytes are not those that were saved
	errMalformed   = errors.New("malformed")         // a file breaks its own format
)

const (
	adviceOtherStep = "open another step of the run, or train again"
	adviceOtherDir  = "name a run folder, or one of its step folders"
	adviceUnsaved   = "delete this folder to begin again in it, or choose another"
)

// fail makes a message of one line: where, what is wrong, what to do.
func fail(path string, what error, advice string) error {
	return fmt.Errorf("%s: %w: %s", path, what, advice)
}

// detail adds particulars to one of the errors above.
func detail(kind error, format string, args ...any) error {
	return fmt.Errorf("%w: %w", kind, fmt.Errorf(format, args...))
}

// damaged makes the message of a file of a step that cannot be used.
func damaged(path string, kind error, format string, args ...any) error {
	return fail(path, detail(kind, format, args...), adviceOtherStep)
}

// unreadable is errUnreadable with the reason.
func unreadable(err error) error { return detail(errUnreadable, "%w", reason(err)) }

// reason is an error of the file system without the path, for messages that
// name the path already.
func reason(err error) error {
	if e, ok := err.(*fs.PathError); ok {
		return e.Err
	}
	return err
}
