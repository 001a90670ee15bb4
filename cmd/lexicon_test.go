package cmd_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A mistake in an edited lexicon stops train, with the file and the line.
func TestLexiconMistakesStopTrain(t *testing.T) {
	for _, c := range []struct{ file, after, added, want string }{
		{"nouns.txt", "cat/cats x3\n", "[class robot it]\ndroid/droids\n", "nouns.txt:23: the class robot stands in no frame: "},
		{"predicates.txt", "was tired\n", "is weary of it all\n", `predicates.txt:28: "is weary of it all" is not in the past tense: `},
	} {
		original, err := filepath.Abs(filepath.Join("..", "data", "corpus", "lexicon", c.file))
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(original)
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		edited, overlay := filepath.Join(dir, c.file), filepath.Join(dir, "overlay.json")
		content, err := json.Marshal(map[string]map[string]string{"Replace": {original: edited}})
		if err != nil {
			t.Fatal(err)
		}
		for path, content := range map[string]string{edited: strings.Replace(string(text), c.after, c.after+c.added, 1), overlay: string(content)} {
			if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if out, err := exec.Command("go", "build", "-overlay", overlay, "-o", dir, "./train").CombinedOutput(); err != nil {
			t.Fatalf("go build: %v\n%s", err, out)
		}
		train := exec.Command(filepath.Join(dir, "train"))
		train.Dir = dir
		out, err := train.CombinedOutput()
		if err == nil || strings.Count(string(out), "\n") != 1 || !strings.Contains(string(out), c.want) {
			t.Errorf("train: %v\n%s\nwant %q", err, out, c.want)
		}
	}
}
