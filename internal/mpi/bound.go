package mpi

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
)

// Bound is a warning, of one line, if the launcher lets this process use fewer
// processors than its part of the machine: mpirun binds each process to one core
// by default. It names the option of the launcher that mends it. It is empty if
// nothing is wrong or known.
func Bound() string {
	l := readLauncher(os.Getenv)
	machine := machineProcessors()
	if allocated, _ := strconv.Atoi(os.Getenv("SLURM_CPUS_ON_NODE")); allocated > 0 {
		machine = min(machine, allocated) // a job of Slurm may have a part of the machine
	}
	return bound(l, runtime.NumCPU(), machine)
}

// bound is Bound for a process that may use some of the machine's processors.
func bound(l launcher, usable, machine int) string {
	if l.kind == noLauncher || l.local == 0 {
		return ""
	}
	part := max(machine/l.local, 1)
	if usable >= part {
		return ""
	}
	return fmt.Sprintf("this process may use %s, but its part of the machine is %d of %d (%s here): start %s",
		count(usable, "processor", "processors"), part, machine, count(l.local, "process runs", "processes run"), l.unbind(part))
}

// unbind is the launcher with the option that lets a process use part processors.
func (l launcher) unbind(part int) string {
	switch {
	case l.kind == openMPI:
		return "mpirun with --bind-to none"
	case l.kind == slurm:
		return fmt.Sprintf("srun with --cpus-per-task=%d, or --cpu-bind=none", part)
	case l.intel:
		return "mpiexec with I_MPI_PIN=0 in the environment"
	}
	return "mpiexec with -bind-to none"
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// machineProcessors is the number of processors of the machine or, in a
// container, of those that the container may use.
func machineProcessors() int {
	least := 0
	for _, file := range []string{
		"/sys/devices/system/cpu/online",
		"/sys/fs/cgroup/cpuset.cpus.effective",        // control groups, version 2
		"/sys/fs/cgroup/cpuset/cpuset.effective_cpus", // version 1
	} {
		text, err := os.ReadFile(file)
		if n := listLength(strings.TrimSpace(string(text))); err == nil && n > 0 && (least == 0 || n < least) {
			least = n
		}
	}
	if least == 0 { // not Linux: no launcher binds processes there
		return runtime.NumCPU()
	}
	return least
}

// listLength counts the processors in a list of Linux such as "0-3,8", or
// returns 0 if it is none.
func listLength(list string) int {
	sum := 0
	for item := range strings.SplitSeq(list, ",") {
		from, to, isRange := strings.Cut(item, "-")
		if !isRange {
			to = from
		}
		first, err1 := strconv.Atoi(from)
		last, err2 := strconv.Atoi(to)
		if err1 != nil || err2 != nil || last < first {
			return 0
		}
		sum += last - first + 1
	}
	return sum
}
