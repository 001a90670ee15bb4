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

// A disk is every way in which this package changes the file system. Tests use
// one that fails, or loses power, at the n-th call.
type disk interface {
	MkdirAll(dir string) error
	Mkdir(dir string) error
	OpenFile(path string, flag int) (file, error)
	Rename(from, to string) error
	Remove(path string) error // a file, or an empty folder
	SyncDir(dir string) error // makes renames and new names in dir durable
}

// A file is a file that is open for writing.
type file interface {
	io.Writer
	Truncate(size int64) error
	Sync() error
	io.Closer
}

// osDisk is the disk of the operating system.
type osDisk struct{}

func (osDisk) MkdirAll(dir string) error    { return os.MkdirAll(dir, 0o755) }
func (osDisk) Mkdir(dir string) error       { return os.Mkdir(dir, 0o755) }
func (osDisk) Rename(from, to string) error { return os.Rename(from, to) }
func (osDisk) Remove(path string) error     { return os.Remove(path) }

func (osDisk) OpenFile(path string, flag int) (file, error) {
	return os.OpenFile(path, flag, 0o644)
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

// writeFile writes a file and syncs it to disk.
func writeFile(d disk, path string, data []byte) error {
	f, err := d.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// replaceFile puts a file in place of another atomically: path holds the old
// bytes or the new ones, even after a crash.
func replaceFile(d disk, path string, data []byte) error {
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
		path := filepath.Join(dir, fmt.Sprintf("%s-%d", prefix, k))
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return path
		}
	}
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
