package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/internal/cli"
	"antecedent/model"
)

const lesson = "The cat sat on the mat because it was tired."

// untrained saves a model with its first weights and returns where.
func untrained(t *testing.T, c model.Config) string {
	t.Helper()
	v := data.NewVocabulary(data.FromText(lesson), 1)
	c.Vocabulary = v.Len()
	m, err := model.New(c, 1)
	if err != nil {
		t.Fatal(err)
	}
	config, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	step := &checkpoints.Step{Number: 1, Config: config, Vocabulary: v.Words(), State: json.RawMessage("{}")}
	for _, p := range m.Parameters() {
		step.Model = append(step.Model, checkpoints.Tensor(p))
	}
	dir := filepath.Join(t.TempDir(), "run")
	r, err := checkpoints.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := r.Save(step, 0); err != nil {
		t.Fatal(err)
	}
	return dir
}

// The forms that look into a head, by what they print and how they end.
func TestLookingIntoAHead(t *testing.T) {
	with := untrained(t, model.Config{Layers: 2, Heads: 2, Width: 8, Hidden: 4, Radius: 3})
	without := untrained(t, model.Config{Heads: 2, Width: 8, Hidden: 4, Radius: 3})
	for _, c := range []struct {
		dir, args string
		code      int
		want      string // on stdout where the code is 0, else on stderr
	}{
		{with, "explain", 0, "looks at the text from \"it\""},
		{with, "explain --head 1.1", 0, "How head 1.1 looks at the text from \"it\""},
		{with, "explain --layer 1 --head 0 --query cat", 0, "How head 1.0 looks at the text from \"cat\""},
		{with, "explain --head 0.1 --query 9", 0, "How head 0.1 looks at the text from \"tired\""},
		{with, "explain --layer 1", 0, "Of this layer's heads"},
		{with, "explain --json --head 1.0", 0, `"head":{"layer":1,"head":0,`},
		{with, "--head 1.1", 0, "Head 1.1: each row is what one word looks at"},
		{with, "--layer 1 --head 1 --width 40", 0, "Head 1.1: each row"},
		{without, "explain", 0, "no attention layers"},

		{with, "explain --head 2.0", cli.ExitUsage, "there is no head 2.0: the model's heads are 0.0 to 1.1"},
		{with, "explain --head 1", cli.ExitUsage, "say which layer"},
		{with, "explain --layer x", cli.ExitUsage, "use a number from 0 on"},
		{with, "explain --layer -1", cli.ExitUsage, "use a number from 0 on"},
		{with, "explain --query dog", cli.ExitFailed, `"dog" is no word of the text`},
		{with, "explain another", cli.ExitUsage, "one text"},
		{with, "--head 9.9", cli.ExitUsage, "there is no head 9.9"},
		{with, "--head 0.0 --json", cli.ExitUsage, "--json has every head"},
		{with, "--layer 0", cli.ExitUsage, "--head 0.0"},
		{with, "--query cat", cli.ExitUsage, "there is infer explain --query"},
		{without, "explain --head 0.0", cli.ExitUsage, "no attention layers"},
		{without, "--head 0.0", cli.ExitUsage, "no attention layers"},
	} {
		var stdout, stderr bytes.Buffer
		code := run(t.Context(), append(strings.Fields(c.args), "--checkpoint", c.dir, lesson), cli.Streams{Out: &stdout, Err: &stderr})
		out, silent := stdout.String(), stderr.String()
		if c.code != 0 {
			out, silent = silent, out
		}
		if code != c.code || !strings.Contains(out, c.want) || silent != "" {
			t.Errorf("%s: code %d, stdout %q, stderr %q", c.args, code, stdout.String(), stderr.String())
		}
	}
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{"explain", "--checkpoint", with, "The cat sat"}, cli.Streams{Out: &stdout, Err: &stderr}); code != cli.ExitFailed || !strings.Contains(stderr.String(), "--query") {
		t.Errorf("no pronoun: code %d, %s", code, stderr.String())
	}
	stderr.Reset()
	if code := run(t.Context(), []string{"explain", "--checkpoint", with, "--query", "cat", "The cat sat"}, cli.Streams{Out: &stdout, Err: &stderr}); code != 0 {
		t.Errorf("no pronoun, but a query: code %d, %s", code, stderr.String())
	}
}
