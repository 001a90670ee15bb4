package format

import (
	"bytes"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"antecedent/data"
)

// What is written as JSONL is read as the same examples, of whatever format they were.
func TestWriteJSONL(t *testing.T) {
	for _, name := range fixtures {
		f, err := ReadFile(t.Context(), filepath.Join("testdata", name), "")
		if err != nil {
			t.Error(err)
			continue
		}
		checkRoundTrip(t, f.Examples)
	}
}

func checkRoundTrip(t *testing.T, examples []data.Example) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteJSONL(&b, examples); err != nil {
		t.Error(err)
	}
	again, err := read(t.Context(), bytes.NewReader(b.Bytes()), "a.jsonl", "jsonl")
	if len(examples) == 0 && err != nil {
		return
	}
	if err != nil {
		t.Errorf("%v of\n%s", err, b.String())
		return
	}
	if len(again.Examples) != len(examples) || len(again.Skipped) > 0 {
		t.Errorf("%d examples became %d; skipped %v", len(examples), len(again.Examples), again.Skipped)
		return
	}
	for i, after := range again.Examples {
		after.Source = examples[i].Source
		if !reflect.DeepEqual(examples[i], after) {
			t.Errorf("(-before +after)\n%s", cmp.Diff(examples[i], after))
			return
		}
	}
}
