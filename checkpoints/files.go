package checkpoints

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// files is a file system to read runs and steps from, and how its paths are
// joined.
type files struct {
	fs   fs.FS
	join func(elements ...string) string
}

// system is the operating system's files, by their ordinary paths, which unlike
// those of [os.DirFS] may be absolute and contain "..".
var system = files{systemFS{}, filepath.Join}

type systemFS struct{}

func (systemFS) Open(name string) (fs.File, error)     { return os.Open(name) }
func (systemFS) Stat(name string) (fs.FileInfo, error) { return os.Stat(name) }

// isStep distinguishes a step's folder from a run's: by its name, or by its
// manifest if it was copied to another name.
func (f files) isStep(dir string) bool {
	if _, named := numberOf(filepath.Base(dir)); named {
		return true
	}
	_, err := fs.Stat(f.fs, f.join(dir, manifestFile))
	return err == nil
}

// checkFolder returns an error unless dir is a folder.
func (f files) checkFolder(dir string) error {
	info, err := fs.Stat(f.fs, dir)
	if err != nil {
		return fail(dir, detail(ErrNotCheckpoint, "%w", reason(err)), adviceOtherDir)
	}
	if !info.IsDir() {
		return fail(dir, detail(ErrNotCheckpoint, "a file, not a folder"), adviceOtherDir)
	}
	return nil
}

// checkVacant returns an error if the folder holds anything of a run, or of a
// step.
func (f files) checkVacant(dir string) error {
	entries, err := fs.ReadDir(f.fs, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("the run's folder: %w", err)
	}
	left := ""
	for _, e := range entries {
		name := e.Name()
		if _, ok := numberOf(name); ok || name == latestFile || name == bestFile || name == manifestFile {
			return fail(dir, ErrExists, "resume it, or choose another folder")
		}
		if info, err := e.Info(); err == nil && name == metricsFile && info.Size() > 0 || name == snapshotFolder {
			left = f.join(dir, name)
		}
	}
	if left != "" {
		return fail(dir, detail(ErrExists, "%w", ErrUnsaved), "delete "+left+", or choose another folder")
	}
	return nil
}

// stepNumbers lists the steps of which a run has a folder, the newest first.
func (f files) stepNumbers(run string) ([]int, error) {
	entries, err := fs.ReadDir(f.fs, run)
	if err != nil {
		return nil, fail(run, unreadable(err), adviceOtherDir)
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
	data, err := fs.ReadFile(f.fs, path)
	if errors.Is(err, fs.ErrNotExist) {
		return -1, nil
	}
	if err != nil {
		return -1, fail(path, unreadable(err), "the next save writes it anew")
	}
	name := strings.TrimSpace(string(data))
	n, ok := numberOf(name)
	if !ok {
		return -1, fail(path, detail(errMalformed, "%.40q is not a step's name", name), "write one into it, such as "+StepName(200))
	}
	return n, nil
}

// readFile reads one of a step's files, and refuses it unless every byte is as
// it was saved.
func (f files) readFile(dir, name string, want fileStamp) ([]byte, error) {
	path := f.join(dir, name)
	info, err := fs.Stat(f.fs, path)
	switch {
	case err != nil:
		return nil, fail(path, unreadable(err), adviceOtherStep)
	case !info.Mode().IsRegular():
		return nil, damaged(path, errUnreadable, "not a regular file")
	case info.Size() > want.Size: // before memory is spent on it
		return nil, damaged(path, errChecksum, "%d bytes, but %d were saved", info.Size(), want.Size)
	}
	data, err := fs.ReadFile(f.fs, path)
	switch {
	case err != nil:
		return nil, fail(path, unreadable(err), adviceOtherStep)
	case int64(len(data)) < want.Size:
		return nil, damaged(path, errTruncated, "%d bytes of %d", len(data), want.Size)
	case stamp(data) != want:
		return nil, damaged(path, errChecksum, "the file was changed after it was saved")
	}
	return data, nil
}
