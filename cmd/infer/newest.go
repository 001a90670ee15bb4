package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"antecedent/checkpoints"
	"antecedent/model"
	"antecedent/resolve/english"
)

// noteNewest says which step answers where none was named, and why, and warns if its run
// is one that only shows what is lost without a part.
func noteNewest(step *checkpoints.Step, why string, stderr io.Writer) {
	fmt.Fprintf(stderr, "using %s, of %s\n", step.Dir, why)
	if without := ablations(step); len(without) > 0 {
		fmt.Fprintf(stderr, "warning: that run is an ablation (%s); --checkpoint names another, or %s\n", strings.Join(without, ", "), english.Name)
	}
}

// ablations lists the flags of train that left a part out of a step's model. A model of
// the built-in corpus alone has no structural features by itself.
func ablations(step *checkpoints.Step) (flags []string) {
	var c model.Config
	var state struct {
		Data struct {
			Train []string `json:"train"`
		} `json:"data"`
	}
	if json.Unmarshal(step.Config, &c) != nil || json.Unmarshal(step.State, &state) != nil {
		return nil
	}
	for _, part := range []struct {
		missing bool
		flag    string
	}{
		{c.Layers == 0, "--layers 0"},
		{c.NoScale, "--no-scale"},
		{c.NoContent, "--no-content"},
		{c.Vectors == 0, "--vectors none"},
		{c.Structure == 0 && len(state.Data.Train) > 0, "--no-structure"},
	} {
		if part.missing {
			flags = append(flags, part.flag)
		}
	}
	return flags
}
