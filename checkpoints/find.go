package checkpoints

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The names in a run's folder.
const (
	latestFile = "latest" // holds the name of the step saved last
	bestFile   = "best"   // holds the name of the best step
	lockFile   = ".lock"

	stepPrefix      = "step-"
	runPrefix       = "run-"
	temporaryPrefix = ".tmp-"     // + a step's name + -k: is being written
	replacedPrefix  = "replaced-" // + a step's name + -k: was in a step's place without being a whole step
)

// StepName is the name of a step's folder: "step-000200".
func StepName(number int) string { return fmt.Sprintf("%s%06d", stepPrefix, number) }

// numberOf is the number in a step folder's name.
func numberOf(name string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimPrefix(name, stepPrefix))
	return n, err == nil && n >= 0 && name == StepName(n)
}

// isTemporary reports whether a name is that of a step being written.
func isTemporary(name string) bool {
	name, temporary := strings.CutPrefix(name, temporaryPrefix)
	dash := strings.LastIndexByte(name, '-')
	if !temporary || dash < 0 {
		return false
	}
	_, step := numberOf(name[:dash])
	_, err := strconv.Atoi(name[dash+1:])
	return step && err == nil
}

// stepNumbers lists the steps of which a run has a folder, the newest first.
func (f files) stepNumbers(run string) ([]int, error) {
	entries, err := fs.ReadDir(f, run)
	if err != nil {
		return nil, fail(run, detail(ErrUnreadable, "%w", reason(err)), adviceOtherDir)
	}
	var numbers []int
	for _, e := range entries {
		if n, ok := numberOf(e.Name()); ok && e.IsDir() {
			numbers = append(numbers, n)
		}
	}
	slices.SortFunc(numbers, func(a, b int) int { return cmp.Compare(b, a) })
	return numbers, nil
}

// readPointer reads the number of the step that latest or best names, -1 if
// the run has no such file.
func (f files) readPointer(run, pointer string) (int, error) {
	path := f.join(run, pointer)
	data, err := fs.ReadFile(f, path)
	if errors.Is(err, fs.ErrNotExist) {
		return -1, nil
	}
	if err != nil {
		return -1, fail(path, detail(ErrUnreadable, "%w", reason(err)), "the next save writes it anew")
	}
	name := strings.TrimSpace(string(data))
	n, ok := numberOf(name)
	if !ok {
		return -1, fail(path, detail(ErrMalformed, "%.40q is not a step's name", name), "write one into it, such as "+StepName(200))
	}
	return n, nil
}

// NextDir is the folder for a new run: parent/run-N with N one more than the
// largest there is, from 1. It creates nothing; parent need not exist.
func NextDir(parent string) (string, error) {
	entries, err := os.ReadDir(parent)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("a folder for a new run: %w", err)
	}
	largest := 0
	for _, e := range entries {
		largest = max(largest, runNumber(e.Name()))
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

// Newest is the run folder under parent that saved a step last, by the time of
// its file latest; of several at one time the one with the largest number. The
// error is ErrNoRun if there is none.
func Newest(parent string) (string, error) { return system.newest(parent) }

func (f files) newest(parent string) (string, error) {
	entries, err := fs.ReadDir(f, parent)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("looking for the newest run: %w", err)
	}
	var newest string
	var when time.Time
	for _, e := range entries {
		dir := f.join(parent, e.Name())
		info, err := fs.Stat(f, f.join(dir, latestFile))
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		later := info.ModTime().Compare(when)
		if newest == "" || later > 0 || later == 0 && runNumber(e.Name()) > runNumber(filepath.Base(newest)) {
			newest, when = dir, info.ModTime()
		}
	}
	if newest == "" {
		return "", fail(parent, ErrNoRun, "train one first, or name its folder")
	}
	return newest, nil
}
