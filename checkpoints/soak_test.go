package checkpoints

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"antecedent/internal/testenv"
)

// The soaks let more than one call fail. Each has a short form here, and a long one with
// the build tag soak in soak_long_test.go.

func TestFaultsAtTwoCalls(t *testing.T)    { twoFaults(t, 2) }
func TestFaultsAgainAndAgain(t *testing.T) { periodicFaults(t, 7) }
func TestFaultsAtRandom(t *testing.T)      { randomFaults(t, 1, 3, 60, time.Minute) }

// flaky is a disk whose calls fail by their number.
func flaky(fails func(call int) bool) *testDisk { return &testDisk{fails: fails, short: true} }

// twoFaults lets two calls of one save fail, of all pairs that are no more apart than span.
func twoFaults(t *testing.T, span int) {
	saves := 0
	calls := tryToSave(t, "without a fault", new(testDisk))
	for n := 1; n <= calls; n++ {
		for m := n + 1; m <= min(n+span, calls) && !t.Failed(); m++ {
			d := flaky(func(call int) bool { return call == n || call == m })
			tryToSave(t, fmt.Sprintf("calls %d and %d", n, m), d)
			saves++
		}
	}
	t.Logf("%d saves, in each of which two calls failed", saves)
}

// periodicFaults lets every k-th call of several attempts to save fail, from each of the first k.
func periodicFaults(t *testing.T, longest int) {
	saves := 0
	for k := 2; k <= longest; k++ {
		for first := range k {
			tryToSave(t, fmt.Sprintf("every call %d, from %d", k, first), flaky(func(call int) bool { return call%k == first }))
			if saves++; t.Failed() {
				return
			}
		}
	}
	t.Logf("%d saves, in each of which every second to %d-th call failed", saves, longest)
}

// tryToSave saves a step and prunes another on a disk that fails, checks what is left
// (see survives), and returns how many calls it took.
func tryToSave(t *testing.T, what string, d *testDisk) (calls int) {
	t.Helper()
	dir := filepath.Join(testenv.InMemory(t), "run-1")
	defer os.RemoveAll(filepath.Dir(dir))
	fill(t, dir, bestStep(100, 100), bestStep(200, 100))
	put(t, row(100)+row(200)+row(201), dir, metricsFile)
	s := withVectors(bestStep(300, 300))
	err := attempt(dir, d, s, 1)
	calls = d.calls
	survives(t, what, dir, s, 1, err == nil)
	return calls
}

// randomFaults goes through the lives of runs: of some steps each, with rows, snapshots and
// saves, in which calls fail, processes are killed and the power fails at random. What was
// reported to be saved must be there whenever the run is resumed, with the rows up to it.
// No run begins after the limit.
func randomFaults(t *testing.T, seed uint64, runs, steps int, limit time.Duration) {
	random := rand.New(rand.NewPCG(seed, 0))
	began, done, saves, faults := time.Now(), 0, 0, 0
	for k := range runs {
		if time.Since(began) > limit {
			break
		}
		l := &life{random: random, dir: filepath.Join(testenv.InMemory(t), "run-1"), reported: -1, keep: random.IntN(4)}
		l.begin(t)
		for l.step < steps && !t.Failed() {
			l.process(t, fmt.Sprintf("seed %d, run %d, process %d", seed, k, l.processes))
		}
		if t.Failed() {
			return
		}
		done, saves, faults = done+1, saves+l.saves, faults+l.faults
		os.RemoveAll(filepath.Dir(l.dir))
	}
	t.Logf("seed %d: %d runs, %d saves, %d processes ended by faults: no step lost, no row lost or doubled", seed, done, saves, faults)
}

// A life is a run that goes through many processes.
type life struct {
	random   *rand.Rand
	dir      string
	keep     int
	step     int // where training is
	reported int // the newest step that was reported to be saved; -1 before
	theirs   map[string]string

	processes, saves, faults int
}

// begin makes the run with its first step, and puts files of others into its folder.
func (l *life) begin(t *testing.T) {
	t.Helper()
	fill(t, l.dir, l.at(0))
	l.reported = 0
	l.theirs = map[string]string{
		"notes.txt": "mine", "step-notes": "mine", ".tmp-notes": "mine", "step-7/model.safetensors": "mine",
		"replaced-by-me/config.json": "mine", "snapshots/mine.txt": "mine",
	}
	for name, text := range l.theirs {
		put(t, text, l.dir, name)
	}
}

// at is the step of a number. Every fifth is better than all before.
func (l *life) at(number int) *Step { return withVectors(bestStep(number, number/5*5)) }

// process resumes the run on a disk that fails at random, and trains until a call fails for good.
func (l *life) process(t *testing.T, what string) {
	t.Helper()
	l.processes++
	d := l.disk()
	r, s, err := resume(l.dir, d)
	if err == nil {
		l.step = s.Number
		err = l.train(t, what, r)
		r.Close()
	}
	if d.power && err != nil && d.calls < d.at {
		d.cutPower()
	}
	if err != nil {
		l.faults++
	}
	l.check(t, what)
}

// disk fails at one call, at a few, at any with some probability, or from one on for good: then
// the process is killed, or the power fails.
func (l *life) disk() *testDisk {
	n := 1 + l.random.IntN(150)
	switch l.random.IntN(5) {
	case 0:
		return &testDisk{at: n, length: 1 + l.random.IntN(3), short: l.random.IntN(2) == 0}
	case 1:
		rare := 10 + l.random.IntN(90)
		return flaky(func(int) bool { return l.random.IntN(rare) == 0 })
	case 2:
		return &testDisk{at: n, length: 1 << 30, short: true}
	case 3:
		return &testDisk{at: n, length: 1 << 30, short: true, power: true}
	}
	return new(testDisk)
}

// train takes some steps and saves some of them.
func (l *life) train(t *testing.T, what string, r *Run) error {
	for range 1 + l.random.IntN(20) {
		l.step++
		err := r.AppendMetrics(json.RawMessage(row(l.step)))
		if err != nil && l.random.IntN(2) == 0 { // as a program might that tries again
			err = r.AppendMetrics(json.RawMessage(row(l.step)))
		}
		if err != nil {
			return err
		}
		if l.random.IntN(4) == 0 {
			if err := r.SaveSnapshot(Snapshot{l.step, []Tensor{{Name: "weight", Shape: []int{1}, Data: []float32{float32(l.step)}}}}); err != nil {
				return err
			}
		}
		if l.step%5 == 0 || l.random.IntN(3) == 0 {
			if err := r.Save(l.at(l.step), l.keep); err != nil {
				if l.random.IntN(2) == 0 {
					return err
				}
				continue // the next save may succeed
			}
			l.reported = l.step
			l.saves++
		}
	}
	return nil
}

// check checks, on a disk that does not fail, what is there after a process.
func (l *life) check(t *testing.T, what string) {
	t.Helper()
	if opened, err := Open(l.dir); err != nil {
		t.Errorf("%s: Open: %v", what, err)
	} else if opened.Number > l.step {
		t.Errorf("%s: step %d was opened of a run that came to step %d", what, opened.Number, l.step)
	}
	r, s, err := resume(l.dir, new(testDisk))
	if err != nil {
		t.Errorf("%s: Resume: %v", what, err)
		return
	}
	defer r.Close()
	if s.Number < l.reported || s.Number > l.step || !sameStep(s, l.at(s.Number)) {
		t.Errorf("%s: resumed at step %d; step %d was reported, step %d was reached", what, s.Number, l.reported, l.step)
	}
	l.step, l.reported = s.Number, s.Number
	var rows strings.Builder
	for n := 1; n <= s.Number; n++ {
		rows.WriteString(row(n))
	}
	if metrics := read(t, l.dir, metricsFile); metrics != rows.String() {
		t.Errorf("%s: at step %d there are %d rows, the last %q", what, s.Number, strings.Count(metrics, "\n"), metrics[max(0, len(metrics)-80):])
	}
	if latest := read(t, l.dir, latestFile); latest != StepName(s.Number)+"\n" {
		t.Errorf("%s: at step %d latest is %q", what, s.Number, latest)
	}
	for name, text := range l.theirs {
		if found, err := os.ReadFile(filepath.Join(l.dir, name)); err != nil || string(found) != text {
			t.Errorf("%s: %s, which is not of the run, holds %q: %v", what, name, found, err)
		}
	}
	r.Prune(l.keep)
	l.checkFolder(t, what)
}

// checkFolder checks that a run that was resumed and pruned has the steps that are to be
// kept, whole, and nothing that was left by a fault.
func (l *life) checkFolder(t *testing.T, what string) {
	t.Helper()
	theirs, steps := slices.Collect(maps.Keys(l.theirs)), 0
	for _, path := range listing(t, l.dir) {
		if slices.ContainsFunc(theirs, func(name string) bool { return strings.HasPrefix(name+"/", path+"/") }) {
			continue
		}
		name := filepath.Base(path)
		if strings.HasPrefix(name, temporaryPrefix) || strings.HasPrefix(name, replacedPrefix) {
			t.Errorf("%s: %s is left", what, path)
		}
		if _, ok := numberOf(path); ok {
			steps++
			if _, err := system.readStep(filepath.Join(l.dir, path), true); err != nil {
				t.Errorf("%s: a step that is not whole is left: %v", what, err)
			}
		}
	}
	if l.keep > 0 && steps > l.keep+1 {
		t.Errorf("%s: %d steps are left, of which %d and the best were to be kept", what, steps, l.keep)
	}
	if _, err := Snapshots(l.dir); err != nil {
		t.Errorf("%s: %v", what, err)
	}
}
