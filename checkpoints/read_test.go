package checkpoints

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// A file that only claims to be large, as its manifest does, takes no memory.
func TestDeclaredSizesTakeNoMemory(t *testing.T) {
	dir := filepath.Join(saved(t, step(200, 1)), StepName(200))
	m := must(system.readManifest(dir))(t)
	const size = sumFirst + 1
	m.Files[modelFile] = fileStamp{size, strings.Repeat("0", 64)}
	put(t, string(must(m.encode())(t)), dir, manifestFile)
	if err := os.Truncate(filepath.Join(dir, modelFile), size); err != nil {
		t.Fatal(err)
	}
	snapshots := filepath.Join(dir, "..", snapshotFolder)
	put(t, "\x40\x00\x00\x00\x00\x00\x00\x00"+`{"w":{"dtype":"F32","shape":[16777216],"data_offsets":[0,67108864]}}`, snapshots, "step-000001.safetensors")
	os.Truncate(filepath.Join(snapshots, "step-000001.safetensors"), size)

	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := Open(dir)
	checkError(t, "a model", err, errChecksum, modelFile)
	_, err = Snapshots(filepath.Join(dir, ".."))
	checkError(t, "a snapshot", err, nil, "step-000001.safetensors: ")
	runtime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; taken > 1<<20 {
		t.Errorf("%d bytes of memory were taken", taken)
	}
}

// What this package would not read again it does not write.
func TestSaveRefusesWhatIsTooLarge(t *testing.T) {
	r := begun(t)
	s := step(1, 1)
	s.Config = []byte(`"` + strings.Repeat("x", maxJSON) + `"`)
	checkError(t, "a configuration", r.Save(s, 0), errInvalid, "config.json of step 1: cannot be saved: 16777219 bytes, more than 16777216")
	checkError(t, "trained.bin", r.WriteTrained(make([]uint64, maxTrained/8)), errInvalid, "trained.bin cannot be saved")
}
