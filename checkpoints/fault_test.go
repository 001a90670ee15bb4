package checkpoints

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"antecedent/internal/testenv"
)

// TestFaultAtEveryCall lets every single change of the file system fail in
// turn, in each of the situations in which a step is saved. Whatever happens,
// the steps that were whole are untouched and can be opened, the run resumed,
// the metrics and both pointers agree with the step, and saving works again.
func TestFaultAtEveryCall(t *testing.T) {
	before := []*Step{bestStep(100, 100), bestStep(200, 100)}
	situations := map[string]struct {
		step    *Step
		keep    int
		arrange func(dir string)
	}{
		"a new step":               {step: bestStep(300, 100)},
		"a new step with vectors":  {step: withVectors(bestStep(300, 100))},
		"a new step, pruning":      {step: bestStep(300, 100), keep: 1},
		"a new best step, pruning": {step: bestStep(300, 300), keep: 1},
		"the same step":            {step: before[1], keep: 2},
		"after a crash while pruning": {step: bestStep(300, 100), keep: 1, arrange: func(dir string) {
			r, _ := resumed(t, dir)
			save(t, r, 0, bestStep(50, 50), bestStep(60, 60)) // latest and best are now wrong as well
			r.Close()
			os.Remove(filepath.Join(dir, StepName(60), configFile)) // by earlier versions, a step in its place
			put(t, "rest", dir, temporaryPrefix+StepName(70)+"-1", stateFile)
			os.Mkdir(filepath.Join(dir, StepName(80)), 0o755)
		}},
		"in place of a damaged step": {step: bestStep(300, 300), arrange: func(dir string) {
			put(t, "precious", dir, StepName(300), modelFile)
		}},
		"after a crash": {step: bestStep(300, 300), arrange: func(dir string) {
			put(t, "half", dir, temporaryPrefix+StepName(300)+"-1", modelFile)
			put(t, "st", dir, temporaryPrefix+bestFile)
			put(t, "te", dir, temporaryPrefix+trainedFile)
			put(t, "sn", dir, snapshotFolder, temporaryPrefix+StepName(50)+snapshotEnding)
			os.Mkdir(filepath.Join(dir, StepName(80)), 0o755)
			os.Remove(filepath.Join(dir, bestFile))
			put(t, StepName(100)+"\n", dir, latestFile)
		}},
	}
	faults := map[string]testDisk{
		"one call fails":         {},
		"one call fails halfway": {short: true},
		"three calls fail":       {length: 3, short: true},
		"the process is killed":  {length: math.MaxInt32, short: true},
		"the power fails":        {length: math.MaxInt32, short: true, power: true},
	}
	for situation, c := range situations {
		for fault, kind := range faults {
			t.Run(situation+"/"+fault, func(t *testing.T) {
				t.Parallel()
				for n := 1; ; n++ {
					dir := filepath.Join(testenv.InMemory(t), "run-1")
					fill(t, dir, before...)
					put(t, row(100)+row(200)+row(201), dir, metricsFile)
					if c.arrange != nil {
						c.arrange(dir)
					}
					best := must(os.Stat(filepath.Join(dir, StepName(100))))(t)
					d := kind
					d.at = n
					err := attempt(dir, &d, c.step, c.keep)
					if now, err := os.Stat(filepath.Join(dir, StepName(100))); c.step.best() == 100 && (err != nil || !os.SameFile(best, now)) {
						t.Fatalf("call %d: the best step was moved: %v", n, err)
					}
					if d.calls < n {
						if kind.power { // once the save is done
							d.cutPower()
							survives(t, "afterwards", dir, c.step, c.keep, true)
							return
						}
						if err != nil {
							t.Fatalf("without any fault: %v", err)
						}
						if least := map[bool]int{true: 8, false: 12}[c.step == before[1]]; n < least {
							t.Fatalf("only %d calls: are all of them counted?", n)
						}
						return
					}
					survives(t, fmt.Sprintf("call %d", n), dir, c.step, c.keep, err == nil)
					if t.Failed() {
						return
					}
				}
			})
		}
	}
}

// attempt resumes, trains and saves on a disk that fails somewhere in between.
func attempt(dir string, d disk, s *Step, keep int) error {
	r, _, err := resume(dir, d)
	if err != nil {
		return err
	}
	defer r.Close()
	r.Prune(keep)
	for _, n := range []int{250, 300} {
		if n <= s.Number {
			if err := r.AppendMetrics(json.RawMessage(row(n))); err != nil {
				return err
			}
		}
	}
	return r.Save(s, keep)
}

// survives checks what must hold after any fault. reported says whether saving
// the step had succeeded.
func survives(t *testing.T, when, dir string, s *Step, keep int, reported bool) {
	t.Helper()
	if _, err := Open(dir); err != nil {
		t.Fatalf("%s: Open: %v", when, err)
	}
	r, got, err := resume(dir, new(testDisk))
	if err != nil {
		t.Fatalf("%s: Resume: %v", when, err)
	}
	defer r.Close()
	old := sameStep(got, bestStep(200, 100))
	if !sameStep(got, s) && (reported || !old) {
		t.Errorf("%s: resumed at step %d, saving had succeeded: %v", when, got.Number, reported)
	}
	if latest := read(t, dir, latestFile); latest != StepName(got.Number)+"\n" {
		t.Errorf("%s: at step %d latest is %q", when, got.Number, latest)
	}
	rows := row(100) + row(200)
	if got.Number == 300 {
		rows += row(250) + row(300)
	}
	if metrics := read(t, dir, metricsFile); metrics != rows {
		t.Errorf("%s: at step %d the metrics are %q", when, got.Number, metrics)
	}
	damaged := exists(filepath.Join(dir, StepName(300), modelFile)) && !exists(filepath.Join(dir, StepName(300), manifestFile))
	if opened := must(Open(dir))(t); opened.Number != got.best() || len(opened.Warnings) > 0 != damaged {
		t.Errorf("%s: the best is step %d and step %d was opened: %q", when, got.best(), opened.Number, opened.Warnings)
	}
	checkTidy(t, when+": after Resume", dir)
	if err := r.Save(s, keep); err != nil {
		t.Errorf("%s: saving again: %v", when, err)
	}
	checkTidy(t, when+": after saving again", dir)
	if keep == 1 {
		checkSteps(t, dir, slices.Compact([]int{s.best(), s.Number})...)
	}
	if best := read(t, dir, bestFile); best != StepName(s.best())+"\n" {
		t.Errorf("%s: best is %q", when, best)
	}
}

// checkTidy checks that nothing of an unfinished save is left, and that what lay
// in a step's place before is still somewhere.
func checkTidy(t *testing.T, when, dir string) {
	t.Helper()
	for _, path := range listing(t, dir) {
		if strings.HasPrefix(filepath.Base(path), temporaryPrefix) || path == StepName(80) {
			t.Errorf("%s: %s is left", when, path)
		}
		if strings.HasPrefix(path, replacedPrefix) && filepath.Base(path) == modelFile {
			if text := read(t, dir, path); text != "precious" {
				t.Errorf("%s: %s holds %q", when, path, text)
			}
		}
	}
}

// A save that fails for want of space says where, leaves no half folder, and
// can be repeated.
func TestDiskFull(t *testing.T) {
	dir := saved(t, step(100, 1))
	d := &testDisk{at: math.MaxInt, short: true}
	r, _, err := resume(dir, d)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	before := listing(t, dir)
	d.at = d.calls + 12 // within the third file
	err = r.Save(step(200, 1), 1)
	checkError(t, "a full disk", err, errFault, "step-000200 was not saved to "+dir+", the steps before it are intact")
	if after := listing(t, dir); !slices.Equal(before, after) {
		t.Errorf("left behind: %q", after)
	}
	save(t, r, 1, step(200, 1))
	if s := must(Open(dir))(t); s.Number != 200 {
		t.Errorf("step %d after saving again", s.Number)
	}
}

// A fault while a run is begun leaves a folder in which one can be, and a run
// that was begun outlasts a loss of power, however many folders were made, and whatever
// a run left in it that kept nothing.
func TestCreateFaults(t *testing.T) {
	for _, left := range []bool{false, true} {
		for n := 1; ; n++ {
			dir := filepath.Join(t.TempDir(), "a", "b", "run-1")
			if left {
				put(t, "half", dir, temporaryPrefix+StepName(1)+"-1", stateFile)
				put(t, StepName(1)+"\n", dir, latestFile)
				put(t, StepName(1)+"\n", dir, bestFile)
				put(t, trainedMagic, dir, trainedFile)
				put(t, "old", dir, temporaryPrefix+latestFile)
				put(t, "old", dir, temporaryPrefix+trainedFile)
				put(t, "", dir, metricsFile)
				put(t, "", dir, ".gitkeep")
			}
			d := &testDisk{at: n}
			r, err := create(dir, d)
			done := err == nil && d.calls < n
			if err == nil {
				r.Close()
			}
			if done {
				d.cutPower()
				if !exists(filepath.Join(dir, metricsFile)) {
					t.Error("a loss of power destroys the run's folder")
				}
			}
			if err != nil || done {
				if done {
					checkVacated(t, dir, left)
					break
				}
				if r, err = Create(dir); err != nil {
					t.Fatalf("after a fault at call %d the folder is of no use: %v", n, err)
				}
				r.Close()
				checkVacated(t, dir, left)
			}
		}
	}
}

// checkVacated checks what a new run's folder holds.
func checkVacated(t *testing.T, dir string, left bool) {
	t.Helper()
	want := []string{".", lockFile, metricsFile}
	if left {
		want = []string{".", ".gitkeep", lockFile, metricsFile, trainedFile}
	}
	if got := listing(t, dir); !slices.Equal(got, want) {
		t.Errorf("a new run's folder holds %q, want %q", got, want)
	}
}
