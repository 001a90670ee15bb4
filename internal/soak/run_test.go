package soak_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A workload is a training run that takes a fraction of a second, and what its folder holds
// where nothing happens to it. All of its runs are in one folder.
type workload struct {
	bin, dir    string
	flags       []string
	want        map[string]string
	first, last int           // the first step that is saved, and the last
	took        time.Duration // of the whole run
}

// newWorkload trains a tiny model with the flags once, undisturbed.
func newWorkload(t *testing.T, s *trial, flags string) *workload {
	t.Helper()
	return newWorkloadOf(t, s, "--config tiny.json "+flags)
}

// newWorkloadOf trains with the flags, and no others, once, undisturbed.
func newWorkloadOf(t *testing.T, s *trial, flags string) *workload {
	t.Helper()
	w := &workload{bin: s.bin, dir: scratch(t), flags: strings.Fields(flags)}
	for _, name := range []string{"pets.jsonl", "tiny.json"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "cmd", "testdata", name))
		if err == nil {
			err = os.WriteFile(filepath.Join(w.dir, name), text, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	vectors := "cat 0.5 -1\nmat 0.25 1\ntired -0.5 0.125\n"
	if err := os.WriteFile(filepath.Join(w.dir, "vectors.txt"), []byte(vectors), 0o666); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if p := w.goOn(t, "undisturbed"); p.end() != 0 {
		t.Fatalf("undisturbed: %s", p.stderr.String())
	}
	w.took = time.Since(began)
	w.want, w.last = contents(t, w.path("undisturbed")), newestStep(w.path("undisturbed"))
	for i, flag := range w.flags {
		if flag == "--save-every" {
			w.first, _ = strconv.Atoi(w.flags[i+1])
		}
	}
	return w
}

// scratch is a folder, in memory where the system has one there, which is removed after
// the test unless that fails.
func scratch(t *testing.T) string {
	dir, err := os.MkdirTemp("/dev/shm", "antecedent-soak-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("left to be looked at: %s", dir)
		} else if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func (w *workload) path(names ...string) string {
	return filepath.Join(append([]string{w.dir}, names...)...)
}

// A process is a command that was started.
type process struct {
	*exec.Cmd
	stdout, stderr bytes.Buffer
	done           chan struct{} // closed after its end
}

// start starts a program, one of the commands by its name alone, in the workload's folder.
func (w *workload) start(t *testing.T, program string, args ...string) *process {
	t.Helper()
	if program == "train" || program == "infer" {
		program = filepath.Join(w.bin, program)
	}
	return w.startCommand(t, exec.Command(program, args...))
}

// startCommand starts a command in the workload's folder.
func (w *workload) startCommand(t *testing.T, c *exec.Cmd) *process {
	t.Helper()
	p := &process{Cmd: c, done: make(chan struct{})}
	p.Dir, p.Stdout, p.Stderr = w.dir, &p.stdout, &p.stderr
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.Wait()
		close(p.done)
	}()
	return p
}

// end waits for a process and is its exit code, -1 after a signal.
func (p *process) end() int {
	<-p.done
	return p.ProcessState.ExitCode()
}

// endAfter lets a process run for a time, or to its end, and says whether that came.
func (p *process) endAfter(d time.Duration) bool {
	select {
	case <-p.done:
		return true
	case <-time.After(d):
		return false
	}
}

// goOn starts training: it resumes a run that has a step, and begins any other. The words
// before are a program to start train with.
func (w *workload) goOn(t *testing.T, run string, before ...string) *process {
	t.Helper()
	args := append(append(before, filepath.Join(w.bin, "train")), w.goOnFlags(run)...)
	return w.start(t, args[0], args[1:]...)
}

func (w *workload) goOnFlags(run string) []string {
	if newestStep(w.path(run)) >= 0 {
		return []string{"--resume", run}
	}
	rows, _ := os.ReadFile(w.path(run, "metrics.jsonl"))
	snapshots, _ := os.ReadDir(w.path(run, "snapshots"))
	if len(rows)+len(snapshots) > 0 {
		os.RemoveAll(w.path(run)) // as train advises
	}
	return append([]string{"--out", run}, w.flags...)
}

// finish trains a run to its end, and checks that it went on from its newest step and has
// become the undisturbed one.
func (w *workload) finish(t *testing.T, what, run string) {
	t.Helper()
	from := newestStep(w.path(run))
	p := w.goOn(t, run)
	if code := p.end(); code != 0 {
		t.Errorf("%s: it ends with %d: %s", what, code, p.stderr.String())
		return
	}
	if says := fmt.Sprintf("going on from step %d\n", from); from >= 0 && !strings.Contains(p.stderr.String(), says) {
		t.Errorf("%s: it does not say %q: %s", what, says, p.stderr.String())
	}
	checkSame(t, fmt.Sprintf("%s, after %s", what, p.Args[1:]), w.want, contents(t, w.path(run)))
}

// checkReadable checks that infer answers from a run that has a step, and says in one
// line that another has none. It returns the run's newest step, -1 for none.
func (w *workload) checkReadable(t *testing.T, what, run string) int {
	t.Helper()
	newest, want, lines := newestStep(w.path(run)), 0, 0
	if newest < 0 {
		want, lines = 1, 1
	}
	p := w.start(t, "infer", "--checkpoint", run, "--json", "The cat sat because it was tired.")
	if code := p.end(); code != want || strings.Count(p.stderr.String(), "\n") != lines || strings.HasPrefix(p.stdout.String(), "{") == (newest < 0) {
		t.Errorf("%s: infer ends with %d where the newest step is %d\n%s%s", what, code, newest, p.stdout.String(), p.stderr.String())
	}
	return newest
}

// newestStep is the number of the newest step of a run that has a manifest, which is
// written last; -1 where there is none.
func newestStep(run string) int {
	manifests, _ := filepath.Glob(filepath.Join(run, "step-*", "manifest.json"))
	newest := -1
	for _, path := range manifests {
		if n, err := strconv.Atoi(strings.TrimPrefix(filepath.Base(filepath.Dir(path)), "step-")); err == nil {
			newest = max(newest, n)
		}
	}
	return newest
}

// seconds is the one field of a row of metrics that no two runs share.
var seconds = regexp.MustCompile(`,"seconds":[^,}]*`)

// contents is all that is below a folder by its path, without the seconds of metrics.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		name, _ := filepath.Rel(dir, path)
		if err != nil || d.IsDir() {
			found[name] = "a folder"
			return err
		}
		text, err := os.ReadFile(path)
		if d.Name() == "metrics.jsonl" {
			text = seconds.ReplaceAll(text, nil)
		}
		found[name] = string(text)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	return found
}

// checkSame checks that a folder has the contents that it should have.
func checkSame(t *testing.T, what string, want, got map[string]string) {
	t.Helper()
	var wrong []string
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if text, ok := got[name]; !ok {
			wrong = append(wrong, name+" is missing")
		} else if text != want[name] {
			wrong = append(wrong, fmt.Sprintf("%s has %d bytes and %d lines, not the %d and %d of an undisturbed run", name, len(text), strings.Count(text, "\n"), len(want[name]), strings.Count(want[name], "\n")))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[name]; !ok {
			wrong = append(wrong, name+" is left over")
		}
	}
	if len(wrong) > 0 {
		t.Errorf("%s:\n%s", what, strings.Join(wrong[:min(len(wrong), 10)], "\n"))
	}
}
