package soak_test

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"antecedent/internal/testenv"
)

// longFleet is a run that takes long enough to be struck between two saves.
const longFleet = "--config tiny.json --batch 16 --shares 8 --dropout 0.1 --steps 240 --save-every 20 --eval-every 50 --quiet"

// A blow is a signal to one of the processes of a fleet, or to their launcher.
type blow struct {
	signal syscall.Signal
	rank   int // or launcher
}

const launcher = -1

func (b blow) String() string {
	name := map[syscall.Signal]string{syscall.SIGKILL: "SIGKILL", syscall.SIGTERM: "SIGTERM", syscall.SIGINT: "SIGINT"}[b.signal]
	if b.rank == launcher {
		return name + " to the launcher"
	}
	return fmt.Sprintf("%s to process %d", name, b.rank)
}

// strike sends the signal, and reports whether there was a process to send it to.
func (b blow) strike(w *workload, p *process) bool {
	if b.rank == launcher {
		return p.Process.Signal(b.signal) == nil
	}
	for _, m := range w.members() {
		if m.rank == b.rank {
			return m.signal(b.signal) == nil
		}
	}
	return false
}

// stoppedAt is how a run says that it was asked to stop, and has saved a step.
var stoppedAt = regexp.MustCompile(`(?m)^interrupted after step (\d+), which is saved;`)

// harm goes on with a run, or begins it, in n processes, and strikes them when they are
// ready. All must end, with an error unless the run was finished, and leave a step that
// is whole. It returns the steps that the run says it stopped at, and whether it was
// struck before its end.
func (w *workload) harm(t *testing.T, what string, l testenv.Launcher, n int, b blow, run string, ready func(*process) bool) (stops []string, struck bool) {
	t.Helper()
	// mpiexec of MPICH loses a signal that comes while it starts processes, with what
	// they wait for then to join each other.
	p := w.launch(t, l, n, append(w.goOnFlags(run), "--mpi-timeout", "40")...)
	struck = ready(p) && b.strike(w, p)
	began := time.Now()
	if struck && b.signal == syscall.SIGKILL && strings.HasPrefix(l.Name, "Open MPI") {
		w.endLauncher(t, what, p)
	}
	code := w.endSoon(t, what, p)
	took := time.Since(began)
	w.checkNoneLeft(t, what)
	said := p.stdout.String() + p.stderr.String()
	if !struck && code != 0 {
		t.Errorf("%s: no signal was sent, and it ends with %d: %s", what, code, said)
	}
	for _, m := range stoppedAt.FindAllStringSubmatch(said, -1) {
		stops = append(stops, m[1])
	}
	newest := w.checkReadable(t, what, run)
	if len(stops) > 1 || len(stops) == 1 && stops[0] != fmt.Sprint(newest) {
		t.Errorf("%s: it says that it saved the steps %v; the newest is %d: %s", what, stops, newest, said)
	}
	if struck && code != 0 {
		t.Logf("%s: the launcher ended with %d after %.1f s, step %d is the newest", what, code, took.Seconds(), newest)
	}
	return stops, struck && code != 0
}

// endLauncher waits for a launcher whose process was killed, and kills it where it
// outlives all its processes: mpirun of Open MPI 4.1 waits for ever, now and then, after
// a process was killed while it initialised MPI.
func (w *workload) endLauncher(t *testing.T, what string, p *process) {
	t.Helper()
	const limit = 15 * time.Second
	if !p.endAfter(limit) && len(w.members()) == 0 {
		t.Logf("%s: no process is left after %v, but mpirun has not ended", what, limit)
		p.Process.Kill()
	}
}

// checkFinishes trains a run to its end by n processes, or by one without MPI if n is 0,
// and compares its files with those of the undisturbed run.
func (w *workload) checkFinishes(t *testing.T, what string, l testenv.Launcher, n int, run string) {
	t.Helper()
	var p *process
	if n == 0 {
		what += ", finished without MPI"
		p = w.goOn(t, run)
	} else {
		what += fmt.Sprintf(", finished by %d processes", n)
		p = w.launch(t, l, n, w.goOnFlags(run)...)
	}
	if code := w.endSoon(t, what, p); code != 0 {
		t.Errorf("%s: it ends with %d: %s", what, code, p.stderr.String())
	}
	checkSame(t, what, w.lasting(w.want), w.lasting(contents(t, w.path(run))))
}

// signalFleets kills processes of a fleet, and asks them to stop, between two saves.
// From the newest step another number of processes, and one without MPI, make the files
// of a run to which nothing happened.
func signalFleets(t *testing.T, s *trial, list []testenv.Launcher) {
	needProc(t)
	w := newWorkloadOf(t, s, longFleet)
	for _, l := range list {
		for _, b := range []blow{{syscall.SIGKILL, 0}, {syscall.SIGTERM, 2}, {syscall.SIGTERM, launcher}} {
			t.Run(fmt.Sprintf("%s/%v", l.Name, b), func(t *testing.T) {
				const run = "struck"
				var stops []string
				for try, struck := 0, false; !struck; try++ {
					if try == 5 {
						t.Fatal("the run is finished before it can be struck")
					}
					os.RemoveAll(w.path(run))
					stops, struck = w.harm(t, b.String(), l, 4, b, run, func(p *process) bool { return w.awaitStep(p, run, 0) })
				}
				switch { // the launcher itself kills those that have not stopped after a second
				case b.signal == syscall.SIGKILL && len(stops) > 0, b.signal == syscall.SIGTERM && b.rank != launcher && len(stops) != 1:
					t.Errorf("%v: it says that it stopped at the steps %v", b, stops)
				}
				w.copyRun(t, run, "copy")
				w.checkFinishes(t, b.String(), l, 2, "copy")
				w.checkFinishes(t, b.String(), l, 0, run)
				os.RemoveAll(w.path("copy"))
			})
		}
		t.Run(l.Name+"/SIGTERM to process 0 that reads", func(t *testing.T) { interruptReading(t, w, l) })
	}
}

// interruptReading asks process 0 to stop while it reads the data, for which the other
// waits.
func interruptReading(t *testing.T, w *workload, l testenv.Launcher) {
	const data, run = "endless.jsonl", "unread"
	if out, err := exec.Command("mkfifo", w.path(data)).CombinedOutput(); err != nil {
		t.Skipf("mkfifo: %v: %s", err, out)
	}
	defer os.Remove(w.path(data))
	p := w.launch(t, l, 2, "--data", data, "--out", run)
	for { // until there is a reader
		if pipe, err := os.OpenFile(w.path(data), os.O_WRONLY|syscall.O_NONBLOCK, 0); err == nil {
			defer pipe.Close()
			break
		}
		if p.endAfter(time.Millisecond) {
			t.Fatalf("it ends before it reads, with %d: %s", p.end(), p.stderr.String())
		}
	}
	if !(blow{syscall.SIGTERM, 0}).strike(w, p) {
		t.Fatal("there is no process 0")
	}
	const byTerm, byInterrupt = 143, 130 // of process 0, and of one that got no signal
	if code := w.endSoon(t, l.Name, p); code != byTerm && code != byInterrupt {
		t.Errorf("it ends with %d: %s", code, p.stderr.String())
	}
	w.checkNoneLeft(t, l.Name)
	if _, err := os.Stat(w.path(run)); err == nil {
		t.Error("the folder of the run was made")
	}
}

// needProc skips a test that looks for the processes that a launcher started.
func needProc(t *testing.T) {
	t.Helper()
	if _, err := os.Readlink("/proc/self/exe"); err != nil {
		t.Skipf("the processes of a launcher cannot be found here: %v", err)
	}
}

// copyRun copies a run to another folder.
func (w *workload) copyRun(t *testing.T, from, to string) {
	t.Helper()
	if out, err := exec.Command("cp", "-r", w.path(from), w.path(to)).CombinedOutput(); err != nil {
		t.Fatalf("cp: %v: %s", err, out)
	}
}

// harmedFleets strikes the processes of fleets at random moments, over and over, until
// their runs are finished by whatever number of processes.
func harmedFleets(t *testing.T, s *trial, list []testenv.Launcher) {
	w := newWorkloadOf(t, s, longFleet)
	all, sizes := overAll(list), []int{1, 2, 4, 8}
	began, runs, blows, saved, by := time.Now(), 0, 0, 0, map[string]int{}
	for i := range s.rounds(t) {
		run := fmt.Sprint("run-", i)
		for k, finished := 0, false; k < 6 && !finished && !t.Failed(); k++ {
			l, n := all[s.random.IntN(len(all))], sizes[s.random.IntN(len(sizes))]
			b := blow{syscall.SIGKILL, s.random.IntN(n)}
			switch s.random.IntN(6) {
			case 0:
				b.signal = syscall.SIGTERM
			case 1:
				b = blow{syscall.SIGTERM, launcher}
			case 2:
				b = blow{syscall.SIGINT, launcher}
			}
			after := s.moment(2*w.took + 300*time.Millisecond)
			what := fmt.Sprintf("round %d, %d processes by %s, %v after %v", i, n, l.Name, b, after)
			stops, struck := w.harm(t, what, l, n, b, run, func(p *process) bool { return !p.endAfter(after) })
			if struck {
				blows, saved = blows+1, saved+len(stops)
				by[fmt.Sprint(b.signal)]++
			}
			finished = newestStep(w.path(run)) == w.last
		}
		w.checkFinishes(t, fmt.Sprint("round ", i), list[0], 0, run)
		runs++
		if !t.Failed() {
			os.RemoveAll(w.path(run))
		}
	}
	figures(t, began, "%d runs, %d signals %v, after %d of which a step was saved: no process was left, all runs ended in the same bytes", runs, blows, by, saved)
}
