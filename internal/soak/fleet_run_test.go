package soak_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"antecedent/internal/testenv"
)

// launchers returns the installed launchers, of which a test with -short uses none.
func launchers(t *testing.T) []testenv.Launcher {
	t.Helper()
	if testing.Short() {
		t.Skip("training by several processes is left out with -short")
	}
	return testenv.MPI(t)
}

// overAll are the launchers with processes that communicate by shared memory, and
// by TCP.
func overAll(list []testenv.Launcher) (all []testenv.Launcher) {
	for _, l := range list {
		all = append(all, l, l.OverTCP())
	}
	return all
}

// launch starts train in n processes.
func (w *workload) launch(t *testing.T, l testenv.Launcher, n int, args ...string) *process {
	t.Helper()
	return w.startCommand(t, l.Command(n, append([]string{filepath.Join(w.bin, "train"), "--mpi"}, args...)...))
}

// launchEach starts train in as many processes as there are command lines, which
// are separated by blanks. TRAIN stands for the program.
func (w *workload) launchEach(t *testing.T, l testenv.Launcher, lines ...string) *process {
	t.Helper()
	var args []string
	for i, line := range lines {
		if i > 0 {
			args = append(args, ":", "-n", "1")
		}
		args = append(args, strings.Fields(strings.ReplaceAll(line, "TRAIN", filepath.Join(w.bin, "train")))...)
	}
	return w.startCommand(t, l.Command(1, args...))
}

// hang is how long the end of processes is waited for. None takes nearly as long.
const hang = 60 * time.Second

// endSoon is the exit code of a launcher. Processes that do not end are killed, and
// the test fails.
func (w *workload) endSoon(t *testing.T, what string, p *process) int {
	t.Helper()
	if !p.endAfter(hang) {
		t.Errorf("%s: it does not end within %v", what, hang)
		p.Process.Kill()
		for _, m := range w.members() {
			m.signal(os.Kill)
		}
	}
	return p.end()
}

// checkNoneLeft checks that no process of a fleet outlives the launcher by long.
func (w *workload) checkNoneLeft(t *testing.T, what string) {
	t.Helper()
	for until := time.Now().Add(hang); len(w.members()) > 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(until) {
			t.Errorf("%s: processes are left %v after the launcher's end: %v", what, hang, w.members())
			for _, m := range w.members() {
				m.signal(os.Kill)
			}
			return
		}
	}
}

// A member is a process of train that a launcher started.
type member struct{ pid, rank int }

func (m member) signal(s os.Signal) error {
	p, err := os.FindProcess(m.pid)
	if err == nil {
		err = p.Signal(s)
	}
	return err
}

// members finds the processes of train in the workload's folder that a launcher
// started, in the order of their ranks. It needs /proc; without it there are none.
func (w *workload) members() (list []member) {
	folder, _ := filepath.EvalSymlinks(w.dir)
	program, _ := filepath.EvalSymlinks(filepath.Join(w.bin, "train"))
	links, _ := filepath.Glob("/proc/[0-9]*/exe")
	for _, link := range links {
		dir := filepath.Dir(link)
		if exe, err := os.Readlink(link); err != nil || exe != program {
			continue
		}
		if cwd, err := os.Readlink(filepath.Join(dir, "cwd")); err != nil || cwd != folder {
			continue
		}
		environment, _ := os.ReadFile(filepath.Join(dir, "environ"))
		for variable := range strings.SplitSeq(string(environment), "\x00") {
			name, value, _ := strings.Cut(variable, "=")
			if name != "OMPI_COMM_WORLD_RANK" && name != "PMI_RANK" {
				continue
			}
			pid, _ := strconv.Atoi(filepath.Base(dir))
			if rank, err := strconv.Atoi(value); err == nil {
				list = append(list, member{pid, rank})
			}
		}
	}
	slices.SortFunc(list, func(a, b member) int { return a.rank - b.rank })
	return list
}

// awaitStep waits until a run has a saved step after a number, and reports whether
// its processes are still running then.
func (w *workload) awaitStep(p *process, run string, after int) bool {
	for newestStep(w.path(run)) <= after {
		if p.endAfter(time.Millisecond) {
			return false
		}
	}
	return !p.endAfter(0)
}
