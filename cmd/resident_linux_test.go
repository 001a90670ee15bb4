package cmd_test

import (
	"os"
	"syscall"
)

// resident is the most memory, in bytes, that a process held.
func resident(s *os.ProcessState) int { return int(s.SysUsage().(*syscall.Rusage).Maxrss) << 10 }
