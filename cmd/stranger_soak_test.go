//go:build soak

package cmd_test

import (
	"testing"

	"antecedent/internal/testenv"
)

// TestSoakStrangers is TestStrangers with every extreme of every field, the configurations
// by all forms in turn.
func TestSoakStrangers(t *testing.T) {
	bin, dir := testenv.Commands(t), t.TempDir()
	f := genuine(t, bin, dir, "genuine")
	list := configurations(t, f, 1)
	for i := range list {
		if list[i].refusal != "^$" {
			list[i].command = forms[i%len(forms)]
		}
	}
	for _, s := range append(list, states(t, f, 2)...) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			s.examine(t, bin, dir)
		})
	}
}
