package checkpoints

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var errFault = errors.New("no space left on device (in a test)")

// A hastyDisk is an osDisk that syncs nothing, which is faster.
type hastyDisk struct{ osDisk }

func (hastyDisk) SyncDir(string) error { return nil }

func (d hastyDisk) OpenFile(path string, flag int) (file, error) {
	f, err := d.osDisk.OpenFile(path, flag)
	return hastyFile{f}, err
}

type hastyFile struct{ file }

func (hastyFile) Sync() error { return nil }

// A faultyDisk is a hastyDisk until a call fails. It records what has been
// synced, and so knows what a loss of power destroys.
type faultyDisk struct {
	hastyDisk
	calls  int
	at     int  // which call fails first, from 1
	length int  // how many fail; 0: one
	short  bool // a failing write writes half
	power  bool // with the first fault, what was not synced is lost

	synced map[string]int64 // bytes of a file that are on the disk for certain
	names  []naming         // new names that are not
}

// A naming is a change to a folder that is not durable before the folder is
// synced: a rename, or a new file where from is empty.
type naming struct {
	from, to string
	old      []byte // what a rename replaced
	replaced bool
}

func (d *faultyDisk) fault() error {
	d.calls++
	if d.calls < d.at || d.calls-d.at >= max(1, d.length) {
		return nil
	}
	if d.power && d.calls == d.at {
		d.cutPower()
	}
	return errFault
}

// cutPower leaves half of what was written since the last sync, and takes back
// new names in folders that were not synced.
func (d *faultyDisk) cutPower() {
	for path, size := range d.synced {
		if info, err := os.Stat(path); err == nil {
			os.Truncate(path, size+(info.Size()-size)/2)
		}
	}
	for i := len(d.names) - 1; i >= 0; i-- {
		n := d.names[i]
		if n.from == "" {
			os.Remove(n.to)
			continue
		}
		os.Rename(n.to, n.from)
		moveNames(d.names[:i], n.to, n.from)
		if n.replaced {
			os.WriteFile(n.to, n.old, 0o644)
		}
	}
}

// moveNames lets names in a folder follow the folder.
func moveNames(names []naming, from, to string) {
	for i := range names {
		if rest, ok := strings.CutPrefix(names[i].to, from+string(filepath.Separator)); ok {
			names[i].to = filepath.Join(to, rest)
		}
	}
}

func (d *faultyDisk) MkdirAll(dir string) error {
	if err := d.fault(); err != nil {
		return err
	}
	return d.hastyDisk.MkdirAll(dir)
}

func (d *faultyDisk) Mkdir(dir string) error {
	if err := d.fault(); err != nil {
		return err
	}
	return d.hastyDisk.Mkdir(dir)
}

func (d *faultyDisk) Remove(path string) error {
	if err := d.fault(); err != nil {
		return err
	}
	delete(d.synced, path)
	d.names = slices.DeleteFunc(d.names, func(n naming) bool { return n.to == path })
	return d.hastyDisk.Remove(path)
}

func (d *faultyDisk) Rename(from, to string) error {
	if err := d.fault(); err != nil {
		return err
	}
	old, oldErr := os.ReadFile(to)
	if err := d.hastyDisk.Rename(from, to); err != nil {
		return err
	}
	for path, size := range d.synced {
		if rest, ok := strings.CutPrefix(path, from); ok {
			delete(d.synced, path)
			d.synced[to+rest] = size
		}
	}
	moveNames(d.names, from, to)
	d.names = append(d.names, naming{from, to, old, oldErr == nil})
	return nil
}

func (d *faultyDisk) SyncDir(dir string) error {
	if err := d.fault(); err != nil {
		return err
	}
	d.names = slices.DeleteFunc(d.names, func(n naming) bool { return filepath.Dir(n.to) == dir })
	return d.hastyDisk.SyncDir(dir)
}

func (d *faultyDisk) OpenFile(path string, flag int) (file, error) {
	if err := d.fault(); err != nil {
		return nil, err
	}
	if !exists(path) {
		d.names = append(d.names, naming{to: path})
	}
	f, err := d.hastyDisk.OpenFile(path, flag)
	if err != nil {
		return nil, err
	}
	if d.synced == nil {
		d.synced = map[string]int64{}
	}
	if info, err := os.Stat(path); err == nil {
		d.synced[path] = info.Size()
	}
	return &faultyFile{f, path, d}, nil
}

type faultyFile struct {
	file
	path string
	disk *faultyDisk
}

func (f *faultyFile) Write(data []byte) (n int, err error) {
	if err := f.disk.fault(); err != nil {
		if f.disk.short {
			n, _ = f.file.Write(data[:len(data)/2])
		}
		return n, err
	}
	return f.file.Write(data)
}

func (f *faultyFile) Truncate(size int64) error {
	if err := f.disk.fault(); err != nil {
		return err
	}
	f.disk.synced[f.path] = min(size, f.disk.synced[f.path])
	return f.file.Truncate(size)
}

func (f *faultyFile) Sync() error {
	if err := f.disk.fault(); err != nil {
		return err
	}
	if info, err := os.Stat(f.path); err == nil {
		f.disk.synced[f.path] = info.Size()
	}
	return f.file.Sync()
}

func (f *faultyFile) Close() error {
	err := f.disk.fault()
	return errors.Join(err, f.file.Close())
}

// TestFaultAtEveryCall lets every single change of the file system fail in
// turn, in each of the situations in which a step is saved. Whatever happens,
// the steps that were whole are untouched and can be opened, the run resumed,
// the metrics and both pointers agree with the step, and saving works again.
func TestFaultAtEveryCall(t *testing.T) {
	before := []*Step{withBest(step(100, 1), 100), withBest(step(200, 1), 100)}
	situations := map[string]struct {
		step    *Step
		keep    int
		arrange func(dir string)
	}{
		"a new step":               {step: withBest(step(300, 1), 100)},
		"a new step, pruning":      {step: withBest(step(300, 1), 100), keep: 1},
		"a new best step, pruning": {step: withBest(step(300, 1), 300), keep: 1},
		"the same step":            {step: before[1], keep: 2},
		"in place of a damaged step": {step: withBest(step(300, 1), 300), arrange: func(dir string) {
			os.Mkdir(filepath.Join(dir, StepName(300)), 0o755)
			os.WriteFile(filepath.Join(dir, StepName(300), modelFile), []byte("precious"), 0o644)
		}},
		"after a crash": {step: withBest(step(300, 1), 300), arrange: func(dir string) {
			temporary := filepath.Join(dir, temporaryPrefix+StepName(300)+"-1")
			os.Mkdir(temporary, 0o755)
			os.WriteFile(filepath.Join(temporary, modelFile), []byte("half"), 0o644)
			os.WriteFile(filepath.Join(dir, temporaryPrefix+bestFile), []byte("st"), 0o644)
			os.Remove(filepath.Join(dir, bestFile))
			os.WriteFile(filepath.Join(dir, latestFile), []byte(StepName(100)+"\n"), 0o644)
		}},
	}
	faults := map[string]faultyDisk{
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
					dir := filepath.Join(inMemory(t), "run-1")
					fill(t, dir, before...)
					os.WriteFile(filepath.Join(dir, metricsFile), []byte(row(100)+row(200)+row(201)), 0o644)
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

// inMemory is a folder that no disk is behind where the system has one: some
// file systems flush at each of the thousands of renames in these tests.
func inMemory(t *testing.T) string {
	dir, err := os.MkdirTemp("/dev/shm", "antecedent-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// attempt resumes, trains and saves on a disk that fails somewhere in between.
func attempt(dir string, d disk, s *Step, keep int) error {
	r, _, err := resume(dir, d)
	if err != nil {
		return err
	}
	defer r.Close()
	for _, n := range []int{250, 300} {
		if n <= s.Number {
			if err := r.AppendMetrics(json.RawMessage(row(n))); err != nil {
				return err
			}
		}
	}
	return r.Save(s, keep)
}

func survives(t *testing.T, when, dir string, s *Step, keep int, reported bool) {
	t.Helper()
	if _, err := Open(dir); err != nil {
		t.Fatalf("%s: Open: %v", when, err)
	}
	r, got, err := resume(dir, hastyDisk{})
	if err != nil {
		t.Fatalf("%s: Resume: %v", when, err)
	}
	defer r.Close()
	old := sameStep(got, withBest(step(200, 1), 100))
	if !sameStep(got, s) && (reported || !old) {
		t.Errorf("%s: resumed at step %d, saving had succeeded: %v", when, got.Number, reported)
	}
	if latest := pointer(t, dir, latestFile); latest != StepName(got.Number)+"\n" {
		t.Errorf("%s: at step %d latest is %q", when, got.Number, latest)
	}
	rows := row(100) + row(200)
	if got.Number == 300 {
		rows += row(250) + row(300)
	}
	if data := must(os.ReadFile(filepath.Join(dir, metricsFile)))(t); string(data) != rows {
		t.Errorf("%s: at step %d the metrics are %q", when, got.Number, data)
	}
	if opened := must(Open(dir))(t); opened.Number != got.best() || len(opened.Warnings) > 0 {
		t.Errorf("%s: the best is step %d and step %d was opened: %q", when, got.best(), opened.Number, opened.Warnings)
	}
	checkTidy(t, when+": after Resume", dir)
	if err := r.Save(s, keep); err != nil {
		t.Errorf("%s: saving again: %v", when, err)
	}
	checkTidy(t, when+": after saving again", dir)
}

// checkTidy: nothing of a save under way is left, and what lay in a step's
// place before is somewhere still.
func checkTidy(t *testing.T, when, dir string) {
	t.Helper()
	paths := listing(t, dir)
	for _, path := range paths {
		if strings.HasPrefix(path, temporaryPrefix) {
			t.Errorf("%s: %s is left", when, path)
		}
		if strings.HasPrefix(path, replacedPrefix) && filepath.Base(path) == modelFile {
			if data, _ := os.ReadFile(filepath.Join(dir, path)); string(data) != "precious" {
				t.Errorf("%s: %s holds %q", when, path, data)
			}
		}
	}
}

// A save that fails for want of space says where, leaves no half folder, and
// can be repeated.
func TestDiskFull(t *testing.T) {
	dir := saved(t, step(100, 1))
	d := &faultyDisk{at: math.MaxInt, short: true}
	r, _, err := resume(dir, d)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	before := listing(t, dir)
	d.at = d.calls + 12 // within the third file
	err = r.Save(step(200, 1), 1)
	if !errors.Is(err, errFault) || !strings.Contains(err.Error(), StepName(200)) || !strings.Contains(err.Error(), "intact") {
		t.Errorf("the error is %v", err)
	}
	if after := listing(t, dir); fmt.Sprint(before) != fmt.Sprint(after) {
		t.Errorf("left behind: %q", after)
	}
	if err := r.Save(step(200, 1), 1); err != nil {
		t.Error(err)
	}
	if s := must(Open(dir))(t); s.Number != 200 {
		t.Errorf("step %d after saving again", s.Number)
	}
}

// The same where the system has a device that is always full.
func TestDiskFullForReal(t *testing.T) {
	if !exists("/dev/full") {
		t.Skip("there is no /dev/full here")
	}
	err := writeFile(osDisk{}, "/dev/full", []byte("x"))
	if err == nil || !strings.Contains(err.Error(), "/dev/full") {
		t.Errorf("the error is %v", err)
	}
}

func TestCreateFaults(t *testing.T) {
	for n := 1; ; n++ {
		dir := filepath.Join(t.TempDir(), "a", "run-1")
		d := &faultyDisk{at: n}
		r, err := create(dir, d)
		if err == nil {
			r.Close()
			if d.calls < n {
				return
			}
			continue // the fault came in Close
		}
		r, err = Create(dir)
		if err != nil {
			t.Fatalf("after a fault at call %d the folder is of no use: %v", n, err)
		}
		r.Close()
	}
}
