package checkpoints

import (
	"io/fs"
	"math"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// A folder with the greatest number has none after it, rather than a negative one.
func TestNextDirAfterTheGreatestNumber(t *testing.T) {
	parent := t.TempDir()
	last := filepath.Join(parent, "run-"+strconv.Itoa(math.MaxInt))
	if err := os.Mkdir(last, 0o777); err != nil {
		t.Fatal(err)
	}
	if next, err := NextDir(parent); err == nil || !strings.HasPrefix(err.Error(), last+": ") {
		t.Errorf("NextDir is %q, %v; want an error that names %s", next, err, last)
	}
}

func TestNextDir(t *testing.T) {
	parent := filepath.Join(t.TempDir(), "checkpoints")
	check := func(want string) {
		t.Helper()
		if got := must(NextDir(parent))(t); got != filepath.Join(parent, want) {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	check("run-1")
	for _, name := range []string{"run-2", "run-10", "run-x", "run-", "run--7", "other-99"} {
		os.MkdirAll(filepath.Join(parent, name), 0o755)
	}
	check("run-11")
	put(t, "", parent, "run-12")
	check("run-13")
}

func TestNewest(t *testing.T) {
	parent := t.TempDir()
	for _, dir := range []string{filepath.Join(parent, "nowhere"), parent} {
		_, _, err := Newest(dir)
		checkError(t, "without a run", err, ErrNoRun, dir)
	}
	at := func(name string, second int64) {
		dir := filepath.Join(parent, name)
		if !exists(dir) {
			fill(t, dir, step(1, 1))
		}
		when := time.Unix(second, 0)
		if err := os.Chtimes(filepath.Join(dir, StepName(1), manifestFile), when, when); err != nil {
			t.Fatal(err)
		}
	}
	check := func(want string) {
		t.Helper()
		if got, _, err := Newest(parent); err != nil || got != filepath.Join(parent, want) {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
	}
	fill(t, filepath.Join(parent, "run-99")) // nothing saved
	at("run-9", 1000)
	at("run-10", 1000)
	check("run-10")
	at("run-9", 1001)
	check("run-9")
	at("named by hand", 1002)
	check("named by hand")
}

// A run's best step is opened by the newest step's state, and whatever the pointers say.
func TestPointersDoNotDecide(t *testing.T) {
	dir := saved(t, bestStep(100, 100), bestStep(200, 200), bestStep(300, 200))
	for _, text := range []string{"", "step-000200\n", "step-000100\n", "step-000300\n", "step-000900\n", "../../secret\n", "\x00\x00\x00", strings.Repeat("x", 2*maxPointer)} {
		for _, pointer := range []string{bestFile, latestFile} {
			os.Remove(filepath.Join(dir, pointer))
			if text != "" {
				put(t, text, dir, pointer)
			}
		}
		s := must(Open(dir))(t)
		if s.Number != 200 || len(s.Warnings) > 0 {
			t.Errorf("with pointers %.20q step %d was opened: %q", text, s.Number, s.Warnings)
		}
		if got, runs, err := Newest(filepath.Dir(dir)); got != dir || runs != 1 || err != nil {
			t.Errorf("with pointers %.20q the newest run is %s of %d: %v", text, got, runs, err)
		}
		r, _, err := Resume(dir)
		if err != nil {
			t.Fatalf("with pointers %.20q: %v", text, err)
		}
		r.Close()
		if got := read(t, dir, latestFile) + read(t, dir, bestFile); got != "step-000300\nstep-000200\n" {
			t.Errorf("with pointers %.20q, after Resume they are %q", text, got)
		}
	}
}

func TestOpenChooses(t *testing.T) {
	for name, c := range map[string]struct {
		steps []*Step
		spoil string // a file to cut
		want  int
		warns string
	}{
		"the best":                {[]*Step{bestStep(100, 100), bestStep(200, 100)}, "", 100, ""},
		"none is the best":        {[]*Step{step(100, 1), step(200, 1)}, "", 200, ""},
		"the best is gone":        {[]*Step{bestStep(200, 100), bestStep(300, 100)}, "", 300, "step-000100, the best by step-000300, is not there"},
		"the best is damaged":     {[]*Step{bestStep(100, 100), bestStep(200, 100)}, "step-000100/model.safetensors", 200, "model.safetensors: truncated"},
		"the newest is damaged":   {[]*Step{bestStep(100, 100), bestStep(200, 100)}, "step-000200/model.safetensors", 100, ""},
		"its state is damaged":    {[]*Step{bestStep(100, 100), bestStep(200, 200), bestStep(300, 300)}, "step-000300/state.json", 200, "step-000300/state.json: truncated"},
		"its manifest is damaged": {[]*Step{bestStep(100, 100), bestStep(200, 100)}, "step-000200/manifest.json", 100, "step-000200/manifest.json: malformed"},
	} {
		dir := saved(t, c.steps...)
		if c.spoil != "" {
			os.Truncate(filepath.Join(dir, filepath.FromSlash(c.spoil)), 20)
		}
		s := must(Open(dir))(t)
		if s.Number != c.want {
			t.Errorf("%s: step %d, want %d", name, s.Number, c.want)
		}
		if c.warns != "" {
			checkWarnings(t, name, s.Warnings, filepath.FromSlash(c.warns))
		} else {
			checkWarnings(t, name, s.Warnings)
		}
	}

	dir := saved(t, step(100, 1), step(200, 1))
	if s := must(Open(filepath.Join(dir, StepName(100)) + string(filepath.Separator)))(t); s.Number != 100 {
		t.Errorf("a step asked for by name is %d", s.Number)
	}
	os.Truncate(filepath.Join(dir, StepName(100), modelFile), 20)
	_, err := Open(filepath.Join(dir, StepName(100)))
	checkError(t, "a damaged step asked for by name", err, errTruncated, modelFile)
}

// OpenFS reads from a file system as Open does from the operating system.
func TestOpenFS(t *testing.T) {
	dir := saved(t, bestStep(100, 100), bestStep(200, 100))
	fsys := os.DirFS(filepath.Dir(dir))
	for name, want := range map[string]int{"run-1": 100, "run-1/": 100, "run-1/step-000200": 200} {
		s, err := OpenFS(fsys, name)
		if err != nil || s.Number != want || s.Dir != path.Join("run-1", StepName(want)) || len(s.Warnings) > 0 {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
	if s, err := OpenFS(os.DirFS(dir), "."); err != nil || s.Number != 100 || s.Dir != StepName(100) {
		t.Errorf("the root: %+v, %v", s, err)
	}
	for name, want := range map[string]string{
		".":                  "there is no step in it: did you mean run-1?",
		"run-2":              "run-2: not a checkpoint: no such file",
		"run-1/best":         "run-1/best: not a checkpoint: a file",
		"run-1/step-000300":  "run-1/step-000300: not a checkpoint",
		"../run-1":           "../run-1: not a checkpoint: invalid",
		"run-1/step-000200x": "not a checkpoint",
	} {
		_, err := OpenFS(fsys, name)
		checkError(t, name, err, ErrNotCheckpoint, want)
	}
	put(t, "", dir, StepName(100), modelFile)
	s := must(OpenFS(fsys, "run-1"))(t)
	checkWarnings(t, "past a damaged best", s.Warnings, "passed over run-1/step-000100/model.safetensors: truncated")
	if s.Number != 200 {
		t.Errorf("past a damaged best: step %d", s.Number)
	}
}

// A pipeFS has named pipes, which must not be opened: that would block.
type pipeFS struct {
	fstest.MapFS
	t testing.TB
}

func (f pipeFS) Open(name string) (fs.File, error) {
	if file := f.MapFS[name]; file != nil && file.Mode&fs.ModeNamedPipe != 0 {
		f.t.Errorf("%s was opened", name)
	}
	return f.MapFS.Open(name)
}

func TestPipesAreNotOpened(t *testing.T) {
	for _, name := range writtenFiles {
		fsys := pipeFS{folderOf(t, step(200, 1)), t}
		fsys.MapFS[path.Join(StepName(200), name)].Mode = fs.ModeNamedPipe
		_, err := files{fsys, path.Join}.readStep(StepName(200), true)
		checkError(t, name, err, nil, name+": ")
	}
	if _, ok := system.fs.(fs.StatFS); !ok {
		t.Error("the operating system's files must be opened to learn what they are")
	}
}

// Inference needs no optimizer: a step opens without its file, or with a
// damaged one, and only Resume refuses it.
func TestOptimizerIsOptionalForReading(t *testing.T) {
	dir := saved(t, step(100, 1))
	path := filepath.Join(dir, StepName(100), optimizerFile)
	for _, spoil := range []func() error{
		func() error { return os.Truncate(path, 9) },
		func() error { return os.Remove(path) },
	} {
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		for _, open := range []string{dir, filepath.Dir(path)} {
			s := must(Open(open))(t)
			if s.Optimizer = step(100, 1).Optimizer; !sameStep(s, step(100, 1)) || len(s.Warnings) > 0 {
				t.Errorf("opened %+v", s)
			}
		}
		_, _, err := Resume(dir)
		checkError(t, "Resume", err, errNoStep, optimizerFile)
	}
}

func TestOpenRefuses(t *testing.T) {
	run, unsaved := saved(t, step(100, 1)), saved(t)
	put(t, row(1), unsaved, metricsFile)
	for _, c := range []struct {
		path string
		want error
		says string
	}{
		{filepath.Join(run, "nowhere"), ErrNotCheckpoint, "nowhere"},
		{filepath.Join(run, StepName(7)), ErrNotCheckpoint, "step-000007"},
		{filepath.Join(run, StepName(100), modelFile), ErrNotCheckpoint, "a file"},
		{t.TempDir(), ErrNotCheckpoint, "no step"},
		{filepath.Dir(run), ErrNotCheckpoint, "did you mean " + run},
		{unsaved, errNoStep, "saved none"},
	} {
		_, err := Open(c.path)
		checkError(t, c.path, err, c.want, c.says)
	}
}
