package checkpoints

import (
	"errors"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
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
	os.WriteFile(filepath.Join(parent, "run-12"), nil, 0o644)
	check("run-13")
}

func TestNewest(t *testing.T) {
	parent := t.TempDir()
	if _, err := Newest(filepath.Join(parent, "nowhere")); !errors.Is(err, ErrNoRun) {
		t.Errorf("without a parent: %v", err)
	}
	if _, err := Newest(parent); !errors.Is(err, ErrNoRun) {
		t.Errorf("without a run: %v", err)
	}
	at := func(name string, second int64) {
		dir := filepath.Join(parent, name)
		if !exists(dir) {
			r := must(Create(dir))(t)
			r.Save(step(1, 1), 0)
			r.Close()
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
	must(Create(filepath.Join(parent, "run-99")))(t).Close() // nothing saved
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
			os.WriteFile(filepath.Join(dir, name), []byte(target), 0o644)
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
	if s := must(Open(dir))(t); s.Number != 300 || len(s.Warnings) != 1 || !strings.Contains(s.Warnings[0], "model.safetensors: truncated") {
		t.Errorf("past a damaged best: step %d, %q", s.Number, s.Warnings)
	}
	if _, err := Open(filepath.Join(dir, StepName(200))); !errors.Is(err, ErrTruncated) {
		t.Errorf("a damaged step asked for by name: %v", err)
	}
}

// A file system takes the place of the operating system's files.
func TestOpenFS(t *testing.T) {
	dir := saved(t, withBest(step(100, 1), 100), withBest(step(200, 1), 100))
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
		if _, err := OpenFS(fsys, name); !errors.Is(err, ErrNotCheckpoint) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	os.WriteFile(filepath.Join(dir, StepName(100), modelFile), nil, 0o644)
	s, err := OpenFS(fsys, "run-1")
	if err != nil || s.Number != 200 || len(s.Warnings) != 1 || !strings.Contains(s.Warnings[0], "passed over run-1/step-000100/model.safetensors: truncated") {
		t.Errorf("past a damaged best: %+v, %v", s, err)
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
		if _, _, err := Resume(dir); !errors.Is(err, ErrNoStep) || !strings.Contains(err.Error(), optimizerFile) {
			t.Errorf("Resume: %v", err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	run := saved(t, step(100, 1))
	unsaved := saved(t)
	os.WriteFile(filepath.Join(unsaved, metricsFile), []byte(row(1)), 0o644)
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
		{unsaved, ErrNoStep, "saved none"},
	} {
		_, err := Open(c.path)
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v", c.path, err)
		}
	}
}
