package checkpoints

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A snapshot is of the step that its name says.
func TestRenamedSnapshot(t *testing.T) {
	r := begun(t)
	saveSnapshots(t, r, snapshot(7, 1), snapshot(8, 2))
	in := func(name string) string { return filepath.Join(r.dir, snapshotFolder, name) }
	put(t, read(t, in("step-000008.safetensors")), in("step-000007.safetensors"))
	_, err := Snapshots(r.dir)
	checkError(t, "the snapshot of step 8 as that of 7", err, errMalformed, "step-000007.safetensors: malformed: it is the snapshot of step \"8\"")
}

// A run whose newest step was taken out of it goes on from the one before, and says so.
func TestResumeWithoutTheNewestStep(t *testing.T) {
	dir := saved(t, step(100, 1), step(200, 1))
	os.Rename(filepath.Join(dir, StepName(200)), filepath.Join(t.TempDir(), StepName(200)))
	r, s := resumed(t, dir)
	if s.Number != 100 {
		t.Errorf("resumed from step %d", s.Number)
	}
	checkWarnings(t, "the newest step is gone", r.Warnings(), "latest names step-000200, which is not there; the run goes on from step-000100")
	if got := read(t, dir, latestFile); strings.TrimSpace(got) != StepName(100) {
		t.Errorf("latest names %s", got)
	}
}
