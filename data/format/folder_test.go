package format

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// folder makes a folder of files.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestReadFolder(t *testing.T) {
	const conll = "# begin document (a)\n1\tIt\t(1)\n2\trained\t_\n"
	dir := folder(t, map[string]string{
		"b.jsonl": goodRow + "\n{}\n", "a.csv": "text,pronoun\nAnn saw her.,her\n", "c.conll": conll,
		"README.md": "# Data\n\nRead me.\n", "LICENSE": "All rights, wrongs: none.\n", "empty": "", "x.gz": "\x1f\x8b\x08\xff",
		"sub/d.jsonl": goodRow, ".hidden.jsonl": goodRow,
	})
	f, err := ReadFile(t.Context(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(f.Summary("d"), "\n"); got != `d: 2 examples (mixed, files: 3, ignored: 4), 1 skipped
  skipped data: b.jsonl:2: "text" is missing or empty
  1 passed over: pronouns with no name or noun phrase of their entity in their sentence or the 3 before` {
		t.Error(got)
	}
	if f.Examples[0].Source != "a.csv:2" || f.Examples[0].ID != "a.csv:2" || f.Examples[1].Source != "b.jsonl:1" {
		t.Errorf("%s, %s", f.Examples[0].Source, f.Examples[1].Source)
	}
	for name, want := range map[string]string{"jsonl": "jsonl", "csv": "csv"} {
		if f, err := ReadFile(t.Context(), dir, name); err != nil || f.Format != want || f.Files != 1 || f.Ignored != 6 || len(f.Examples) != 1 {
			t.Errorf("%s: %+v %v", name, f, err)
		}
	}
}

func TestReadFolderRefuses(t *testing.T) {
	dir := folder(t, map[string]string{"none/README": "Read me.\n", "words/a.conll": "# begin document (a)\n1\tIt\t_\n", "bad/a.jsonl": "{}\n"})
	for _, c := range []struct{ path, name, want string }{
		{"none", "", "none is a folder that holds no file of a known format"},
		{"none", "gap", "none is a folder that holds no file of format gap"},
		{"none", "xls", `unknown format "xls"; the formats are conll, `},
		{"words", "", "words holds no examples: 1 passed over: documents in which no entity is annotated"},
		{"words", "csv", "words is a folder that holds no file of format csv"},
		{"bad", "", `a.jsonl:1: "text" is missing or empty; no row of the file can be used (1 skipped)`},
	} {
		_, err := ReadFile(t.Context(), filepath.Join(dir, c.path), c.name)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, want %s", c.path, err, c.want)
		}
	}
}
