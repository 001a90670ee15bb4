package checkpoints

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

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
		_, err := Newest(dir)
		checkError(t, "without a run", err, ErrNoRun, dir)
	}
	at := func(name string, second int64) {
		dir := filepath.Join(parent, name)
		if !exists(dir) {
			fill(t, dir, step(1, 1))
		}
		when := time.Unix(second, 0)
		if err := os.Chtimes(filepath.Join(dir, latestFile), when, when); err != nil {
			t.Fatal(err)
		}
	}
	check := func(want string) {
		t.Helper()
		if got := must(Newest(parent))(t); got != filepath.Join(parent, want) {
			t.Errorf("got %s, want %s", got, want)
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

func TestOpenChooses(t *testing.T) {
	dir := saved(t, step(100, 1), step(200, 1), step(300, 1))
	point := func(name, target string) {
		os.Remove(filepath.Join(dir, name))
		if target != "" {
			put(t, target, dir, name)
		}
	}
	for _, c := range []struct {
		best, latest string
		want         int
		warns        string
	}{
		{"step-000100\n", "step-000200\n", 100, ""},
		{"step-000100", "", 100, ""},
		{"step-000100\r\n", "", 100, ""},
		{"", "step-000200\n", 200, ""},
		{"", "", 300, ""},
		{"step-000900\n", "step-000200\n", 200, "best names step-000900, which is not there"},
		{"step-000900\n", "step-000901\n", 300, "latest names step-000901"},
		{"../../secret\n", "step-000200\n", 200, "best: malformed"},
		{"\x00\x00\x00", "", 300, "best: malformed"},
	} {
		point(bestFile, c.best)
		point(latestFile, c.latest)
		s, err := Open(dir)
		if err != nil || s.Number != c.want {
			t.Errorf("best %q, latest %q: %v, want step %d", c.best, c.latest, err, c.want)
			continue
		}
		if w := strings.Join(s.Warnings, "\n"); !strings.Contains(w, c.warns) || c.warns == "" && w != "" {
			t.Errorf("best %q, latest %q: warnings %q", c.best, c.latest, w)
		}
	}

	if s := must(Open(filepath.Join(dir, StepName(200)) + string(filepath.Separator)))(t); s.Number != 200 {
		t.Errorf("a step asked for by name is %d", s.Number)
	}
	point(bestFile, "step-000200\n")
	os.Truncate(filepath.Join(dir, StepName(200), modelFile), 20)
	s := must(Open(dir))(t)
	checkWarnings(t, "past a damaged best", s.Warnings, "model.safetensors: truncated")
	if s.Number != 300 {
		t.Errorf("past a damaged best: step %d", s.Number)
	}
	_, err := Open(filepath.Join(dir, StepName(200)))
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
