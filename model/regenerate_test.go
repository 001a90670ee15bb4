package model

import (
	"encoding/json"
	"os"
	"os/exec"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"antecedent/internal/testenv"
)

// TestGoldenIsPyTorchs runs golden.py and compares what it prints with
// golden.json. The last bits of a sum may differ from processor to processor.
func TestGoldenIsPyTorchs(t *testing.T) {
	if testing.Short() {
		t.Skip("runs PyTorch")
	}
	python := testenv.Python(t, "torch")
	saved, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(python, "testdata/golden.py")
	command.Stderr = os.Stderr
	printed, err := command.Output()
	if err != nil {
		t.Fatalf("%s testdata/golden.py: %v", python, err)
	}
	var want, got map[string]any
	if err := json.Unmarshal(saved, &want); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(printed, &got); err != nil {
		t.Fatal(err)
	}
	diff := cmp.Diff(want, got, cmpopts.EquateApprox(1e-9, 1e-12))
	switch {
	case diff == "":
	case want["torch"] != got["torch"]:
		t.Skipf("golden.json was made by PyTorch %s, this is %s, which may draw other weights", want["torch"], got["torch"])
	default:
		t.Errorf("golden.json is stale: run python3 model/testdata/golden.py (-saved +printed)\n%.2000s", diff)
	}
}
