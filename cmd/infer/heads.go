package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/inspect"
	"antecedent/inspect/faith"
	"antecedent/model/resolver"
)

// evaluateHeads is evaluate with --heads: where each head looks, and how far to
// believe it.
func evaluateHeads(ctx context.Context, s *settings, sets []inspect.Set, stdout, stderr io.Writer) error {
	step, err := openStep(s.Checkpoint, stderr)
	if err != nil {
		return err
	}
	r, err := resolver.FromStep(step)
	if err != nil {
		return err
	}
	var run struct {
		Seed uint64 `json:"seed"`
	}
	json.Unmarshal(step.State, &run) // of the untrained model; 0 serves as well
	o := faith.Options{Seed: run.Seed, Progress: tell(stderr)}
	if len(s.Data) == 0 {
		c, err := corpus.Load()
		if err != nil {
			return err
		}
		o.Choose, o.Predicate = c.Valid, c.Predicate
		for _, set := range sets {
			o.Sets = append(o.Sets, faith.Set{Name: set.Name, Apart: set.Name == "nonce", Examples: set.Examples})
		}
	} else {
		rest, tenth := data.HoldOut(sets[0].Examples)
		o.Choose, o.Sets = tenth, []faith.Set{{Name: sets[0].Name, Examples: rest}}
	}
	report, err := faith.Measure(ctx, r, o)
	if err != nil {
		return err
	}
	if report.Examples == 0 {
		return fmt.Errorf("%s: no example says what its pronoun refers to, so there is nothing to score", sets[0].Name)
	}
	if s.JSON {
		return json.NewEncoder(stdout).Encode(report)
	}
	return report.Write(stdout)
}

// tell prints how far the interventions are, a line every few seconds: nothing
// where they take less than one.
func tell(w io.Writer) func(done, total int) {
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
