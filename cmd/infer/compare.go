package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/inspect"
	"antecedent/model/resolver"
)

// compareFlags are those of the compare form alone.
func compareFlags(f *flag.FlagSet, s *settings) {
	viewFlags(f, s)
	dataFlags(f, s)
}

// compare says what changed between two runs or steps.
func compare(ctx context.Context, s *settings, stdin io.Reader, stdout, stderr io.Writer) error {
	style, err := s.style(stdout)
	switch {
	case err != nil:
		return err
	case s.Checkpoint != "":
		return fmt.Errorf("compare takes its two models as arguments, without --checkpoint: infer compare A B; %w", errUsage)
	case s.Look.Head != "" || s.Look.Layer != nil || s.Look.Query != "":
		return fmt.Errorf("compare is of all heads; leave out --head, --layer and --query; %w", errUsage)
	case len(s.Texts) < 2:
		return fmt.Errorf("compare needs two runs or steps: infer compare A B; %w", errUsage)
	case len(s.Data) > 0 && len(s.Texts) > 2:
		return fmt.Errorf("compare takes texts or --data, not both; %w", errUsage)
	case s.Format != "" && len(s.Data) == 0:
		return fmt.Errorf("--format is of files: name them by --data; %w", errUsage)
	}
	var sides [2]inspect.Side
	for i, name := range s.Texts[:2] {
		if sides[i], err = side(name, stderr); err != nil {
			return err
		}
	}
	s.Texts = s.Texts[2:]
	list, failed, err := toCompare(s, stdin, stderr)
	if err != nil {
		return err
	}
	c, err := inspect.Compare(ctx, sides[0], sides[1], list)
	if err != nil {
		return err
	}
	if s.JSON {
		err = c.WriteJSON(stdout)
	} else {
		err = c.Write(stdout, style)
	}
	if err == nil && failed {
		return errFailed
	}
	return err
}

// side opens one of the two models: a folder, or one below checkpoints by its
// name there.
func side(name string, stderr io.Writer) (inspect.Side, error) {
	dir := name
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		below := filepath.Join("checkpoints", name)
		if _, err := os.Stat(below); err != nil {
			return inspect.Side{}, fmt.Errorf("%s: there is no such run or step, here or in checkpoints", name)
		}
		dir = below
	}
	step, err := checkpoints.Open(dir)
	if err != nil {
		return inspect.Side{}, err
	}
	for _, w := range step.Warnings {
		fmt.Fprintf(stderr, "warning: %s\n", w)
	}
	r, err := resolver.FromStep(step)
	if err != nil {
		return inspect.Side{}, err
	}
	shown := filepath.ToSlash(filepath.Clean(name))
	if of := checkpoints.StepName(step.Number); !strings.HasSuffix(shown, of) {
		shown += "/" + of
	}
	return inspect.Side{Name: shown, Resolver: r}, nil
}

// toCompare are the examples to compare on: those of the files, else every
// pronoun of the texts given, else built-in ones. failed says that a text had
// none.
func toCompare(s *settings, stdin io.Reader, stderr io.Writer) (list []data.Example, failed bool, err error) {
	if len(s.Data) > 0 {
		sets, err := examples(s, stderr)
		if err != nil {
			return nil, false, err
		}
		return sets[0].Examples, false, nil
	}
	lines, err := texts(s, stdin)
	if err != nil {
		return nil, false, err
	}
	if len(lines) == 0 {
		list, err := sample()
		return list, false, err
	}
	for _, line := range lines {
		found := data.FromText(line.text)
		if len(found) == 0 {
			failed = true
			fmt.Fprintf(stderr, "infer: %s: %v\n", line.where, resolver.ErrNoPronoun)
		}
		list = append(list, found...)
	}
	if len(list) == 0 {
		return nil, failed, errFailed
	}
	return list, failed, nil
}

// perSplit is how many sentences of each held-out split a comparison takes:
// ten pairs, answered in a moment.
const perSplit = 20

// sample is the lesson's two sentences, and the first of every held-out split
// but the one of made-up nouns, whose answers cannot be known.
func sample() ([]data.Example, error) {
	c, err := corpus.Load()
	if err != nil {
		return nil, err
	}
	var list []data.Example
	for i, text := range []string{corpus.Lesson, corpus.LessonTwin} {
		e := data.FromText(text)[0]
		e.Labelled, e.Pair = true, "lesson"
		e.Antecedents = []data.Span{{Start: 1, End: 2}} // the cat was tired
		if i == 1 {
			e.Antecedents[0] = data.Span{Start: 5, End: 6} // the mat was dirty
		}
		list = append(list, e)
	}
	for _, split := range c.Heldout {
		if split.Name != "nonce" {
			list = append(list, split.Examples[:min(perSplit, len(split.Examples))]...)
		}
	}
	return list, nil
}
