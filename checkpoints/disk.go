package checkpoints

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// A disk has the calls with which this package changes the file system. Tests
// use one whose n-th call fails, or cuts the power.
type disk interface {
	Mkdir(dir string) error
	OpenFile(path string, flag int) (file, error)
	Rename(from, to string) error
	Remove(path string) error // a file, or an empty folder
	Truncate(path string, size int64) error
	SyncDir(dir string) error // makes renames and new names in dir durable
}

// A file is a file that is open for writing.
type file interface {
	io.WriteCloser
	Sync() error
}

// osDisk is the disk of the operating system. Who may read and write what it makes is
// for the umask to say, so that people who share runs can resume each other's.
type osDisk struct{}

func (osDisk) Mkdir(dir string) error       { return os.Mkdir(dir, 0o777) }
func (osDisk) Rename(from, to string) error { return os.Rename(from, to) }
func (osDisk) Remove(path string) error     { return os.Remove(path) }

// Truncate takes a path and not an open file, because Windows cannot truncate a
// file that is open for appending.
func (osDisk) Truncate(path string, size int64) error { return os.Truncate(path, size) }

// OpenFile opens a regular file, or makes one. Anything else in its place is refused: to
// open a named pipe may wait for ever, and a link may lead to a file that is not ours.
func (osDisk) OpenFile(path string, flag int) (file, error) {
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: path, Err: errNotRegular}
	}
	return os.OpenFile(path, flag, 0o666)
}

// SyncDir does nothing where a folder cannot be synced: Windows, and network
// file systems that answer EINVAL or "not supported".
func (osDisk) SyncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, syscall.EINVAL) {
		return err
	}
	return nil
}

// makeFolder makes a folder and those above it that are missing, and makes
// their names durable. An existing folder is no error; its own name is made
// durable all the same, because an earlier attempt may have failed to.
func makeFolder(d disk, dir string) error {
	dir = filepath.Clean(dir)
	parent := filepath.Dir(dir)
	err := d.Mkdir(dir)
	if errors.Is(err, fs.ErrNotExist) && parent != dir {
		if err = makeFolder(d, parent); err == nil {
			err = d.Mkdir(dir)
		}
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return d.SyncDir(parent)
}

// writeFile writes a file and syncs it to disk.
func writeFile(d disk, path string, data []byte) error {
	f, err := d.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return err
}

// replaceFile replaces a file atomically: even after a crash, path holds
// either the old bytes or the new ones.
func replaceFile(d disk, path string, data []byte) error {
	if info, err := os.Lstat(path); err == nil && info.IsDir() {
		return &fs.PathError{Op: "replace", Path: path, Err: errors.New("a folder is in its place; move it away")}
	}
	dir, name := filepath.Split(path)
	temporary := filepath.Join(dir, temporaryPrefix+name)
	err := writeFile(d, temporary, data)
	if err == nil {
		err = d.Rename(temporary, path)
	}
	if err != nil {
		d.Remove(temporary)
		return err
	}
	return d.SyncDir(filepath.Clean(dir))
}

// freeName is the first of prefix-1, prefix-2, … in dir that does not exist.
func freeName(dir, prefix string) string {
	for k := 1; ; k++ {
		if path := filepath.Join(dir, fmt.Sprintf("%s-%d", prefix, k)); !exists(path) {
			return path
		}
	}
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
