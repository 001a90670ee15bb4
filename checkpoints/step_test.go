package checkpoints

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// step makes a small step; seed tells two of one number apart.
func step(number, seed int) *Step {
	return &Step{
		Number:     number,
		Config:     json.RawMessage("{\n  \"width\": 2\n}"),
		Vocabulary: []string{"<pad>", "", "it", "naïve"},
		Model:      append(awkward(), Tensor{Name: "seed", Shape: []int{1}, Data: []float32{float32(seed)}}),
		Optimizer:  []Tensor{{Name: "m.seed", Shape: []int{1}, Data: []float32{float32(number)}}},
		State:      json.RawMessage(fmt.Sprintf("{\n  \"step\": %d,\n  \"seed\": %d\n}", number, seed)),
	}
}

// withBest is the step with a state that names the best step so far.
func withBest(s *Step, number int) *Step {
	s.State = json.RawMessage(fmt.Sprintf("{\n  \"step\": %d,\n  \"best\": {\n    \"step\": %d\n  }\n}", s.Number, number))
	return s
}

// sameStep compares all that a step holds, bit by bit.
func sameStep(a, b *Step) bool {
	x, y := *a, *b
	x.Dir, y.Dir, x.Warnings, y.Warnings = "", "", nil, nil
	return cmp.Equal(x, y, bits)
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// saved makes a run in a fresh folder with these steps in it, closed.
func saved(t testing.TB, steps ...*Step) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "run-1")
	fill(t, dir, steps...)
	return dir
}

func fill(t testing.TB, dir string, steps ...*Step) {
	t.Helper()
	r := must(create(dir, hastyDisk{}))(t)
	defer r.Close()
	for _, s := range steps {
		if err := r.Save(s, 0); err != nil {
			t.Fatal(err)
		}
	}
}

func TestStepRoundTrip(t *testing.T) {
	want := step(200, 1)
	dir := saved(t, want)
	r, got, err := Resume(dir)
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	if !sameStep(want, got) {
		t.Errorf("(-saved +resumed)\n%s", cmp.Diff(want, got, bits))
	}
	if got.Dir != filepath.Join(dir, "step-000200") {
		t.Errorf("read from %s", got.Dir)
	}

	got = must(Open(dir))(t)
	if got.Optimizer != nil {
		t.Error("Open read the optimizer's tensors")
	}
	got.Optimizer = want.Optimizer
	if !sameStep(want, got) || len(got.Warnings) > 0 {
		t.Errorf("(-saved +opened)\n%s", cmp.Diff(want, got, bits))
	}
}

func TestEmptyStepRoundTrip(t *testing.T) {
	dir := saved(t, &Step{Config: json.RawMessage("{}"), State: json.RawMessage("null")})
	got := must(Open(dir))(t)
	if got.Number != 0 || len(got.Model) != 0 || len(got.Vocabulary) != 0 || string(got.Config) != "{}" || string(got.State) != "null" {
		t.Errorf("got %+v", got)
	}
}

func TestJSONIsIndented(t *testing.T) {
	s := step(1, 1)
	s.Config = json.RawMessage(`{"a":{"b":[1]}}`)
	got := must(Open(saved(t, s)))(t)
	if want := "{\n  \"a\": {\n    \"b\": [\n      1\n    ]\n  }\n}"; string(got.Config) != want {
		t.Errorf("config.json is\n%s", got.Config)
	}
}

var update = flag.Bool("update", false, "write the golden step anew")

// The golden steps were written when their format was made. That they can be
// read is the promise of a format; that the bytes of the newest are made again
// shows that a step's bytes depend on the step alone.
func TestGolden(t *testing.T) {
	folder := func(format int) string {
		return filepath.Join("testdata", fmt.Sprintf("format-%d", format), StepName(200))
	}
	files, _, err := step(200, 1).encode()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		golden := filepath.Join(folder(formatVersion), f.name)
		if *update {
			os.MkdirAll(filepath.Dir(golden), 0o755)
			os.WriteFile(golden, f.data, 0o644)
		}
		if want := must(os.ReadFile(golden))(t); !bytes.Equal(f.data, want) {
			t.Errorf("%s: got %q\nwant %q", f.name, f.data, want)
		}
	}
	for format := 1; format <= formatVersion; format++ {
		got := must(system.readStep(folder(format), true))(t)
		if !sameStep(step(200, 1), got) {
			t.Errorf("the golden step of format %d has changed: %s", format, cmp.Diff(step(200, 1), got, bits))
		}
	}
}

// A run of format 1 is resumed, saved in and pruned like any other.
func TestRunOfFormat1(t *testing.T) {
	dir := saved(t, withBest(step(100, 1), 100))
	old := filepath.Join(dir, StepName(200))
	if err := os.CopyFS(old, os.DirFS(filepath.Join("testdata", "format-1", StepName(200)))); err != nil {
		t.Fatal(err)
	}
	r, s, err := Resume(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if !sameStep(s, step(200, 1)) {
		t.Errorf("resumed %s", cmp.Diff(step(200, 1), s, bits))
	}
	if err := r.Save(withBest(step(200, 1), 200), 0); err != nil { // the same but for its state
		t.Fatal(err)
	}
	if got := pointer(t, dir, bestFile); got != "step-000200\n" {
		t.Errorf("best is %q", got)
	}
	if err := r.Save(withBest(step(300, 1), 300), 1); err != nil {
		t.Fatal(err)
	}
	if got := steps(t, dir); !cmp.Equal(got, []int{300}) || len(r.Warnings()) > 0 {
		t.Errorf("left are %v", got)
	}
}

func TestSaveRefuses(t *testing.T) {
	for name, spoil := range map[string]func(*Step){
		"a word of two lines":    func(s *Step) { s.Vocabulary[1] = "two\nlines" },
		"a carriage return":      func(s *Step) { s.Vocabulary[1] = "\r" },
		"config that is no JSON": func(s *Step) { s.Config = json.RawMessage("{") },
		"no state":               func(s *Step) { s.State = nil },
		"a negative number":      func(s *Step) { s.Number = -1 },
		"a shape that lies":      func(s *Step) { s.Model[0].Shape = []int{7} },
		"a moment twice":         func(s *Step) { s.Optimizer = append(s.Optimizer, s.Optimizer[0]) },
	} {
		dir := saved(t)
		before := listing(t, dir)
		r := must(lock(dir, osDisk{}))(t)
		r.metrics = must(openMetrics(osDisk{}, filepath.Join(dir, metricsFile), 0))(t)
		s := step(1, 1)
		spoil(s)
		if err := r.Save(s, 0); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v, not ErrInvalid", name, err)
		}
		r.Close()
		if diff := cmp.Diff(before, listing(t, dir)); diff != "" {
			t.Errorf("%s left something behind:\n%s", name, diff)
		}
	}
}

// listing is every path below dir, slashes between.
func listing(t testing.TB, dir string) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, path)
		paths = append(paths, filepath.ToSlash(rel))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

// Every byte matters: each is flipped in turn, and each file cut at each
// length, made longer, and taken away.
func TestDamageIsRefused(t *testing.T) {
	dir := StepName(200)
	folder := fstest.MapFS{}
	list, _, err := step(200, 1).encode()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		folder[path.Join(dir, c.name)] = &fstest.MapFile{Data: c.data}
	}
	read := func() error {
		_, err := files{folder, path.Join}.readStep(dir, true)
		return err
	}
	for _, c := range list {
		name := path.Join(dir, c.name)
		refused := func(what string, data []byte) {
			t.Helper()
			if data == nil {
				delete(folder, name)
			} else {
				folder[name] = &fstest.MapFile{Data: data}
			}
			err := read()
			if err == nil {
				t.Fatalf("%s of %s was not noticed", what, name)
			}
			// With a flip in the manifest it depends on the byte which file disagrees.
			flipped := c.name == manifestFile && len(data) == len(c.data)
			if !flipped && (!strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), c.name) || strings.Contains(err.Error(), "\n")) {
				t.Fatalf("%s of %s: the error does not name it in one line: %v", what, name, err)
			}
		}
		for i := range c.data {
			for _, mask := range []byte{1 << (i % 8), 0x20} { // 0x20: upper and lower case
				damaged := bytes.Clone(c.data)
				damaged[i] ^= mask
				refused(fmt.Sprintf("a flip of byte %d", i), damaged)
			}
			refused(fmt.Sprintf("a cut at byte %d", i), append([]byte{}, c.data[:i]...))
		}
		refused("one more byte", append(bytes.Clone(c.data), '\n'))
		refused("the loss", nil)
		folder[name] = &fstest.MapFile{Data: c.data}
		if err := read(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestErrorsSayWhich(t *testing.T) {
	dir := filepath.Join(saved(t, step(200, 1)), StepName(200))
	model := filepath.Join(dir, modelFile)
	whole := must(os.ReadFile(model))(t)
	check := func(want error) {
		t.Helper()
		if _, err := Open(dir); !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	os.WriteFile(model, whole[:9], 0o644)
	check(ErrTruncated)
	whole[12] ^= 1
	os.WriteFile(model, whole, 0o644)
	check(ErrChecksum)
	os.Remove(model)
	check(ErrUnreadable)
	check(os.ErrNotExist)
	os.Mkdir(model, 0o755)
	check(ErrUnreadable)
	manifest := filepath.Join(dir, manifestFile)
	os.WriteFile(manifest, []byte("\x00\xff rubbish"), 0o644)
	check(ErrMalformed)
	os.WriteFile(manifest, []byte(`{"name":"somebody's web app"}`), 0o644)
	check(ErrNotCheckpoint)
	os.WriteFile(manifest, nil, 0o644)
	check(ErrTruncated)
	os.Remove(manifest)
	check(ErrNotCheckpoint)
}

// A manifest with right checksums may still surround a wrong safetensors file.
func TestValidManifestAroundMalformedTensors(t *testing.T) {
	dir := filepath.Join(saved(t, step(200, 1)), StepName(200))
	m := must(system.readManifest(dir))(t)
	bad := file8(`{"w":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}`, 8)
	m.Files[modelFile] = stamp(bad)
	os.WriteFile(filepath.Join(dir, modelFile), bad, 0o644)
	os.WriteFile(filepath.Join(dir, manifestFile), must(m.encode())(t), 0o644)
	if _, err := Open(dir); !errors.Is(err, ErrMalformed) || !strings.Contains(err.Error(), modelFile) {
		t.Error(err)
	}
}

func makeNewer(t testing.TB, dir string) {
	path := filepath.Join(dir, manifestFile)
	data := must(os.ReadFile(path))(t)
	data = bytes.Replace(data, []byte(`"format_version": 2`), []byte(`"format_version": 3, "new": true`), 1)
	os.WriteFile(path, data, 0o644)
}

// A newer format is no damage: falling back to an older step would quietly
// throw away work.
func TestNewerFormat(t *testing.T) {
	dir := saved(t, step(100, 1), step(200, 1))
	makeNewer(t, filepath.Join(dir, StepName(200)))
	for what, try := range map[string]func() error{
		"Open of the run":  func() error { _, err := Open(dir); return err },
		"Open of the step": func() error { _, err := Open(filepath.Join(dir, StepName(200))); return err },
		"Resume":           func() error { _, _, err := Resume(dir); return err },
	} {
		err := try()
		if !errors.Is(err, ErrNewerFormat) || !strings.Contains(err.Error(), "written by a newer antecedent (format 3, this one reads up to 2): update") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestRenamedStep(t *testing.T) {
	dir := saved(t, step(100, 1))
	to := filepath.Join(dir, StepName(300))
	os.Rename(filepath.Join(dir, StepName(100)), to)
	if _, err := Open(to); !errors.Is(err, ErrMalformed) || !strings.Contains(err.Error(), StepName(100)) {
		t.Errorf("a step of another number: %v", err)
	}
	copied := filepath.Join(t.TempDir(), "my model")
	os.Rename(to, copied)
	if s := must(Open(copied))(t); s.Number != 100 {
		t.Errorf("a copy under another name has step %d", s.Number)
	}
}
