package main

import (
	"os"
	"testing"
)

func TestParseSource(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{"a:2", "b"} {
		if err := os.WriteFile(name, nil, 0o666); err != nil {
			t.Skip("a file name cannot have a colon here:", err)
		}
	}
	for _, c := range []struct {
		arg, path string
		weight    float64
	}{
		{"b", "b", 0},
		{"b:2", "b", 2},
		{"b:0.25", "b", 0.25},
		{"b:1e-3", "b", 0.001},
		{"builtin:1", "builtin", 1},
		{"./builtin", "./builtin", 0},
		{"a:2", "a:2", 0}, // there is such a file
		{"a:2:3", "a:2", 3},
		{"a:3", "a", 3},
		{"missing:2", "missing", 2},
		{"b:", "b:", 0},
		{"b:x", "b:x", 0},
		{"b:2x", "b:2x", 0},
		{":2", ":2", 0},
		{`C:\data\x.tsv`, `C:\data\x.tsv`, 0},
		{`C:\data\x.tsv:2`, `C:\data\x.tsv`, 2},
		{"", "", 0},
	} {
		if s, err := parseSource(c.arg); err != nil || s.path != c.path || s.weight != c.weight {
			t.Errorf("%q: path %q, weight %v, error %v; want %q, %v", c.arg, s.path, s.weight, err, c.path, c.weight)
		}
	}
	for _, arg := range []string{"b:0", "b:-1", "b:NaN", "b:Inf"} {
		if s, err := parseSource(arg); err == nil {
			t.Errorf("%q: no error, but path %q, weight %v", arg, s.path, s.weight)
		}
	}
}

func TestSettledSources(t *testing.T) {
	for _, c := range []struct {
		args    []string
		weights []float64
	}{
		{nil, nil},
		{[]string{"builtin:3"}, nil},
		{[]string{"x:3"}, []float64{0}},
		{[]string{"x", "y"}, []float64{0, 0}},
		{[]string{"x", "y:0.5", "builtin"}, []float64{1, 0.5, 1}},
	} {
		var cmd command
		for _, arg := range c.args {
			if err := cmd.addSource(arg); err != nil {
				t.Fatal(err)
			}
		}
		cmd.settleSources()
		if len(cmd.sources) != len(c.weights) {
			t.Errorf("%q: %d sources", c.args, len(cmd.sources))
			continue
		}
		for i, s := range cmd.sources {
			if s.weight != c.weights[i] {
				t.Errorf("%q: the weight of %s is %v, want %v", c.args, s.path, s.weight, c.weights[i])
			}
		}
	}
}
