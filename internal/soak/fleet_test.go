package soak_test

import (
	"fmt"
	"os"
	"testing"

	"antecedent/internal/testenv"
)

// A fleetRun is a run that fleets train, by each launcher.
type fleetRun struct {
	name, flags     string
	sizes, sizesTCP []int // numbers of processes, over shared memory and over TCP
}

// fleetRuns are those of the short form. TestSoakFleet trains each by the numbers that
// are left out here.
var fleetRuns = []fleetRun{
	// 24 texts make a whole batch and one of 8, of which some shares are empty.
	{"dropout", "--config tiny.json --batch 16 --shares 8 --dropout 0.1 --word-dropout 0.1 --steps 12 --save-every 5 --eval-every 4 --snapshots 3",
		[]int{1, 2, 8}, []int{2, 4}},
	{"no dropout", "--config tiny.json --batch 16 --shares 8 --dropout 0 --word-dropout 0 --steps 12 --save-every 5 --eval-every 4 --vectors vectors.txt",
		[]int{4}, nil},
	// The size of workload R1 of bench/workload.
	{"R1", "--config tiny.json --layers 2 --heads 4 --width 64 --hidden 256 --batch 32 --shares 8 --steps 6 --eval-every 3",
		[]int{2}, nil},
	// Process 0 makes the built-in corpus for seconds.
	{"default", "--batch 16 --shares 8 --steps 6 --eval-every 3", nil, nil},
}

// TestFleet trains by several processes that each installed MPI starts.
func TestFleet(t *testing.T) {
	list, s := launchers(t), &trial{bin: testenv.Commands(t, "-tags", "mpi")}
	for _, c := range []struct {
		name string
		run  func(*testing.T, *trial, []testenv.Launcher)
	}{
		{"undisturbed", func(t *testing.T, s *trial, list []testenv.Launcher) { trainFleets(t, s, list, fleetRuns) }},
		{"signals", signalFleets},
		{"hosts", trainOnHosts},
		{"from process 0", trainFromProcess0},
		{"misused", misuseFleets},
		{"without MPI", trainWithoutMPI},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel() // launchers wait for seconds
			c.run(t, s, list)
		})
	}
}

// trainFleets trains by each launcher, over shared memory and over TCP. Every file of the
// run's folder must have the bytes of a run without MPI, but for the seconds in
// metrics.jsonl.
func trainFleets(t *testing.T, s *trial, list []testenv.Launcher, runs []fleetRun) {
	for _, c := range runs {
		if len(c.sizes)+len(c.sizesTCP) == 0 {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			w := newWorkloadOf(t, s, c.flags+" --quiet")
			for _, l := range list {
				for _, n := range c.sizes {
					w.checkFleet(t, l, n)
				}
				for _, n := range c.sizesTCP {
					w.checkFleet(t, l.OverTCP(), n)
				}
			}
		})
	}
}

// checkFleet trains the workload with n processes and compares its files.
func (w *workload) checkFleet(t *testing.T, l testenv.Launcher, n int) {
	t.Helper()
	what := fmt.Sprintf("%d processes by %s", n, l.Name)
	const run = "fleet"
	p := w.launch(t, l, n, append([]string{"--out", run}, w.flags...)...)
	switch code := w.endSoon(t, what, p); {
	case code == 0:
	case l.Name == "MPICH over TCP": // its MPI_Finalize does not always end; see internal/mpi
		t.Logf("%s: it ends with %d: %s", what, code, p.stderr.String())
	default:
		t.Errorf("%s: it ends with %d: %s", what, code, p.stderr.String())
	}
	checkSame(t, what, w.want, contents(t, w.path(run)))
	os.RemoveAll(w.path(run))
}
