package checkpoints

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// bits makes cmp compare float32 by their bits: NaN equals itself, -0 is not 0.
var bits = cmp.Comparer(func(a, b float32) bool { return math.Float32bits(a) == math.Float32bits(b) })

// awkward has the values that text formats lose and the shapes that are easily
// mixed up, each axis of another prime.
func awkward() []Tensor {
	return []Tensor{
		{Name: "embed.word", Shape: []int{2, 3}, Data: []float32{0, float32(math.Copysign(0, -1)), 1.0 / 3, math.MaxFloat32, math.SmallestNonzeroFloat32, -1}},
		{Name: "a later name that sorts first", Shape: []int{5}, Data: []float32{
			float32(math.Inf(1)), float32(math.Inf(-1)), math.Float32frombits(0x7fc00001), math.Float32frombits(0xff800001), math.Float32frombits(1)}},
		{Name: "empty", Shape: []int{7, 0}, Data: []float32{}},
		{Name: "scalar \"<é>\"", Shape: []int{}, Data: []float32{42}},
	}
}

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

// bestStep is step(number, 1) with a state that names the best step so far.
func bestStep(number, best int) *Step {
	s := step(number, 1)
	s.State = json.RawMessage(fmt.Sprintf("{\n  \"step\": %d,\n  \"best\": {\n    \"step\": %d\n  }\n}", number, best))
	return s
}

// withVectors gives the step word vectors.
func withVectors(s *Step) *Step {
	s.Vectors = &Vectors{Words: []string{"", "naïve", "\"it\"", "<é>"}, Width: 2,
		Values: []int8{0, 0, 127, -128, 1, -1, 64, 3}, Scales: []float32{0, 0.5, 1.0 / 3, 1e-20}}
	return s
}

// row is a row of metrics.
func row(step int) string { return fmt.Sprintf("{\"step\":%d,\"loss\":0.5}\n", step) }

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

// begun is a new run without a step, open until the test ends.
func begun(t testing.TB) *Run {
	t.Helper()
	r := must(create(filepath.Join(t.TempDir(), "run-1"), new(testDisk)))(t)
	t.Cleanup(func() { r.Close() })
	return r
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
	r := must(create(dir, new(testDisk)))(t)
	defer r.Close()
	save(t, r, 0, steps...)
}

func save(t testing.TB, r *Run, keep int, steps ...*Step) {
	t.Helper()
	for _, s := range steps {
		if err := r.Save(s, keep); err != nil {
			t.Fatal(err)
		}
	}
}

// resumed is a run that was resumed, open until the test ends.
func resumed(t testing.TB, dir string) (*Run, *Step) {
	t.Helper()
	r, s, err := Resume(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r, s
}

// put writes a file and the folder that it is in.
func put(t testing.TB, text string, path ...string) {
	t.Helper()
	name := filepath.Join(path...)
	os.MkdirAll(filepath.Dir(name), 0o755)
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, path ...string) string {
	t.Helper()
	return string(must(os.ReadFile(filepath.Join(path...)))(t))
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

// checkSteps checks which step folders a run has, the oldest first.
func checkSteps(t testing.TB, dir string, want ...int) {
	t.Helper()
	var got []int
	for _, path := range listing(t, dir) {
		if n, ok := numberOf(path); ok {
			got = append(got, n)
		}
	}
	if !cmp.Equal(got, want) {
		t.Errorf("the steps are %v, want %v", got, want)
	}
}

// checkError checks that an error is of a kind (nil: any) and says something, in
// one line.
func checkError(t testing.TB, what string, err, kind error, says string) {
	t.Helper()
	if err == nil || kind != nil && !errors.Is(err, kind) || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "\n") {
		t.Errorf("%s: got %v\nwant %v with %q", what, err, kind, says)
	}
}

// checkWarnings checks that there are as many warnings as texts, and that each
// contains its text.
func checkWarnings(t testing.TB, what string, warnings []string, says ...string) {
	t.Helper()
	ok := len(warnings) == len(says)
	for i := range says {
		ok = ok && strings.Contains(warnings[i], says[i])
	}
	if !ok {
		t.Errorf("%s: warnings %q, want %q", what, warnings, says)
	}
}
