package main

import (
	"bytes"
	"flag"
	"strings"
	"testing"

	"antecedent/internal/cli"
)

// Help names every flag and says what it is for, in the width of a terminal.
func TestHelp(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{"--help"}, cli.Streams{Out: &stdout, Err: &stderr}); code != cli.ExitDone || stderr.Len() > 0 {
		t.Errorf("code %d, stderr %q", code, stderr.String())
	}
	newSettings().form.VisitAll(func(g *flag.Flag) {
		if !strings.Contains(stdout.String(), "\n  --"+g.Name+" ") || g.Usage == "" {
			t.Errorf("--%s is not in the help", g.Name)
		}
	})
	for line := range strings.Lines(stdout.String()) {
		if len([]rune(line)) > 80 {
			t.Errorf("the line is too long: %s", line)
		}
	}
}
