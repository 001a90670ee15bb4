package cmd_test

import (
	"os/exec"
	"path/filepath"
	"testing"

	"antecedent/internal/testenv"
)

// BenchmarkColdStart runs infer on one sentence with the model in the box, from the
// start of the process to its end. Its memory is shown by
//
//	/usr/bin/time -v infer --checkpoint english "It was tired."
func BenchmarkColdStart(b *testing.B) {
	infer := filepath.Join(testenv.Commands(b), "infer")
	for b.Loop() {
		c := exec.Command(infer, "--checkpoint", "english", "The animal didn't cross the street because it was too tired.")
		if out, err := c.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	}
}
