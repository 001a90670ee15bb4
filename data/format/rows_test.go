package format

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Rows are in the order of the files of a folder and of their lines, whether they were
// read or skipped, and without those of GAP that repeat an ID.
func TestRowsAreInOrder(t *testing.T) {
	dir := t.TempDir()
	bad := `{"id":"bad","text":"Ann saw her.","pronoun":[8,40]}`
	gap := "\tAnn saw her Eve.\ther\t8\tAnn\t0\tTRUE\tEve\t12\tFALSE\tu\n"
	for name, content := range map[string]string{
		"a.jsonl": strings.Join([]string{bad, goodRow, "nonsense", goodRow}, "\n"),
		"b.tsv":   "1" + gap + "2" + strings.Replace(gap, "12", "11", 1) + "1" + gap + "3" + gap,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	f, err := ReadFile(t.Context(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range f.Rows() {
		state := "read"
		if row.Example == nil {
			state = "skipped"
		}
		if (row.Problem == "") != (row.Example != nil) {
			t.Errorf("%+v", row)
		}
		got = append(got, row.Source+" "+row.ID+" "+state)
	}
	want := "a.jsonl:1 bad skipped, a.jsonl:2 a.jsonl:2 read, a.jsonl:3  skipped, a.jsonl:4 a.jsonl:4 read, b.tsv:1 1 read, b.tsv:2 2 skipped, b.tsv:4 3 read"
	if g := strings.Join(got, ", "); g != want {
		t.Errorf("got  %s\nwant %s", g, want)
	}
	if len(f.Repeated) != 1 || f.Clean() {
		t.Errorf("repeated %v", f.Repeated)
	}
	if name, line := splitSource("folder's file"); name != "folder's file" || line != 0 {
		t.Errorf("%q %d", name, line)
	}
}
