package checkpoints

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
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
	return f.isFinished(dir)
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

// list reads a folder. What is no folder is not opened: see openRegular.
func (f files) list(dir string) ([]fs.DirEntry, error) {
	info, err := fs.Stat(f.fs, dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: dir, Err: syscall.ENOTDIR}
	}
	return fs.ReadDir(f.fs, dir)
}

// stepNumbers lists the steps of which a run has a folder, the newest first.
func (f files) stepNumbers(run string) ([]int, error) {
	entries, err := f.list(run)
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
