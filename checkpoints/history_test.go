package checkpoints

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const historyRows = `{"step":1,"epoch":0,"loss":3.0,"grad_norm":1,"lr":0.1,"seconds":0.1}
{"step":2,"epoch":0,"loss":2.5,"grad_norm":1,"lr":0.1,"seconds":0.1}
{"step":2,"valid":{"loss":2.6,"examples":4,"correct":2,"accuracy":0.5,"pairs":2,"pairs_correct":1,"pair_accuracy":0.25},"best":true,"seconds":1}
`

func TestReadHistory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run-1")
	step := filepath.Join(dir, "step-000002")
	if err := os.MkdirAll(step, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadHistory(dir); err == nil || !strings.Contains(err.Error(), "no training history") {
		t.Errorf("%v", err)
	}
	path := filepath.Join(dir, metricsFile)
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range []string{historyRows, historyRows + `{"step":3,"los`} { // a row that is being written
		write(text)
		for _, from := range []string{dir, step, dir + "/"} {
			h, err := ReadHistory(from)
			if err != nil {
				t.Fatal(err)
			}
			if h.Name != "run-1" || len(h.Losses) != 2 || len(h.Evaluations) != 1 || h.Losses[1] != (Loss{2, 2.5}) ||
				h.Evaluations[0] != (Evaluation{2, 2.6, 0.5, 0.25, 2, true}) {
				t.Errorf("%s: %+v", from, h)
			}
		}
	}
	write(historyRows + "{oops}\n")
	if _, err := ReadHistory(dir); err == nil || !strings.Contains(err.Error(), "metrics.jsonl: line 4:") {
		t.Errorf("%v", err)
	}
	write("")
	if _, err := ReadHistory(dir); err == nil || !strings.Contains(err.Error(), "holds no steps yet") {
		t.Errorf("%v", err)
	}
}
