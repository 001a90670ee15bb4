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
	Interrupted         // was asked to stop; can be resumed
	Diverged            // loss or gradient was no longer a finite number
)

var statusNames = []string{"running", "completed", "early-stopped", "interrupted", "diverged"}

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

// ErrOtherExamples is wrapped by the error of [Resume] where the options bring
// other examples than those of the run.
var ErrOtherExamples = errors.New("the examples are not those")
