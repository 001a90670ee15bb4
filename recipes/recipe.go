package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// A recipe is what a file of the folder holds. In its commands $DATA is the folder of
// the published data, $OUT that of what is made, and $SEED the seed; $GAP is the part of
// GAP to train on, and $PART is $OUT, or in cross-validation a fold's folder in it.
type recipe struct {
	About   string   `json:"about"`
	Minutes int      `json:"minutes"` // that it takes on two cores
	Needs   []string `json:"needs"`   // files and folders that it reads
	Steps   []step   `json:"steps"`
	Model   string   `json:"model"`  // the run that is the result
	Scores  []string `json:"scores"` // commands that score what was made
	Scored  []string `json:"scored"` // what they printed last, seed by seed
}

// A step is one command, begun with train, infer or go.
type step struct {
	Name    string `json:"name"`
	About   string `json:"about"`
	Command string `json:"command"`
	Fold    bool   `json:"fold,omitempty"` // is taken once for each fold in cross-validation
}

// read reads a recipe and checks it.
func read(path string) (*recipe, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var r recipe
	d := json.NewDecoder(f)
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	seen := map[string]bool{}
	for _, s := range r.Steps {
		switch {
		case s.Name == "" || seen[s.Name] || strings.ContainsAny(s.Name, `/\`):
			return nil, fmt.Errorf("%s: step %q: each step needs a name of its own, which becomes that of a file", path, s.Name)
		case len(strings.Fields(s.Command)) < 2:
			return nil, fmt.Errorf("%s: step %s: %q is no command", path, s.Name, s.Command)
		}
		seen[s.Name] = true
	}
	return &r, nil
}
