package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/inspect"
)

// evalFlags are of the form eval alone.
func evalFlags(f *flag.FlagSet, s *settings) {
	dataFlags(f, s)
	f.BoolVar(&s.Heads, "heads", false, "")
}

// evaluate scores the model on files, or on the built-in held-out splits.
func evaluate(ctx context.Context, s *settings, _ io.Reader, stdout, stderr io.Writer) error {
	if len(s.Texts) > 0 {
		return fmt.Errorf("unexpected argument %q: eval takes files by --data; %w", s.Texts[0], errUsage)
	}
	sets, err := examples(s, stderr)
	if err != nil {
		return err
	}
	if s.Heads {
		return evaluateHeads(ctx, s, sets, stdout, stderr)
	}
	r, err := open(s.Checkpoint, stderr)
	if err != nil {
		return err
	}
	report, err := inspect.Evaluate(ctx, r, sets)
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

// examples reads the files of the flags as one set, or the built-in splits.
func examples(s *settings, stderr io.Writer) ([]inspect.Set, error) {
	if s.Format != "" && !slices.Contains(data.Formats(), s.Format) {
		return nil, fmt.Errorf("--format %s: the formats are %s; %w", s.Format, strings.Join(data.Formats(), " and "), errUsage)
	}
	if len(s.Data) == 0 {
		if s.Format != "" {
			return nil, fmt.Errorf("--format is of files: name them by --data; %w", errUsage)
		}
		c, err := corpus.Load()
		if err != nil {
			return nil, err
		}
		var sets []inspect.Set
		for _, split := range c.Heldout {
			sets = append(sets, inspect.Set{Name: split.Name, About: split.About, Examples: split.Examples})
		}
		return sets, nil
	}
	set := inspect.Set{Name: filepath.Base(s.Data[0])}
	for i, path := range s.Data {
		f, err := data.ReadFile(path, s.Format)
		if err != nil {
			return nil, err
		}
		for _, line := range inspect.DescribeFile(path, f) {
			fmt.Fprintln(stderr, line)
		}
		switch {
		case i == 0:
			set.Format = f.Format
		case set.Format != f.Format:
			set.Format = "" // GAP's score is of GAP's examples alone
		}
		set.Examples = append(set.Examples, f.Examples...)
	}
	if len(s.Data) > 1 {
		set.Name = "all files"
	}
	return []inspect.Set{set}, nil
}
