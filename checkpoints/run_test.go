package checkpoints

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLayout(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "there", "yet", "run-3")
	r := must(Create(dir))(t)
	if r.Dir() != dir {
		t.Errorf("Dir is %s", r.Dir())
	}
	if err := r.AppendMetrics(map[string]any{"step": 200, "loss": 0.25}); err != nil {
		t.Fatal(err)
	}
	save(t, r, 0, bestStep(200, 200), bestStep(1234567, 200))
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	want := []string{".", ".lock", "best", "latest", "metrics.jsonl", "step-000200",
		"step-000200/config.json", "step-000200/manifest.json", "step-000200/model.safetensors",
		"step-000200/optimizer.safetensors", "step-000200/state.json", "step-000200/vocab.txt", "step-1234567"}
	if diff := cmp.Diff(want, listing(t, dir)[:len(want)]); diff != "" {
		t.Error(diff)
	}
	for name, want := range map[string]string{
		"best": "step-000200\n", "latest": "step-1234567\n", "metrics.jsonl": "{\"loss\":0.25,\"step\":200}\n",
	} {
		if got := read(t, dir, name); got != want {
			t.Errorf("%s is %q", name, got)
		}
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
		r := begun(t)
		for n := 100; n <= 600; n += 100 {
			save(t, r, keep, bestStep(n, min(n, 200)))
		}
		checkWarnings(t, fmt.Sprintf("keep %d", keep), r.Warnings())
		checkSteps(t, r.dir, want...)
	}
}

// A step that is saved below others is not pruned at once.
func TestSavedStepIsNotPruned(t *testing.T) {
	dir := saved(t, step(200, 1), step(300, 1))
	r, _ := resumed(t, dir)
	save(t, r, 1, step(100, 1))
	checkSteps(t, dir, 100, 300)
}

// Nothing but our own files goes, however much they look like ours.
func TestPruneLeavesWhatIsNotOurs(t *testing.T) {
	dir := saved(t, step(100, 1), step(200, 1), step(300, 1), step(400, 1))
	put(t, "mine", dir, "notes.txt")
	put(t, "mine, in a folder like a step", dir, "step-000050/thesis.tex")
	put(t, "mine, without a manifest", dir, "step-000060/model.safetensors")
	put(t, `{"format_version":1,"writer":"somebody"}`, dir, "step-000070/manifest.json")
	put(t, "a file with a step's name", dir, "step-000080")
	put(t, "mine", dir, "step-90/manifest.json")
	put(t, "mine", dir, "my-step-000100/manifest.json")
	put(t, "mine, in your step", dir, "step-000200/notes.txt")
	put(t, "mine, instead of your file", dir, "step-000300/config.json")
	put(t, "mine", dir, ".tmp-other/model.safetensors")
	put(t, "mine", dir, ".tmp-step-000100-1x/model.safetensors")
	put(t, "mine, in your temporary folder", dir, ".tmp-step-000100-1/extra.txt")
	makeNewer(t, filepath.Join(dir, StepName(400)))
	ours := func(path string) bool { // what is to go
		return path == StepName(100) || strings.HasPrefix(path, StepName(100)+"/")
	}
	want := slices.DeleteFunc(listing(t, dir), ours)

	r := must(lock(dir, osDisk{}))(t)
	defer r.Close()
	r.tidy()
	if err := r.openMetrics(0); err != nil {
		t.Fatal(err)
	}
	save(t, r, 1, step(500, 1))
	got := slices.DeleteFunc(listing(t, dir), func(path string) bool { return strings.HasPrefix(path, StepName(500)) })
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
		t.Error("warnings are returned twice")
	}
}

// Which step is the best its state says, and no file that can be damaged.
func TestPruningKeepsTheBest(t *testing.T) {
	dir := saved(t, bestStep(100, 100), bestStep(200, 100))
	put(t, "../../etc\n", dir, bestFile)
	r, _ := resumed(t, dir)
	put(t, StepName(200)+"\n", dir, bestFile)
	save(t, r, 1, bestStep(300, 100))
	checkSteps(t, dir, 100, 300)
	checkWarnings(t, "Save", r.Warnings())
}

// A prune that a crash cut short is finished by the next one.
func TestPruneGoesOn(t *testing.T) {
	dir := saved(t, step(100, 1), step(200, 1))
	os.Remove(filepath.Join(dir, StepName(100), configFile))
	os.Remove(filepath.Join(dir, StepName(100), modelFile))
	r, _ := resumed(t, dir)
	save(t, r, 2, step(300, 1))
	checkSteps(t, dir, 200, 300)
}

// A step is written once: saved again, it only changes the pointers, and other
// content is refused.
func TestStepsAreNeverOverwritten(t *testing.T) {
	dir := saved(t, bestStep(100, 100), bestStep(200, 100))
	r, _ := resumed(t, dir)
	folder := filepath.Join(dir, StepName(200))
	whole := contents(t, folder)
	check := func(what, latest, best string) {
		t.Helper()
		if diff := cmp.Diff(whole, contents(t, folder)); diff != "" {
			t.Errorf("%s: the step was changed:\n%s", what, diff)
		}
		if got := read(t, dir, latestFile) + read(t, dir, bestFile); got != latest+"\n"+best+"\n" {
			t.Errorf("%s: latest and best are %q", what, got)
		}
	}
	for what, change := range map[string]func(*Step){
		"other weights":         func(s *Step) { s.Model = step(200, 2).Model },
		"another vocabulary":    func(s *Step) { s.Vocabulary = []string{"it"} },
		"no optimizer":          func(s *Step) { s.Optimizer = nil },
		"another configuration": func(s *Step) { s.Config = json.RawMessage("{}") },
	} {
		s := bestStep(200, 200)
		change(s)
		checkError(t, what, r.Save(s, 1), errSaved, folder+": already holds this step with other content: move it")
		check(what, StepName(200), StepName(100))
	}
	save(t, r, 0, bestStep(200, 200))
	check("the same but for its state", StepName(200), StepName(200))
	save(t, r, 0, bestStep(100, 100))
	check("an older one", StepName(100), StepName(100))
	checkWarnings(t, "Save", r.Warnings())
}

// contents is what each file of a folder holds and when it was written.
func contents(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range listing(t, dir)[1:] {
		info := must(os.Stat(filepath.Join(dir, name)))(t)
		all[name] = info.ModTime().String() + read(t, dir, name)
	}
	return all
}

// What is in a step's place without being a whole step is renamed.
func TestWhatIsInTheWayIsKept(t *testing.T) {
	dir := saved(t, step(100, 1))
	r, _ := resumed(t, dir)
	os.Mkdir(filepath.Join(dir, "replaced-step-000102-1"), 0o755) // not free
	for k := 1; k <= 2; k++ {
		put(t, "mine", dir, StepName(100+k), "notes.txt")
		save(t, r, 1, step(100+k, 1))
		aside := fmt.Sprintf("replaced-step-00010%d-%d", k, k)
		if got := read(t, dir, aside, "notes.txt"); got != "mine" {
			t.Errorf("they hold %q", got)
		}
		checkWarnings(t, aside, r.Warnings(), "its folder is now "+filepath.Join(dir, aside))
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
		"both as they are":   {100, "step-000200\n", "step-000100\n", "step-000100\n"},
		"both lost":          {100, "", "", "step-000100\n"},
		"both spoiled":       {100, "\x00\x00", "../step-000100", "step-000100\n"},
		"both behind":        {200, "step-000100\n", "step-000100\n", "step-000200\n"},
		"of steps not there": {200, "step-000900\n", "step-000900\n", "step-000200\n"},
		"of a damaged step":  {100, "step-000300\n", "step-000300\n", "step-000100\n"},
		"no best step":       {0, "", "", ""},
		"the best was lost":  {50, "", "", ""},
		"another was chosen": {50, "", "step-000100\n", ""},
	} {
		s := step(200, 1)
		if c.best > 0 {
			s = bestStep(200, c.best)
		}
		dir := saved(t, step(100, 1), s, bestStep(300, 300))
		os.Truncate(filepath.Join(dir, StepName(300), modelFile), 7)
		for pointer, text := range map[string]string{latestFile: c.latest, bestFile: c.have} {
			os.Remove(filepath.Join(dir, pointer))
			if text != "" {
				put(t, text, dir, pointer)
			}
		}
		resumed(t, dir)
		if got := read(t, dir, latestFile); got != "step-000200\n" {
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
	r, s := resumed(t, dir)
	if s.Number != 200 {
		t.Errorf("resumed at %d", s.Number)
	}
	checkWarnings(t, "Resume", r.Warnings(), StepName(400), filepath.Join(StepName(300), optimizerFile)+": truncated: 9 bytes of 76")
	if diff := cmp.Diff(before, listing(t, dir)); diff != "" {
		t.Errorf("Resume changed the folder:\n%s", diff)
	}
	save(t, r, 0, step(300, 2))
	if !exists(filepath.Join(dir, "replaced-step-000300-1", optimizerFile)) {
		t.Error("the damaged step was not kept")
	}
}

func TestCreateRefuses(t *testing.T) {
	run, unsaved := saved(t, step(100, 1)), saved(t)
	put(t, row(1), unsaved, metricsFile)
	file := filepath.Join(t.TempDir(), "file")
	put(t, "", file)
	for _, c := range []struct {
		dir  string
		want error
		says string
	}{
		{run, ErrExists, "resume it, or choose another folder"},
		{filepath.Join(run, StepName(100)), ErrExists, "another folder"},
		{unsaved, ErrExists, "delete"},
		{unsaved, ErrUnsaved, "delete"},
		{file, nil, file},
		{filepath.Dir(file), errTaken, `it holds "file": choose a new or an empty folder`},
	} {
		_, err := Create(c.dir)
		checkError(t, c.dir, err, c.want, c.says)
	}

}

func TestResumeRefuses(t *testing.T) {
	run, empty, unsaved := saved(t, step(100, 1)), t.TempDir(), saved(t)
	put(t, row(1), unsaved, metricsFile)
	for _, c := range []struct {
		dir  string
		want error
		says string
	}{
		{filepath.Join(run, StepName(100)), ErrIsStep, "resume the run " + run + ", or start a new run from this step"},
		{filepath.Join(run, "nowhere"), ErrNotCheckpoint, "nowhere"},
		{filepath.Join(run, metricsFile), ErrNotCheckpoint, "a file"},
		{empty, ErrNoRun, "start a new run"},
		{unsaved, ErrNoRun, "only a run without a saved step: delete this folder"},
		{unsaved, ErrUnsaved, "delete"},
	} {
		_, _, err := Resume(c.dir)
		checkError(t, c.dir, err, c.want, c.says)
	}
	if len(listing(t, empty)) > 1 {
		t.Error("Resume left something in a folder that is no run")
	}

	os.Remove(filepath.Join(run, StepName(100), stateFile))
	for range 2 { // a failed Resume releases the lock
		_, _, err := Resume(run)
		checkError(t, "no valid step", err, errNoStep, stateFile)
		checkError(t, "no valid step", err, errUnreadable, stateFile)
	}
}

func TestClosedRun(t *testing.T) {
	r := must(Create(filepath.Join(t.TempDir(), "run-1")))(t)
	if err := errors.Join(r.Close(), r.Close()); err != nil {
		t.Error(err)
	}
	checkError(t, "Save", r.Save(step(1, 1), 0), errClosed, r.dir)
	checkError(t, "AppendMetrics", r.AppendMetrics(json.RawMessage(row(1))), errClosed, r.dir)
	checkError(t, "SaveSnapshot", r.SaveSnapshot(snapshot(1, 1)), errClosed, r.dir)
}

func checkLocked(t *testing.T, dir string) {
	t.Helper()
	_, _, err := Resume(dir)
	checkError(t, "Resume", err, ErrLocked, dir+": another process is training in it")
	if s := must(Open(dir))(t); s.Number != 100 {
		t.Error("a run in training cannot be opened")
	}
}

func TestLock(t *testing.T) {
	r := begun(t)
	_, err := Create(r.dir)
	checkError(t, "Create", err, ErrLocked, r.dir)
	save(t, r, 0, step(100, 1))
	checkLocked(t, r.dir)
	r.Close()
	resumed(t, r.dir)
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
	resumed(t, dir)
}

// A folder of hundreds of steps that are not whole does not fill the screen.
func TestWarningsAreFew(t *testing.T) {
	dir := saved(t, step(1, 1))
	for n := range 300 {
		put(t, "half", dir, StepName(2+n), modelFile)
	}
	if w := must(Open(dir))(t).Warnings; len(w) != 11 || w[10] != "and 290 more such warnings" {
		t.Errorf("%d warnings: %q", len(w), w)
	}
	r, _, err := Resume(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if w := r.Warnings(); len(w) != 11 {
		t.Errorf("%d warnings on resuming", len(w))
	}
}
