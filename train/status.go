package train

import (
	"errors"
	"fmt"
)

// A Status is where a run stands, or why it ended.
type Status int

const (
	Running      Status = iota
	Completed           // took all its steps
	EarlyStopped        // patience ran out
	Interrupted         // its context was cancelled; can be resumed
	Diverged            // loss or gradient was no longer a finite number
	Stopped             // took Options.StopAfter steps; can be resumed
)

var statusNames = []string{"running", "completed", "early-stopped", "interrupted", "diverged", "stopped"}

func (s Status) String() string { return statusNames[s] }

// MarshalText writes the status by its name.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a status by its name.
func (s *Status) UnmarshalText(text []byte) error {
	for i, name := range statusNames {
		if name == string(text) {
			*s = Status(i)
			return nil
		}
	}
	return fmt.Errorf("train: unknown status %q", text)
}

// ErrDiverged is wrapped by the error of a run whose loss or gradient stopped
// being a finite number.
var ErrDiverged = errors.New("training diverged")

// ErrOtherData is wrapped by the error of resuming a run with other examples than
// it was begun with, which could not be the same run.
var ErrOtherData = errors.New("the examples are not those that the run was trained and validated on")

// failed is the status of a run that an error ended.
func failed(err error) Status {
	if errors.Is(err, ErrDiverged) {
		return Diverged
	}
	return Interrupted
}
