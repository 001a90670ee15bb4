package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/data/window"
	"antecedent/inspect/accuracy"
	"antecedent/inspect/faithfulness"
	"antecedent/resolve"
)

// measureHeads is eval --heads: where each head looks, and whether the answers
// depend on it.
func (o *options) measureHeads(ctx context.Context, r *resolve.Resolver, step *checkpoints.Step, sets []accuracy.Set, stderr io.Writer) (*faithfulness.Report, error) {
	var run struct {
		Seed uint64 `json:"seed"`
	}
	json.Unmarshal(step.State, &run) // for the untrained model; without it 0 serves as well
	measure := faithfulness.Options{Seed: run.Seed, Progress: showProgress(stderr)}
	if len(o.data) > 0 {
		examples, _ := window.Labelled(sets[0].Examples)
		rest, tenth := data.HoldOut(examples)
		measure.Choose, measure.Sets = tenth, []faithfulness.Set{{Name: sets[0].Name, Examples: rest}}
		return faithfulness.Measure(ctx, r, measure)
	}
	c, err := corpus.Load()
	if err != nil {
		return nil, err
	}
	measure.Choose, measure.Predicate = c.Valid, c.Predicate
	for _, set := range sets {
		measure.Sets = append(measure.Sets, faithfulness.Set{Name: set.Name, Apart: set.Name == "nonce", Examples: set.Examples})
	}
	return faithfulness.Measure(ctx, r, measure)
}

// showProgress prints every few seconds how far the interventions are.
func showProgress(w io.Writer) func(done, total int) {
	last := time.Now()
	return func(done, total int) {
		if now := time.Now(); now.Sub(last) > 3*time.Second {
			last = now
			fmt.Fprintf(w, "intervening: %d of %d runs\n", done, total)
		}
	}
}
