package checkpoints

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// steps lists the step folders of a run, the oldest first.
func steps(t testing.TB, dir string) (numbers []int) {
	t.Helper()
	for _, path := range listing(t, dir) {
		if n, ok := numberOf(path); ok {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

func pointer(t testing.TB, dir, name string) string {
	t.Helper()
	return string(must(os.ReadFile(filepath.Join(dir, name)))(t))
}

func TestLayout(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "there", "yet", "run-3")
	r := must(Create(dir))(t)
	if r.Dir() != dir {
		t.Errorf("Dir is %s", r.Dir())
	}
	if err := r.AppendMetrics(map[string]any{"step": 200, "loss": 0.25}); err != nil {
		t.Fatal(err)
	}
	if err := r.Save(withBest(step(200, 1), 200), 0); err != nil {
		t.Fatal(err)
	}
	if err := r.Save(withBest(step(1234567, 1), 200), 0); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	want := []string{".", ".lock", "best", "latest", "metrics.jsonl", "step-000200",
		"step-000200/config.json", "step-000200/manifest.json", "step-000200/model.safetensors",
		"step-000200/optimizer.safetensors", "step-000200/state.json", "step-000200/vocab.txt", "step-1234567"}
	if diff := cmp.Diff(want, listing(t, dir)[:len(want)]); diff != "" {
		t.Error(diff)
	}
	if best, latest := pointer(t, dir, "best"), pointer(t, dir, "latest"); best != "step-000200\n" || latest != "step-1234567\n" {
		t.Errorf("best %q, latest %q", best, latest)
	}
	if rows := pointer(t, dir, "metrics.jsonl"); rows != "{\"loss\":0.25,\"step\":200}\n" {
		t.Errorf("metrics %q", rows)
	}
	if s := must(Open(dir))(t); s.Number != 200 {
		t.Errorf("Open gives step %d, not the best", s.Number)
	}
}

func TestRetention(t *testing.T) {
	for keep, want := range map[int][]int{
		0: {100, 200, 300, 400, 500, 600},
		1: {200, 600},
		2: {200, 500, 600},
		5: {200, 300, 400, 500, 600},
		9: {100, 200, 300, 400, 500, 600},
	} {
		dir := saved(t)
		r := reopen(t, dir)
		for n := 100; n <= 600; n += 100 {
			if err := r.Save(withBest(step(n, 1), min(n, 200)), keep); err != nil {
				t.Fatal(err)
			}
		}
		if w := r.Warnings(); len(w) > 0 {
			t.Errorf("keep %d: %q", keep, w)
		}
		if diff := cmp.Diff(want, steps(t, dir)); diff != "" {
			t.Errorf("keep %d: (-want +kept)\n%s", keep, diff)
		}
		r.Close()
	}
}

// A step saved below others is not its own first victim.
func TestSavedStepIsNotPruned(t *testing.T) {
	dir := saved(t, step(200, 1), step(300, 1))
	r, _, err := Resume(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := r.Save(step(100, 1), 1); err != nil {
		t.Fatal(err)
	}
	if got := steps(t, dir); !cmp.Equal(got, []int{100, 300}) {
		t.Errorf("left are %v", got)
	}
}

// reopen opens a run that has no step yet, which neither Create nor Resume
// does once there are rows.
func reopen(t testing.TB, dir string) *Run {
	r := must(create(dir, hastyDisk{}))(t)
	t.Cleanup(func() { r.Close() })
	return r
}

// Nothing but our own files goes, however much they look like ours.
func TestPruneLeavesWhatIsNotOurs(t *testing.T) {
	dir := saved(t, step(100, 1), step(200, 1), step(300, 1), step(400, 1))
	put := func(path, text string) {
		path = filepath.Join(dir, path)
		os.MkdirAll(filepath.Dir(path), 0o755)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("notes.txt", "mine")
	put("step-000050/thesis.tex", "mine, in a folder like a step")
	put("step-000060/model.safetensors", "mine, without a manifest")
	put("step-000070/manifest.json", `{"format_version":1,"writer":"somebody"}`)
	put("step-000080", "a file with a step's name")
	put("step-90/manifest.json", "mine")
	put("my-step-000100/manifest.json", "mine")
	put("step-000200/notes.txt", "mine, in your step")
	put("step-000300/config.json", "mine, instead of your file")
	put(".tmp-other/model.safetensors", "mine")
	put(".tmp-step-000100-1x/model.safetensors", "mine")
	put(".tmp-step-000100-1/extra.txt", "mine, in your temporary folder")
	makeNewer(t, filepath.Join(dir, StepName(400)))
	want := map[string]bool{}
	for _, path := range listing(t, dir) {
		want[path] = true
	}
	// Of what was written by us, this goes:
	for _, path := range listing(t, filepath.Join(dir, StepName(100))) {
		delete(want, filepath.ToSlash(filepath.Join(StepName(100), path)))
	}
	for _, name := range append(stepFiles[:], manifestFile) {
		delete(want, "step-000200/"+name)
	}

	r := must(lock(dir, osDisk{}))(t)
	defer r.Close()
	r.sweep()
	r.metrics = must(openMetrics(osDisk{}, filepath.Join(dir, metricsFile), 0))(t)
	if err := r.Save(step(500, 1), 1); err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, path := range listing(t, dir) {
		if !strings.HasPrefix(path, StepName(500)) {
			got[path] = true
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +left)\n%s", diff)
	}
	warnings := strings.Join(r.Warnings(), "\n")
	for _, name := range []string{StepName(200), StepName(300), ".tmp-step-000100-1"} {
		if !strings.Contains(warnings, name) {
			t.Errorf("no warning names %s:\n%s", name, warnings)
		}
	}
	if len(r.Warnings()) > 0 {
		t.Error("warnings are handed out twice")
	}
}

// Where it is not known which step is the best, none is deleted.
func TestNoPruningWithoutBest(t *testing.T) {
	dir := saved(t, step(100, 1), step(200, 1))
	os.WriteFile(filepath.Join(dir, bestFile), []byte("../../etc\n"), 0o644)
	r, _, err := Resume(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := r.Save(step(300, 1), 1); err != nil {
		t.Fatal(err)
	}
	if got := steps(t, dir); len(got) != 3 {
		t.Errorf("left are %v", got)
	}
	if w := r.Warnings(); len(w) != 1 || !strings.Contains(w[0], "no step was pruned") {
		t.Errorf("warnings %q", w)
	}
}

// A prune that a crash cut short is finished by the next one.
func TestPruneGoesOn(t *testing.T) {
	dir := saved(t, step(100, 1), step(200, 1))
	os.Remove(filepath.Join(dir, StepName(100), configFile))
	os.Remove(filepath.Join(dir, StepName(100), modelFile))
	r, _, err := Resume(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := r.Save(step(300, 1), 2); err != nil {
		t.Fatal(err)
	}
	if got := steps(t, dir); !cmp.Equal(got, []int{200, 300}) {
		t.Errorf("left are %v", got)
	}
}

// A step is written once: saved again, it only changes the pointers, and other
// content is refused.
func TestStepsAreNeverOverwritten(t *testing.T) {
	dir := saved(t, withBest(step(100, 1), 100), withBest(step(200, 1), 100))
	r, _, err := Resume(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	whole := contents(t, filepath.Join(dir, StepName(200)))
	check := func(what, latest, best string) {
		t.Helper()
		if diff := cmp.Diff(whole, contents(t, filepath.Join(dir, StepName(200)))); diff != "" {
			t.Errorf("%s: the step was changed:\n%s", what, diff)
		}
		if got := pointer(t, dir, latestFile) + pointer(t, dir, bestFile); got != latest+"\n"+best+"\n" {
			t.Errorf("%s: latest and best are %q", what, got)
		}
	}
	same := step(200, 1)
	for what, s := range map[string]*Step{
		"other weights":         withBest(step(200, 2), 200),
		"another vocabulary":    {Number: 200, Config: same.Config, Vocabulary: []string{"it"}, Model: same.Model, Optimizer: same.Optimizer, State: same.State},
		"no optimizer":          {Number: 200, Config: same.Config, Vocabulary: same.Vocabulary, Model: same.Model, State: same.State},
		"another configuration": {Number: 200, Config: json.RawMessage("{}"), Vocabulary: same.Vocabulary, Model: same.Model, Optimizer: same.Optimizer, State: same.State},
	} {
		if err := r.Save(s, 1); !errors.Is(err, ErrSaved) || !strings.Contains(err.Error(), filepath.Join(dir, StepName(200))+": already holds this step with other content: move it") {
			t.Errorf("%s: %v", what, err)
		}
		check(what, StepName(200), StepName(100))
	}
	if err := r.Save(withBest(step(200, 1), 200), 0); err != nil {
		t.Error(err)
	}
	check("the same but for its state", StepName(200), StepName(200))
	if err := r.Save(withBest(step(100, 1), 100), 0); err != nil {
		t.Error(err)
	}
	check("an older one", StepName(100), StepName(100))
	if w := r.Warnings(); len(w) > 0 {
		t.Errorf("warnings %q", w)
	}
}

// contents is what each file of a folder holds and when it was written.
func contents(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range listing(t, dir)[1:] {
		path := filepath.Join(dir, name)
		info := must(os.Stat(path))(t)
		all[name] = info.ModTime().String() + string(must(os.ReadFile(path))(t))
	}
	return all
}

// What is in a step's place without being a whole step is renamed.
func TestWhatIsInTheWayIsKept(t *testing.T) {
	dir := saved(t, step(100, 1))
	r, _, err := Resume(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for k := 1; k <= 2; k++ {
		name := filepath.Join(dir, StepName(100+k))
		os.Mkdir(name, 0o755)
		os.Mkdir(filepath.Join(dir, "replaced-step-000102-1"), 0o755) // not free
		os.WriteFile(filepath.Join(name, "notes.txt"), []byte("mine"), 0o644)
		if err := r.Save(step(100+k, 1), 1); err != nil {
			t.Fatal(err)
		}
		aside := fmt.Sprintf("replaced-step-00010%d-%d", k, k)
		if got := pointer(t, dir, aside+"/notes.txt"); got != "mine" {
			t.Errorf("they hold %q", got)
		}
		if w := r.Warnings(); len(w) != 1 || !strings.Contains(w[0], "its folder is now "+filepath.Join(dir, aside)) {
			t.Errorf("warnings %q", w)
		}
	}
}

// Lost pointers, and pointers that a crash left behind, are derived from the
// newest whole step.
func TestResumeDerivesPointers(t *testing.T) {
	for name, c := range map[string]struct {
		best         int    // by the newest step's state; 0: no best
		latest, have string // what the files hold; empty: there is none
		want         string // in best
	}{
		"both as they are":    {100, "step-000200\n", "step-000100\n", "step-000100\n"},
		"both lost":           {100, "", "", "step-000100\n"},
		"both spoiled":        {100, "\x00\x00", "../step-000100", "step-000100\n"},
		"both behind":         {200, "step-000100\n", "step-000100\n", "step-000200\n"},
		"of steps not there":  {200, "step-000900\n", "step-000900\n", "step-000200\n"},
		"of a damaged step":   {100, "step-000300\n", "step-000300\n", "step-000100\n"},
		"no best step":        {0, "", "", ""},
		"the best was lost":   {50, "", "", ""},
		"chosen before state": {50, "", "step-000100\n", "step-000100\n"},
	} {
		s := step(200, 1)
		if c.best > 0 {
			s = withBest(s, c.best)
		}
		dir := saved(t, step(100, 1), s, withBest(step(300, 1), 300))
		os.Truncate(filepath.Join(dir, StepName(300), modelFile), 7)
		for pointer, text := range map[string]string{latestFile: c.latest, bestFile: c.have} {
			os.Remove(filepath.Join(dir, pointer))
			if text != "" {
				os.WriteFile(filepath.Join(dir, pointer), []byte(text), 0o644)
			}
		}
		r, _, err := resume(dir, hastyDisk{})
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		if got := pointer(t, dir, latestFile); got != "step-000200\n" {
			t.Errorf("%s: latest is %q", name, got)
		}
		if got, _ := os.ReadFile(filepath.Join(dir, bestFile)); string(got) != c.want {
			t.Errorf("%s: best is %q", name, got)
		}
	}
}

func TestResumePassesOverDamage(t *testing.T) {
	dir := saved(t, step(100, 1), step(200, 1), step(300, 1), step(400, 1))
	os.Remove(filepath.Join(dir, StepName(400), manifestFile))
	os.Truncate(filepath.Join(dir, StepName(300), optimizerFile), 9)
	before := listing(t, dir)
	r, s, err := Resume(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if s.Number != 200 {
		t.Errorf("resumed at %d", s.Number)
	}
	w := r.Warnings()
	if len(w) != 2 || !strings.Contains(w[0], StepName(400)) || !strings.Contains(w[1], filepath.Join(StepName(300), optimizerFile)+": truncated: 9 bytes of 76") {
		t.Errorf("warnings %q", w)
	}
	if diff := cmp.Diff(before, listing(t, dir)); diff != "" {
		t.Errorf("Resume changed the folder:\n%s", diff)
	}
	if err := r.Save(step(300, 2), 0); err != nil {
		t.Fatal(err)
	}
	if !exists(filepath.Join(dir, "replaced-step-000300-1", optimizerFile)) {
		t.Error("the damaged step was not kept")
	}
}

func TestCreateRefuses(t *testing.T) {
	check := func(dir, says string) {
		t.Helper()
		_, err := Create(dir)
		if !errors.Is(err, ErrExists) || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v", err)
		}
	}
	run := saved(t, step(100, 1))
	check(run, "resume it, or choose another folder")
	check(filepath.Join(run, StepName(100)), "another folder")
	unsaved := saved(t)
	os.WriteFile(filepath.Join(unsaved, metricsFile), []byte(row(1)), 0o644)
	check(unsaved, "delete")
	if _, err := Create(unsaved); !errors.Is(err, ErrUnsaved) {
		t.Errorf("a run without a step: %v", err)
	}

	file := filepath.Join(t.TempDir(), "file")
	os.WriteFile(file, nil, 0o644)
	if _, err := Create(file); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("a file in its place: %v", err)
	}
	must(Create(filepath.Dir(file)))(t).Close() // files of others are no hindrance
}

func TestResumeRefuses(t *testing.T) {
	run := saved(t, step(100, 1))
	empty := t.TempDir()
	for _, c := range []struct {
		dir  string
		want error
		says string
	}{
		{filepath.Join(run, StepName(100)), ErrIsStep, "resume the run " + run + ", or start a new run from this step"},
		{filepath.Join(run, "nowhere"), ErrNotCheckpoint, "nowhere"},
		{filepath.Join(run, metricsFile), ErrNotCheckpoint, "a file"},
		{empty, ErrNoRun, "start a new run"},
	} {
		_, _, err := Resume(c.dir)
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v", c.dir, err)
		}
	}
	if len(listing(t, empty)) > 1 {
		t.Error("Resume left something in a folder that is no run")
	}

	os.Remove(filepath.Join(run, StepName(100), stateFile))
	_, _, err := Resume(run)
	if !errors.Is(err, ErrNoStep) || !errors.Is(err, ErrUnreadable) || !strings.Contains(err.Error(), stateFile) {
		t.Errorf("no valid step: %v", err)
	}
	if _, _, err := Resume(run); errors.Is(err, ErrLocked) {
		t.Error("a failed Resume keeps the lock")
	}
}

func TestClosedRun(t *testing.T) {
	r := must(Create(filepath.Join(t.TempDir(), "run-1")))(t)
	for range 2 {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := r.Save(step(1, 1), 0); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
	if err := r.AppendMetrics(json.RawMessage(row(1))); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}

func checkLocked(t *testing.T, dir string) {
	t.Helper()
	if _, _, err := Resume(dir); !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), dir+": another process is training in it") {
		t.Errorf("Resume: %v", err)
	}
	if s := must(Open(dir))(t); s.Number != 100 {
		t.Error("a run in training cannot be looked at")
	}
}

func TestLock(t *testing.T) {
	dir := saved(t)
	r := reopen(t, dir)
	if _, err := Create(dir); !errors.Is(err, ErrLocked) {
		t.Errorf("Create: %v", err)
	}
	if err := r.Save(step(100, 1), 0); err != nil {
		t.Fatal(err)
	}
	checkLocked(t, dir)
	r.Close()
	r, _, err := Resume(dir)
	if err != nil {
		t.Fatalf("after Close: %v", err)
	}
	r.Close()
}

const lockVariable = "ANTECEDENT_TEST_LOCK"

// The same across processes, and with one that is killed while it holds the
// lock: this test starts itself once more to be that process.
func TestLockOfAnotherProcess(t *testing.T) {
	if dir := os.Getenv(lockVariable); dir != "" {
		r, _, err := Resume(dir)
		fmt.Println("resumed", err)
		bufio.NewReader(os.Stdin).ReadByte() // until killed
		r.Close()
		return
	}
	dir := saved(t, step(100, 1))
	other := exec.Command(must(os.Executable())(t), "-test.run=^TestLockOfAnotherProcess$")
	other.Env = append(os.Environ(), lockVariable+"="+dir)
	stdin := must(other.StdinPipe())(t)
	defer stdin.Close()
	stdout := must(other.StdoutPipe())(t)
	if err := other.Start(); err != nil {
		t.Skipf("no second process can be started: %v", err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil || line != "resumed <nil>\n" {
		t.Fatalf("the other process says %q, %v", line, err)
	}
	checkLocked(t, dir)
	other.Process.Kill()
	other.Wait()
	r, _, err := Resume(dir)
	if err != nil {
		t.Fatalf("after its death: %v", err)
	}
	r.Close()
}
