// Package cmd_test runs the commands as a person does, by the shell sessions
// in testdata/script.
//
// Each session begins in a folder of its own with pets.jsonl, 32 examples, and
// tiny.json, a configuration that trains a model of 900 weights on them: a step
// takes about a millisecond. What the sessions can say beside testscript's own
// commands is listed in commands_test.go.
package cmd_test

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"antecedent/internal/testenv"
)

func TestScripts(t *testing.T) {
	bin := build(t)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		Cmds:                commands,
		Condition:           condition,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", bin+string(os.PathListSeparator)+env.Getenv("PATH"))
			env.Setenv("GAP", filepath.Join(testenv.DataDir(), "gap"))
			env.Values[signalled{}] = new([]*exec.Cmd)
			for _, name := range []string{"pets.jsonl", "tiny.json"} {
				text, err := os.ReadFile(filepath.Join("testdata", name))
				if err != nil {
					return err
				}
				if err := os.WriteFile(filepath.Join(env.WorkDir, name), text, 0o666); err != nil {
					return err
				}
			}
			return nil
		},
	})
}

// build builds both commands into a folder and returns it.
func build(t testing.TB) string {
	t.Helper()
	touchSources(t)
	bin := t.TempDir()
	if out, err := exec.Command("go", "build", "-o", bin, "./train", "./infer").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return bin
}

// touchSources looks at the files that the commands may be made of. The result
// of a test is cached for as long as the files that it looked at stay the same,
// and go build looks at them in a process of its own.
func touchSources(t testing.TB) {
	t.Helper()
	sources := []string{".go", ".s", ".txt", ".mod", ".sum", ".bin", ".gz", ".safetensors"}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // gone since its folder was read, so no source
		case d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && d.Name() != ".."):
			return filepath.SkipDir
		case slices.Contains(sources, filepath.Ext(path)):
			os.Stat(path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// condition adds two to testscript's own: root, and gap, which holds where the
// published GAP files are present.
func condition(name string) (bool, error) {
	switch name {
	case "root":
		return os.Geteuid() == 0, nil
	case "gap":
		_, err := os.Stat(filepath.Join(testenv.DataDir(), "gap", "gap-validation.tsv"))
		return err == nil, nil
	}
	return false, fmt.Errorf("unknown condition %s", name)
}
