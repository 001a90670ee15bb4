package cmd_test

import (
	"os"
	"syscall"
)

// resident is the most memory, in bytes, that a process held, or 0 where that is not known:
// Linux counts as a process's own what the one that started it held by then, so that only
// more than this process ever held is the other's.
func resident(s *os.ProcessState) int {
	const inexact = 1 << 20 // the kernel counts pages in batches
	var own syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &own); err != nil {
		return 0
	}
	most := int(s.SysUsage().(*syscall.Rusage).Maxrss) << 10
	if most <= int(own.Maxrss)<<10+inexact {
		return 0
	}
	return most
}
