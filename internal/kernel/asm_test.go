package kernel

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestGenerated: the assembly in this folder is up to date with its generator.
func TestGenerated(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the generator")
	}
	list := exec.Command("go", "list", "-deps", "./asm")
	list.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=mod")
	if out, err := list.CombinedOutput(); err != nil {
		t.Skipf("there is no go command, or the generator's modules are not in the module cache: %v\n%s", err, out)
	}
	dir := t.TempDir()
	if out, err := exec.Command("go", "run", "./asm", "-dir", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	made, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(made) == 0 {
		t.Fatal("nothing was generated", err)
	}
	for _, path := range made {
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Base(path))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is stale: run go generate (%v)", filepath.Base(path), err)
		}
	}
}
