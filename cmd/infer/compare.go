package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime/debug"
	"strings"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/data/format"
	"antecedent/inspect/compare"
	"antecedent/internal/cli"
	"antecedent/resolve/english"
)

// compareForm says what changed between two runs or steps.
func (o *options) compareForm() cli.Form {
	return cli.Form{Name: "compare", Usage: "infer compare A B [TEXT…]", Run: o.compare,
		Flags:   []string{"data", "format", "json", "color", "background", "width"},
		Summary: "what changed between two runs or steps",
		Help: `Says what changed between two runs or steps: in the answers to texts or
examples, and in what each head looks at.

  infer compare run-1 run-2
  infer compare run-1/step-000300 run-1 "The cat slept because it was tired."
  infer compare english run-1 --data mine.jsonl
`}
}

func (o *options) compare(ctx context.Context, operands []string, s cli.Streams) error {
	style, err := o.style(s.Out)
	if err != nil {
		return err
	}
	switch err := cli.CheckFormat(o.format, o.data, format.Names()); {
	case err != nil:
		return err
	case len(operands) < 2:
		return cli.Usage("compare needs two runs or steps: infer compare A B")
	case operands[0] == "" || operands[1] == "":
		return cli.Usage("compare: the name of a run or step is empty: infer compare A B")
	case len(o.data) > 0 && len(operands) > 2:
		return cli.Usage("compare takes texts or --data, not both")
	}
	var models [2]compare.Model
	var steps [2]*checkpoints.Step
	for i, name := range operands[:2] {
		if models[i], steps[i], err = comparedModel(name, s.Err); err != nil {
			return err
		}
	}
	examples, failed, err := o.compared(ctx, operands[2:], s)
	if err != nil || len(examples) == 0 {
		return cmp.Or(err, failed)
	}
	if n := o.trainedOn(steps[:], s.Err).Count(examples); n > 0 {
		fmt.Fprintf(s.Err, "%d of %d labelled examples were trained on by one of the two: how often they are right there shows no more than what was learned by heart\n", n, data.CountLabelled(examples))
	}
	debug.SetGCPercent(30) // two readings of a text with hundreds of pronouns are large
	found, err := compare.Models(ctx, models[0], models[1], examples)
	if err != nil {
		return err
	}
	if o.json {
		return cmp.Or(found.WriteJSON(cli.Shown(s.Out)), failed)
	}
	return cmp.Or(found.Write(s.Out, style), failed)
}

// comparedModel opens one of the two models.
func comparedModel(name string, stderr io.Writer) (compare.Model, *checkpoints.Step, error) {
	r, step, err := open(name, stderr)
	if err != nil {
		return compare.Model{}, nil, err
	}
	if step.Dir == "" {
		return compare.Model{Name: english.Name, Resolver: r}, step, nil
	}
	shown := filepath.ToSlash(filepath.Clean(name))
	if of := checkpoints.StepName(step.Number); !strings.HasSuffix(shown, of) {
		shown += "/" + of
	}
	return compare.Model{Name: shown, Resolver: r}, step, nil
}

// compared are the examples to compare on: those of the files, else every
// pronoun of the texts, else built-in ones. There are none where no text has a
// pronoun, of which stderr is told. failed is that of a text that could not be read,
// which was reported.
func (o *options) compared(ctx context.Context, texts []string, s cli.Streams) (list []data.Example, failed, err error) {
	if len(o.data) > 0 {
		sets, err := o.examples(ctx, s.Err)
		if err != nil {
			return nil, nil, err
		}
		return sets[0].Examples, nil, nil
	}
	for t, err := range cli.Texts(ctx, texts, s.In) {
		if errors.Is(err, cli.ErrNoText) {
			list, err := sample()
			return list, nil, err
		}
		if errors.As(err, new(*cli.TextError)) {
			fmt.Fprintf(s.Err, "infer: %v\n", err)
			failed = cli.ErrReported
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		found := data.FromText(t.Text)
		if len(found) == 0 {
			notePronoun(s, t)
		}
		list = append(list, found...)
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
