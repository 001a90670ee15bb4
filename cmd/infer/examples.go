package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/data/format"
	"antecedent/inspect/accuracy"
)

// examples are those of the files of --data as one set, or else the built-in
// held-out splits.
func (o *options) examples(ctx context.Context, stderr io.Writer) ([]accuracy.Set, error) {
	if len(o.data) == 0 {
		c, err := corpus.Load()
		if err != nil {
			return nil, err
		}
		var sets []accuracy.Set
		for _, split := range c.Heldout {
			sets = append(sets, accuracy.Set{Name: split.Name, About: split.About, Examples: split.Examples})
		}
		return sets, nil
	}
	set := accuracy.Set{Name: filepath.Base(o.data[0])}
	for i, path := range o.data {
		f, err := format.ReadFile(ctx, path, o.format)
		if err != nil {
			return nil, err
		}
		writeSummary(stderr, f, path)
		switch {
		case i == 0:
			set.Format = f.Format
		case set.Format != f.Format:
			set.Format = "" // GAP's score is of GAP's examples alone
		}
		set.Examples = append(set.Examples, f.Examples...)
	}
	if len(o.data) > 1 {
		set.Name = "all files"
	}
	if o.heldOut {
		_, set.Examples = data.HoldOut(set.Examples)
		fmt.Fprintf(stderr, "held out: %d of the examples\n", len(set.Examples))
	}
	return []accuracy.Set{set}, nil
}
