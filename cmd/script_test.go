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
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"antecedent/internal/testenv"
)

func TestScripts(t *testing.T) {
	bin := testenv.Commands(t)
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
