package soak_test

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// calls are the system calls with which a save changes the file system, each with those
// that do the same on other systems; those marked with ? need not exist.
var calls = []string{
	"openat,?open", "mkdirat,?mkdir", "write", "fsync,?fdatasync", "renameat,?rename,?renameat2",
	"unlinkat,?unlink,?rmdir", "?truncate,?ftruncate", "close",
}

// An injection is what strace does to a process at some system calls of any one thread.
type injection struct {
	calls    string
	error    bool // they fail; else the process is killed
	resuming bool // it resumes a run that was killed between two saves; else it begins one
}

// injections are all that are tried. Those calls do not fail that Go's runtime
// makes for itself.
func injections() (list []injection) {
	for _, c := range calls {
		for _, resuming := range []bool{false, true} {
			list = append(list, injection{c, false, resuming})
			if !slices.Contains([]string{"openat,?open", "write", "close"}, c) {
				list = append(list, injection{c, true, resuming})
			}
		}
	}
	return list
}

func (j injection) String() string {
	what := map[bool]string{true: "failing", false: "killed"}[j.error]
	if j.resuming {
		what = "resuming, " + what
	}
	return what + " at " + strings.Split(strings.TrimPrefix(j.calls, "?"), ",")[0]
}

// harmedAtCalls kills a run of three saves, and the resuming of one, at the first, the
// second, … of each system call until it comes to its end, and lets these calls fail. In the
// short form the calls are a random few.
func harmedAtCalls(t *testing.T, s *trial) {
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("strace is not installed")
	}
	if out, err := exec.Command("strace", "-f", "-qq", "-o", os.DevNull, "true").CombinedOutput(); err != nil {
		t.Skipf("strace is not permitted here: %v: %s", err, out)
	}
	w := newWorkload(t, s, "--steps 6 --save-every 2 --eval-every 3 --keep 1 --snapshots 2 --vectors vectors.txt --quiet")
	half := w.halfDone(t)
	began, saved, done := time.Now(), 0, map[string]int{}
	open, at := injections(), map[injection]int{} // not at its end yet; the calls done
	for i := range s.rounds(t) {
		if len(open) == 0 {
			break
		}
		k := i % len(open)
		if s.until.IsZero() {
			k = s.random.IntN(len(open))
			at[open[k]] = s.random.IntN(12)
		}
		j := open[k]
		at[j]++
		run, what := fmt.Sprint("run-", i), fmt.Sprintf("%s %d of a thread", j, at[j])
		if j.resuming {
			if out, err := exec.Command("cp", "-r", half, w.path(run)).CombinedOutput(); err != nil {
				t.Fatalf("cp: %v: %s", err, out)
			}
		}
		p := w.inject(t, run, j, at[j])
		if log, err := os.ReadFile(w.path("trace")); err != nil {
			t.Fatal(err)
		} else if code := p.end(); code == 0 && !strings.Contains(string(log), "(INJECTED)") {
			open = slices.Delete(open, k, k+1)
		} else {
			done[j.String()]++
			if code > 0 && (code != 1 || !j.error || strings.Count(p.stderr.String(), "train: ") != 1) {
				t.Errorf("%s: it ends with %d: %s", what, code, p.stderr.String())
			}
		}
		if w.checkReadable(t, what, run) >= 0 {
			saved++
		}
		w.finish(t, what, run)
		if !t.Failed() {
			os.RemoveAll(w.path(run))
		}
	}
	total := 0
	for _, n := range done {
		total += n
	}
	figures(t, began, "%d runs harmed, %d runs with a saved step afterwards, %d of %d kinds tried to their end: no step lost, all runs ended in the same bytes: %v",
		total, saved, len(injections())-len(open), len(injections()), done)
}

// inject trains a run to which an injection is done at the n-th of the calls.
func (w *workload) inject(t *testing.T, run string, j injection, n int) *process {
	t.Helper()
	what := "signal=KILL"
	if j.error {
		what = "error=EIO"
	}
	p := w.goOn(t, run, "strace", "-f", "-qq", "-o", "trace", "-E", "GOMAXPROCS=1",
		"-e", "trace="+j.calls, "-e", fmt.Sprintf("inject=%s:%s:when=%d", j.calls, what, n))
	p.end()
	return p
}

// halfDone is a run that was killed when it had saved a step, and not the last one.
func (w *workload) halfDone(t *testing.T) string {
	t.Helper()
	for n := range 40 {
		run := fmt.Sprint("half-", n)
		w.inject(t, run, injection{calls: calls[4]}, n+1)
		if newest := newestStep(w.path(run)); newest > 0 && newest < w.last {
			return w.path(run)
		}
	}
	t.Fatal("no kill leaves a run half done")
	return ""
}
