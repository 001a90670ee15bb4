package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"antecedent/internal/testenv"
)

// Every recipe of the folder can be read, and its commands have the flags that the
// programs know.
func TestRecipes(t *testing.T) {
	paths, err := filepath.Glob("*.json")
	if err != nil || len(paths) == 0 {
		t.Fatal("no recipes", err)
	}
	help := map[string]string{}
	bin := testenv.Commands(t)
	for _, program := range []string{"train", "infer"} {
		for _, form := range []string{"", "eval", "convert", "mine", "label"} {
			args := []string{"--help"}
			if form != "" {
				args = []string{form, "--help"}
			}
			out, _ := exec.Command(filepath.Join(bin, program), args...).CombinedOutput()
			help[program] += string(out)
		}
	}
	for _, path := range paths {
		r, err := read(path)
		if err != nil {
			t.Error(err)
			continue
		}
		if r.About == "" || r.Minutes < 1 || r.Model == "" || len(r.Steps) == 0 || len(r.Scores) == 0 || len(r.Scored) == 0 {
			t.Errorf("%s lacks something: %+v", path, r)
		}
		commands := r.Scores
		for _, s := range r.Steps {
			commands = append(commands, s.Command)
		}
		for _, c := range commands {
			words := strings.Fields(c)
			known, ok := help[words[0]]
			if !ok {
				if words[0] != "go" {
					t.Errorf("%s: %q is neither of train, infer and go", path, words[0])
				}
				continue
			}
			for _, w := range words[1:] {
				if name, _, _ := strings.Cut(w, "="); strings.HasPrefix(w, "--") && !strings.Contains(known, name+" ") && !strings.Contains(known, name+"\n") {
					t.Errorf("%s: %s has no flag %s", path, words[0], name)
				}
			}
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for content, want := range map[string]string{
		`{"abuot":"x"}`:                     "unknown field",
		`{"steps":[{"command":"train x"}]}`: "name of its own",
		`{"steps":[{"name":"a","command":"train x"},{"name":"a","command":"train y"}]}`: "name of its own",
		`{"steps":[{"name":"a/b","command":"train x"}]}`:                                "name of its own",
		`{"steps":[{"name":"a","command":"train"}]}`:                                    "no command",
	} {
		path := filepath.Join(t.TempDir(), "r.json")
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := read(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", content, err)
		}
	}
}

func TestWords(t *testing.T) {
	w := workspace{values: map[string]string{"OUT": "a b", "SEED": "7"}}
	got := w.words("train --out $OUT/x  --seed $SEED --data builtin:1")
	if want := []string{"train", "--out", "a b/x", "--seed", "7", "--data", "builtin:1"}; strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("%q", got)
	}
}

// The folds are those of bench/structure: by the FNV-1a hash of the ID, here computed
// by another program, and about a fifth each.
func TestFold(t *testing.T) {
	for id, want := range map[string]int{"development-1": 3, "development-2": 0, "validation-3": 0, "validation-400": 0} {
		if got := fold(id); got != want {
			t.Errorf("%s is in fold %d, want %d", id, got, want)
		}
	}
	var n [folds]int
	for i := range 2000 {
		n[fold("development-"+strconv.Itoa(i))]++
	}
	for f, k := range n {
		if k < 300 || k > 500 {
			t.Errorf("fold %d has %d of 2000", f, k)
		}
	}
}
