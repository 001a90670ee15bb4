package checkpoints

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
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
	_, err := ReadHistory(dir)
	checkError(t, "without metrics", err, os.ErrNotExist, "no training history")

	want := History{"run-1", []Loss{{1, 3}, {2, 2.5}}, []Evaluation{{2, 2.6, 0.5, 0.25, 2, true}}}
	for _, text := range []string{historyRows, historyRows + `{"step":3,"los`} { // a row that is being written
		put(t, text, dir, metricsFile)
		for _, from := range []string{dir, step, dir + "/"} {
			if diff := cmp.Diff(want, must(ReadHistory(from))(t)); diff != "" {
				t.Errorf("%s: (-want +got)\n%s", from, diff)
			}
		}
	}
	for text, says := range map[string]string{historyRows + "{oops}\n": "metrics.jsonl: line 4:", "": "holds no steps yet",
		row(2) + row(1): "line 2: malformed: step 1 after step 2: delete the line that is damaged", row(-1): "line 1: malformed", row(1 << 50): "line 1: malformed"} {
		put(t, text, dir, metricsFile)
		_, err := ReadHistory(dir)
		checkError(t, text, err, nil, says)
	}
}
