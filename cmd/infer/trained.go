package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/inspect/accuracy"
	"antecedent/resolve/english"
)

// leaveOut removes from the sets the examples that one of the models was trained on,
// whose scores would tell what it has learned by heart; with --all it marks the sets
// instead. What it did stands on stderr.
func (o *options) leaveOut(sets []accuracy.Set, models []*checkpoints.Step, stderr io.Writer) error {
	trained := o.trainedOn(models, stderr)
	for i := range sets {
		set := &sets[i]
		n, of := trained.Count(set.Examples), data.CountLabelled(set.Examples)
		switch {
		case n > 0 && o.all:
			set.TrainedOn = n
			fmt.Fprintf(stderr, "%s: %d of %d examples were trained on; they are scored as well (--all)\n", set.Name, n, of)
		case n > 0:
			set.Examples = slices.DeleteFunc(slices.Clone(set.Examples), func(e data.Example) bool { return trained.Has(&e) })
			fmt.Fprintf(stderr, "%s: %d of %d examples were trained on: left out (--all scores them as well)\n", set.Name, n, of)
		}
		if n == of && n > 0 && !o.all && len(sets) == 1 {
			return fmt.Errorf("%s: all of it was trained on, so there is nothing left to score; name other examples, or add --all", set.Name)
		}
	}
	return nil
}

// trainedOn is the texts that one of the models was trained on, as far as it is known.
func (o *options) trainedOn(models []*checkpoints.Step, stderr io.Writer) (trained data.Texts) {
	for _, step := range models {
		texts, err := o.textsOf(step, stderr)
		if err != nil {
			fmt.Fprintf(stderr, "warning: %v\n", err)
		}
		trained = trained.Union(texts)
	}
	return trained
}

// textsOf is the texts that a model was trained on. Where they are not recorded, but a
// file of --data has the name of one that it was trained on, that is said.
func (o *options) textsOf(step *checkpoints.Step, stderr io.Writer) (data.Texts, error) {
	if step.Dir != "" {
		if texts, err := checkpoints.ReadTrained(step.Dir); err != nil || texts != nil {
			return texts, err
		}
	}
	var state struct {
		Data struct {
			Train []string `json:"train"`
		} `json:"data"`
	}
	json.Unmarshal(step.State, &state) // without it nothing is known
	for _, path := range o.data {
		for _, train := range state.Data.Train {
			if filepath.Base(path) == filepath.Base(train) && !o.heldOut {
				fmt.Fprintf(stderr, "warning: %s was trained on a file of the name %s, and it is not recorded on which of its examples; --held-out scores the tenth that train holds out\n",
					name(step), filepath.Base(path))
			}
		}
	}
	return nil, nil
}

// name is what a step is called in messages.
func name(step *checkpoints.Step) string {
	if step.Dir == "" {
		return "the model in the box (" + english.Name + ")"
	}
	return step.Dir
}
