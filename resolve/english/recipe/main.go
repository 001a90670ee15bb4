// Command recipe puts a step of a training run into package english:
//
//	go run ./resolve/english/recipe checkpoints/run-1
//
// The argument is a step's folder, or a run's, of which it takes the best step. It
// copies the files that inference needs, with state.json and manifest.json, to
// resolve/english/model. A step that was not trained with the word vectors of
// data/vectors/builtin.bin is refused, as the program has no others.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"antecedent/checkpoints"
	"antecedent/data/vectors"
)

func main() {
	out := flag.String("out", "resolve/english/model", "the folder to write to")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: go run ./resolve/english/recipe [flags] RUN-OR-STEP")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(dir, out string) error {
	step, err := checkpoints.Open(dir)
	if err != nil {
		return err
	}
	for _, w := range step.Warnings {
		fmt.Fprintf(os.Stderr, "warning: %s\n", w)
	}
	t, err := vectors.Builtin()
	if err != nil {
		return err
	}
	builtin := &checkpoints.Vectors{Words: t.Words(), Width: t.Width(), Values: t.Values(), Scales: t.Scales()}
	if !step.Vectors.Equal(builtin) {
		return fmt.Errorf("%s: its word vectors are not those of data/vectors/builtin.bin: train it with --vectors builtin", step.Dir)
	}
	names, err := filesOf(step.Dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o777); err != nil {
		return err
	}
	size := 0
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join(step.Dir, name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, name), content, 0o666); err != nil {
			return err
		}
		size += len(content)
	}
	fmt.Printf("%s: %d bytes in %s\n", step.Dir, size, out)
	return nil
}

// filesOf are the names of a step's files but for the optimizer's: the manifest and
// those that it lists.
func filesOf(step string) ([]string, error) {
	content, err := os.ReadFile(filepath.Join(step, "manifest.json"))
	if err != nil {
		return nil, err
	}
	var manifest struct {
		Files map[string]any `json:"files"`
	}
	if err := json.Unmarshal(content, &manifest); err != nil {
		return nil, fmt.Errorf("%s: manifest.json: %w", step, err)
	}
	delete(manifest.Files, "optimizer.safetensors")
	return append(slices.Sorted(maps.Keys(manifest.Files)), "manifest.json"), nil
}
