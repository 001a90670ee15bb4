package main

import (
	"math"
	"os"
	"strings"
	"testing"

	"antecedent/checkpoints"
	"antecedent/data"
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

// What is validated on is left out of the training, but for a run that was begun with
// it.
func TestDropLeaks(t *testing.T) {
	shared, other := data.FromText("It rains. It pours."), data.FromText("It snows.")
	for _, c := range []struct {
		name    string
		resumed bool
		dropped int // by the run to be resumed
		left    int
		warning string
	}{
		{"a new run", false, 0, 1, "they are not trained on. To train on them, take them out of v.jsonl"},
		{"a run that dropped them", true, 2, 1, "they are not trained on"},
		{"a run begun with them", true, 0, 3, "they are trained on"},
	} {
		cmd := command{sources: []source{{path: "x", train: append(shared[:2:2], other...)}, {path: "y", train: other}}}
		cmd.options.Source.Train, cmd.options.Source.Valid = []string{"x", "y"}, "v.jsonl"
		cmd.options.Source.Dropped = c.dropped
		cmd.options.Valid = append(data.FromText("it  rains. it pours."), data.FromText("It snows.")...)
		for i := range cmd.options.Valid[:2] {
			cmd.options.Valid[i].Labelled = true // the last is not, and validates nothing
		}
		if c.resumed {
			cmd.step = &checkpoints.Step{}
		}
		cmd.dropLeaks()
		if n := len(cmd.sources[0].train); n != c.left || cmd.options.Source.Dropped != 3-c.left || len(cmd.sources[1].train) != 1 {
			t.Errorf("%s: %d examples are left, %d dropped; want %d, %d", c.name, n, cmd.options.Source.Dropped, c.left, 3-c.left)
		}
		if w := strings.Join(cmd.warnings, "\n"); !strings.Contains(w, "x: examples to train on whose texts are validated on as well: 2; "+c.warning) || strings.Contains(w, "y:") {
			t.Errorf("%s: the warning is %q", c.name, w)
		}
	}
}

// A text that two files have is on one side for both.
func TestHoldOutOfSeveralFiles(t *testing.T) {
	var c command
	var files []data.Example
	words := strings.Fields("ant bee cat dog elk fox gnu hen ibis jay kite lark mole newt owl pig ram seal toad vole wasp yak")
	for _, from := range []int{0, 4, 8} {
		s := source{path: words[from]}
		for _, w := range words[from : from+14] {
			s.train = append(s.train, data.FromText("The "+w+" ran because it was late.")...)
		}
		files = append(files, s.train...)
		c.sources = append(c.sources, s)
	}
	c.holdOut(files)
	side := map[string]string{}
	n := map[string]int{}
	for _, s := range c.sources {
		for name, examples := range map[string][]data.Example{"train": s.train, "valid": s.valid} {
			for _, e := range examples {
				if was := side[e.Text]; was != "" && was != name {
					t.Errorf("%q is on both sides", e.Text)
				}
				side[e.Text] = name
				n[name]++
			}
		}
	}
	if n["train"]+n["valid"] != len(files) || n["valid"] == 0 {
		t.Errorf("%v of %d examples", n, len(files))
	}
}

// The value of --data is a path and perhaps a weight, which together are the value.
func FuzzSource(f *testing.F) {
	for _, s := range []string{"", "a", "a:2", "a:.5", "a:0", "a:NaN", "a:1e400", ":2", "a:", `C:\a:1`, "a:b:3", "builtin:1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, arg string) {
		s, err := parseSource(arg)
		switch {
		case err != nil:
		case s.weight == 0 && s.path != arg:
			t.Errorf("%q is the path %q without a weight", arg, s.path)
		case s.weight != 0 && (!(s.weight > 0) || math.IsInf(s.weight, 1) || s.path == "" || !strings.HasPrefix(arg, s.path+":")):
			t.Errorf("%q is the path %q with the weight %v", arg, s.path, s.weight)
		}
	})
}
