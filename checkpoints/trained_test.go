package checkpoints

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestTrainedTextsAreKeptWithTheRun(t *testing.T) {
	dir := saved(t, step(200, 1))
	if got, err := ReadTrained(dir); got != nil || err != nil {
		t.Errorf("a run without: %v, %v", got, err)
	}
	r, _ := resumed(t, dir)
	for _, want := range [][]uint64{{}, {1, 1 << 63, 1<<64 - 1}} {
		if err := r.WriteTrained(want); err != nil {
			t.Fatal(err)
		}
		for _, from := range []string{dir, filepath.Join(dir, StepName(200))} {
			if got, err := ReadTrained(from); err != nil || !slices.Equal(got, want) {
				t.Errorf("%s: %v, %v; want %v", from, got, err, want)
			}
		}
	}
	path := filepath.Join(dir, trainedFile)
	whole := read(t, dir, trainedFile)
	for name, content := range map[string]string{"cut": whole[:len(whole)-1], "empty": "", "changed": strings.Replace(whole, "\x01", "\x02", 1), "short": whole[:9]} {
		put(t, content, dir, trainedFile)
		if _, err := ReadTrained(dir); err == nil || !strings.Contains(err.Error(), path+": malformed: ") {
			t.Errorf("%s: error %v", name, err)
		}
	}
	os.Remove(path)
}
