//go:build unix

package damage_test

import (
	"os"
	"path/filepath"
	"syscall"
)

// special are links, and files of which reading does not begin or does not end.
var special = map[string]func(path string) error{
	"a link to nothing":   func(path string) error { return os.Symlink("nowhere", path) },
	"a link to itself":    func(path string) error { return os.Symlink(filepath.Base(path), path) },
	"a named pipe":        func(path string) error { return syscall.Mkfifo(path, 0o644) },
	"a link to /dev/zero": func(path string) error { return os.Symlink("/dev/zero", path) },
	"a link to /dev/tty":  func(path string) error { return os.Symlink("/dev/tty", path) },
	"a link to a process": func(path string) error { return os.Symlink("/proc/self/mem", path) },
}
