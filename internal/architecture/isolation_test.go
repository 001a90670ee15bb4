package architecture

import (
	"slices"
	"testing"
)

// outside are the packages of the standard library that connect to other machines, run
// other programs or load code.
var outside = []string{"net", "net/http", "os/exec", "plugin"}

// Reading and training open no connection and run nothing: what SECURITY.md promises.
// The one package that imports a forbidden one draws the progress bar, and offers to
// download files, which is not used; infer and the front door lack it.
func TestIsolation(t *testing.T) {
	for program, exceptions := range map[string][]string{
		"cmd/infer":       nil,
		"resolve/english": nil,
		"cmd/train":       {"github.com/schollz/progressbar/v3"},
	} {
		for _, p := range dependencies(t, "antecedent/"+program) {
			if p.Standard {
				continue
			}
			for _, path := range p.Imports {
				if slices.Contains(outside, path) && !slices.Contains(exceptions, p.ImportPath) {
					t.Errorf("%s is part of %s and imports %s", p.ImportPath, program, path)
				}
			}
		}
	}
}
