package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"path/filepath"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/inspect/page"
	"antecedent/model/resolver"
)

// htmlFlags are those of the html form alone.
func htmlFlags(f *flag.FlagSet, s *settings) {
	f.StringVar(&s.Out, "o", "", "")
	f.StringVar(&s.Other, "compare", "", "")
}

// html makes one page in which the model runs.
func html(_ context.Context, s *settings, _ io.Reader, stdout, stderr io.Writer) error {
	if s.JSON {
		return fmt.Errorf("html makes a page; the numbers are in infer --json; %w", errUsage)
	}
	step, err := openStep(s.Checkpoint, stderr)
	if err != nil {
		return err
	}
	contents := page.Contents{}
	if contents.Model, err = pageModel(step, stderr); err != nil {
		return err
	}
	if s.Other != "" {
		step, err := openStep(s.Other, stderr)
		if err != nil {
			return fmt.Errorf("--compare: %w", err)
		}
		other, err := pageModel(step, stderr)
		if err != nil {
			return err
		}
		other.Name = fmt.Sprintf("%s, step %d", other.Name, other.Step)
		contents.Other = &other
	}
	for _, text := range s.Texts {
		if n := len(data.Tokenize(text)); n > data.MaxTokens {
			return fmt.Errorf("%.40q has %d tokens and the limit is %d: split it into shorter texts", text, n, data.MaxTokens)
		}
		contents.Sentences = append(contents.Sentences, page.Sentence{Text: text})
	}
	if len(s.Texts) == 0 {
		if contents.Sentences, err = examplePairs(); err != nil {
			return err
		}
	}
	return output(s.Out, stdout, func(w io.Writer) error { return page.Write(w, contents) })
}

// pageModel is what the page shows of a step. What only the replay of the
// training needs may be missing; where it cannot be used, a warning says so.
func pageModel(step *checkpoints.Step, stderr io.Writer) (page.Model, error) {
	r, err := resolver.FromStep(step)
	if err != nil {
		return page.Model{}, err
	}
	run, err := filepath.Abs(filepath.Join(step.Dir, ".."))
	if err != nil {
		return page.Model{}, err
	}
	m := page.Model{Name: filepath.Base(run), Step: step.Number, Resolver: r}
	snapshots, err := checkpoints.Snapshots(run)
	for _, s := range snapshots {
		weights := make(map[string][]float32, len(s.Model))
		for _, t := range s.Model {
			weights[t.Name] = t.Data
		}
		m.Snapshots = append(m.Snapshots, page.Snapshot{Step: s.Number, Weights: weights})
	}
	if err == nil {
		err = page.Check(m)
	}
	if err != nil {
		fmt.Fprintf(stderr, "warning: the page will not replay the training: %v\n", err)
		m.Snapshots = nil
	}
	m.History, _ = history(run) // a step that was copied out of its run has none
	return m, nil
}

// examplePairs are the lesson's minimal pair and a few that the model has not
// seen in training.
func examplePairs() ([]page.Sentence, error) {
	list := []page.Sentence{{Text: corpus.Lesson, Twin: corpus.LessonTwin}}
	c, err := corpus.Load()
	if err != nil {
		return nil, err
	}
	for _, split := range c.Heldout {
		first := map[string]string{} // the text of a pair's first twin
		for _, e := range split.Examples {
			if text, ok := first[e.Pair]; ok && e.Pair != "" {
				list = append(list, page.Sentence{Text: text, Twin: e.Text})
				break
			}
			first[e.Pair] = e.Text
		}
	}
	return list, nil
}
