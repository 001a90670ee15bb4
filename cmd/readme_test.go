package cmd_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"antecedent/internal/testenv"
)

// The Go program of the README compiles in a module of its own, which finds this
// one by a replace directive, and answers from a run.
func TestProgramOfTheReadme(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	program := regexp.MustCompile("(?s)```go\n(package main.*?)```").FindSubmatch(readme)
	if program == nil {
		t.Fatal("README.md has no Go program")
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile("../go.sum")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, content := range map[string]string{
		"main.go": string(program[1]),
		"go.mod":  "module example.com/mine\n\ngo 1.25.0\n\nrequire antecedent v0.0.0\n\nreplace antecedent => " + root + "\n",
		"go.sum":  string(sums), // in place of go mod tidy, which may need a network
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	run := func(name string, args ...string) string {
		t.Helper()
		c := exec.Command(name, args...)
		c.Dir = dir
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	run(filepath.Join(testenv.Commands(t), "train"), "--steps", "150", "--quiet")
	run("go", "build", "-mod=mod", "-o", "mine", ".")
	if out := run("./mine", "checkpoints/run-1"); !strings.HasPrefix(out, "it → ") {
		t.Errorf("the program prints %q", out)
	}
}

// The README lists every file that one opens to follow a training step, and an
// answer: at most 12 files and 1,500 lines each, and all of them are there.
func TestReadingOrderOfTheReadme(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, title := range []string{"A training step, file by file:", "An answer, from a text to the terminal:"} {
		_, list, found := strings.Cut(string(readme), title+"\n\n")
		list, _, _ = strings.Cut(list, "\n\n")
		files, lines := regexp.MustCompile(`(?m)^\d+\. \[(\S+)\]\((\S+)\): `).FindAllStringSubmatch(list, -1), 0
		for _, f := range files {
			content, err := os.ReadFile(filepath.Join("..", f[1]))
			if err != nil || f[1] != f[2] {
				t.Errorf("%s %s: %v", title, f[0], err)
			}
			lines += strings.Count(string(content), "\n")
		}
		if !found || len(files) < 6 || len(files) > 12 || lines > 1500 {
			t.Errorf("%s %d files, %d lines", title, len(files), lines)
		}
	}
}
