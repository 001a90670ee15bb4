package main

import (
	"bytes"
	"flag"
	"strings"
	"testing"

	"antecedent/internal/cli"
)

// Help names every flag of a form, what it is for, and every form.
func TestHelp(t *testing.T) {
	for _, f := range forms() {
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), []string{f.Name, "--help"}, cli.Streams{Out: &stdout, Err: &stderr}); code != cli.ExitDone || stderr.Len() > 0 {
			t.Errorf("%s: code %d, stderr %q", f.Name, code, stderr.String())
		}
		help := stdout.String()
		f.VisitAll(func(g *flag.Flag) {
			if !strings.Contains(help, "-"+g.Name+" ") || g.Usage == "" {
				t.Errorf("%s: --%s is not in the help", f.Name, g.Name)
			}
		})
		for line := range strings.Lines(help) {
			if len([]rune(line)) > 80 {
				t.Errorf("%s: the line is too long for a terminal: %s", f.Name, line)
			}
		}
	}
}
