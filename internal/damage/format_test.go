package damage_test

import (
	"fmt"
	"hash/crc32"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"antecedent/checkpoints"
	"antecedent/internal/testenv"
)

// TestFormatAsDocumented lets a program that knows the documentation alone, and none of
// this code, read the run.
func TestFormatAsDocumented(t *testing.T) {
	python := testenv.Python(t, "hashlib", "zlib")
	dir := filepath.Join(t.TempDir(), "run-1")
	trained(t, dir, small)
	out, err := exec.Command(python, filepath.Join("testdata", "read_run.py"), dir).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%.2000s", err, out)
	}
	read := string(out)
	for _, n := range steps {
		name := checkpoints.StepName(n)
		s, err := checkpoints.Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, tensor := range s.Model {
			want := fmt.Sprintln(name+"/model.safetensors", tensor.Name, strings.Trim(fmt.Sprint(tensor.Shape), "[]"), crc32.ChecksumIEEE(floatBytes(tensor.Data)))
			if !strings.Contains(read, want) {
				t.Errorf("not read: %s", want)
			}
		}
	}
	lines := strings.Split(strings.TrimSpace(read), "\n")
	t.Logf("%d tensors read, %s", len(lines)-1, lines[len(lines)-1])
}
