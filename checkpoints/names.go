package checkpoints

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// The names in a run's folder.
const (
	latestFile = "latest" // holds the name of the step saved last
	bestFile   = "best"   // holds the name of the best step, if there is one
	lockFile   = ".lock"

	stepPrefix = "step-"
	runPrefix  = "run-"

	// + a step's name + -k: is being written, or deleted; + a file's name: is being written
	temporaryPrefix = ".tmp-"

	// + a step's name + -k: was in a step's place without being a whole step
	replacedPrefix = "replaced-"
)

// temporaryStep matches the name of a step's folder that is being written or deleted.
var temporaryStep = regexp.MustCompile(`^\.tmp-step-[0-9]{6,}-[0-9]+$`)

// StepName is the name of a step's folder: "step-000200".
func StepName(number int) string { return fmt.Sprintf("%s%06d", stepPrefix, number) }

// numberOf is the number in a step folder's name.
func numberOf(name string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimPrefix(name, stepPrefix))
	return n, err == nil && n >= 0 && name == StepName(n)
}

// NextDir is the folder for a new run: parent/run-N with N one more than the
// largest there is, from 1. It creates nothing; parent need not exist. It is an error if
// no larger number can be written.
func NextDir(parent string) (string, error) {
	entries, err := system.list(parent)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("a folder for a new run: %w", err)
	}
	largest := 0
	for _, e := range entries {
		largest = max(largest, runNumber(e.Name()))
	}
	if largest == math.MaxInt {
		return "", fail(filepath.Join(parent, runPrefix+strconv.Itoa(largest)), errLastNumber, "rename it, or name the new run's folder")
	}
	return filepath.Join(parent, runPrefix+strconv.Itoa(largest+1)), nil
}

// runNumber is the N of run-N, 0 for any other name.
func runNumber(name string) int {
	digits, ok := strings.CutPrefix(name, runPrefix)
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n < 0 {
		return 0
	}
	return n
}
