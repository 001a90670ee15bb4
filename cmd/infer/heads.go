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
	"antecedent/inspect/accuracy"
	"antecedent/inspect/faithfulness"
	"antecedent/resolve"
)

// measureHeads is eval --heads: where each head looks, and whether the answers
// depend on it.
func (e *evaluation) measureHeads(ctx context.Context, r *resolve.Resolver, step *checkpoints.Step, sets []accuracy.Set, stderr io.Writer) (*faithfulness.Report, error) {
	var run struct {
		Seed uint64 `json:"seed"`
	}
	json.Unmarshal(step.State, &run) // for the untrained model; without it 0 serves as well
	o := faithfulness.Options{Seed: run.Seed, Progress: showProgress(stderr)}
	if len(e.data.paths) > 0 {
		rest, tenth := data.HoldOut(sets[0].Examples)
		o.Choose, o.Sets = tenth, []faithfulness.Set{{Name: sets[0].Name, Examples: rest}}
		return faithfulness.Measure(ctx, r, o)
	}
	c, err := corpus.Load()
	if err != nil {
		return nil, err
	}
	o.Choose, o.Predicate = c.Valid, c.Predicate
	for _, set := range sets {
		o.Sets = append(o.Sets, faithfulness.Set{Name: set.Name, Apart: set.Name == "nonce", Examples: set.Examples})
	}
	return faithfulness.Measure(ctx, r, o)
}

// showProgress prints how far the interventions are, a line every few seconds
// and none in the first.
func showProgress(w io.Writer) func(done, total int) {
	const every = 3 * time.Second
	var next time.Time
	return func(done, total int) {
		switch now := time.Now(); {
		case next.IsZero():
			next = now.Add(time.Second)
		case now.After(next):
			next = now.Add(every)
			fmt.Fprintf(w, "intervening: %d of %d runs\n", done, total)
		}
	}
}
