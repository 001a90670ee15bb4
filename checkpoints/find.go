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
	temporaryPrefix = ".tmp-"     // + a step's name + -k: being written
	asidePrefix     = ".old-"     // + a step's name + -k: a whole step, being replaced
	replacedPrefix  = "replaced-" // + a step's name + -k: what lay in a step's place and is not ours to delete
)

// StepName is the name of a step's folder: "step-000200".
func StepName(number int) string { return fmt.Sprintf("%s%06d", stepPrefix, number) }

// numberOf is the number in a step folder's name.
func numberOf(name string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimPrefix(name, stepPrefix))
	return n, err == nil && n >= 0 && name == StepName(n)
}

// numberWithin is the step's number in prefix + a step folder's name + "-k".
func numberWithin(name, prefix string) (int, bool) {
	rest, ok := strings.CutPrefix(name, prefix)
	dash := strings.LastIndexByte(rest, '-')
	if !ok || dash < 0 {
		return 0, false
	}
	if _, err := strconv.Atoi(rest[dash+1:]); err != nil {
		return 0, false
	}
	return numberOf(rest[:dash])
}

// stepOf is the number of a step's folder, in its place or aside.
func stepOf(name string) (int, bool) {
	if n, ok := numberWithin(name, asidePrefix); ok {
		return n, true
	}
	return numberOf(name)
}

// A folder may hold a step.
type folder struct {
	number int
	path   string
	aside  bool // a crash while it was being replaced left it under another name
}

// stepFolders lists a run's steps, the newest first; of one number the one in
// its place first, so that one set aside stands in only where that is missing.
func stepFolders(run string) ([]folder, error) {
	entries, err := os.ReadDir(run)
	if err != nil {
		return nil, err
	}
	var folders []folder
	for _, e := range entries {
		if n, ok := stepOf(e.Name()); ok && e.IsDir() {
			folders = append(folders, folder{n, filepath.Join(run, e.Name()), strings.HasPrefix(e.Name(), asidePrefix)})
		}
	}
	slices.SortStableFunc(folders, func(a, b folder) int {
		return cmp.Or(cmp.Compare(b.number, a.number), strings.Compare(b.path, a.path)) // ".old-" < "step-"
	})
	return folders, nil
}

// readPointer reads latest or best: a step folder's name, empty where the run
// has no such pointer yet.
func readPointer(run, name string) (string, error) {
	path := filepath.Join(run, name)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fail(path, detail(ErrUnreadable, "%w", reason(err)), "the next save writes it anew")
	}
	target := strings.TrimSpace(string(data))
	if _, ok := numberOf(target); !ok {
		return "", fail(path, detail(ErrMalformed, "%.40q is not a step's name", target), "write one into it, such as "+StepName(200))
	}
	return target, nil
}

// firstWhole reads the first of the folders that holds a whole step, and says
// which it passed over and why.
func firstWhole(run string, folders []folder, withOptimizer bool) (s *Step, warnings []string, err error) {
	tried := map[string]bool{}
	var first error
	for _, f := range folders {
		if tried[f.path] {
			continue
		}
		tried[f.path] = true
		s, err := readStep(f.path, withOptimizer)
		switch {
		case err == nil:
			return s, warnings, nil
		case errors.Is(err, ErrNewerFormat):
			return nil, nil, err
		}
		first = cmp.Or(first, err)
		warnings = append(warnings, "passed over "+err.Error())
	}
	if first != nil {
		return nil, nil, fmt.Errorf("%s: %w; the first that was tried: %w", run, ErrNoStep, first)
	}
	return nil, nil, fail(run, ErrNoStep, "training has saved none in it yet; name another run")
}

// NextDir is the folder for a new run: parent/run-N with N one more than the
// largest there is, from 1. Nothing is made; parent need not exist.
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
// its file latest; of several at one time the one with the largest number.
// Where there is none, the error is ErrNoRun.
func Newest(parent string) (string, error) {
	entries, err := os.ReadDir(parent)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("looking for the newest run: %w", err)
	}
	var newest string
	var when time.Time
	for _, e := range entries {
		dir := filepath.Join(parent, e.Name())
		info, err := os.Stat(filepath.Join(dir, latestFile))
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
