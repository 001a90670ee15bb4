//go:build unix

package damage_test

import (
	"os"
	"syscall"
)

// special are files of which reading does not end, or does not begin.
var special = map[string]func(path string) error{
	"a named pipe":        func(path string) error { return syscall.Mkfifo(path, 0o644) },
	"a link to /dev/zero": func(path string) error { return os.Symlink("/dev/zero", path) },
	"a link to /dev/tty":  func(path string) error { return os.Symlink("/dev/tty", path) },
	"a link to a process": func(path string) error { return os.Symlink("/proc/self/mem", path) },
}
