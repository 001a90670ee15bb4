package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/data/window"
	"antecedent/inspect/page"
	"antecedent/internal/cli"
	"antecedent/resolve/english"
)

// htmlForm makes one page in which the model runs.
func (o *options) htmlForm() cli.Form {
	return cli.Form{Name: "html", Usage: "infer html [TEXT…]", Run: o.html,
		Flags:   []string{"compare", "query", "words", "checkpoint", "o"},
		Summary: "one page in which the model runs",
		Help: `Makes one HTML page in which the model runs on any text, without a network. The
page begins with the texts given, or with minimal pairs. Any text will do; in
the first one the word of --query looks, or else the pronoun.

Of the word vectors of a model, the page has those of the --words most frequent
words and of the words in the texts it begins with; it knows no others.

  infer html -o it.html
  infer html --checkpoint run-1 --compare run-2 -o both.html
  infer html --words 0 -o all.html
  infer html --query cat -o cat.html "The cat sat"
`}
}

func (o *options) html(ctx context.Context, operands []string, s cli.Streams) error {
	if o.words < 0 {
		return cli.Usage("--words %d: use a number of words, or 0 for all", o.words)
	}
	contents := page.Contents{Words: o.words}
	var err error
	if contents.Model, err = pageModel(o.checkpoint, s.Err); err != nil {
		return err
	}
	if o.other != "" {
		other, err := pageModel(o.other, s.Err)
		if err != nil {
			return fmt.Errorf("--compare: %w", err)
		}
		other.Name = fmt.Sprintf("%s, step %d", other.Name, other.Step)
		contents.Other = &other
	}
	for _, operand := range operands {
		t, err := cli.Argument(operand)
		if err != nil {
			return err
		}
		text := t.Text
		if tokens := data.Tokenize(text); len(tokens) > data.MaxTokens {
			part := window.First(text, tokens)
			fmt.Fprintln(s.Err, aboutWindow(text, tokens, part.Span, "at its beginning"))
			text = part.Text
		}
		contents.Sentences = append(contents.Sentences, page.Sentence{Text: text})
	}
	if len(operands) == 0 {
		if contents.Sentences, err = examplePairs(); err != nil {
			return err
		}
	}
	first, err := contents.Model.Resolver.Read(contents.Sentences[0].Text)
	if err != nil {
		return err
	}
	if other := contents.Other; other != nil { // that its answer is a number
		if _, err := other.Resolver.Read(contents.Sentences[0].Text); err != nil {
			return fmt.Errorf("--compare: %w", err)
		}
	}
	switch query, err := o.findQuery(first); {
	case err != nil:
		return err
	case query >= 0:
		contents.Query = &query
	}
	return cli.Output(ctx, o.out, s.Out, func(w io.Writer) error { return page.Write(w, contents) })
}

// pageModel is what the page shows of a run or step. Snapshots and history,
// which only the replay of the training needs, may be missing; a warning tells
// of snapshots that cannot be used.
func pageModel(name string, stderr io.Writer) (page.Model, error) {
	r, step, err := open(name, stderr)
	if err != nil {
		return page.Model{}, err
	}
	if step.Dir == "" {
		return page.Model{Name: english.Name, Step: step.Number, Resolver: r}, nil
	}
	run, err := filepath.Abs(filepath.Join(step.Dir, ".."))
	if err != nil {
		return page.Model{}, err
	}
	m := page.Model{Name: filepath.Base(run), Step: step.Number, Resolver: r}
	m.Snapshots, err = checkpoints.Snapshots(run)
	if err == nil {
		err = page.Check(m)
	}
	if err != nil {
		fmt.Fprintf(stderr, "warning: the page will not replay the training: %v\n", err)
		m.Snapshots = nil
	}
	m.History, err = checkpoints.ReadHistory(run)
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // a step that was copied out of its run has none
		fmt.Fprintf(stderr, "warning: the page will not show the loss: %v\n", err)
		m.History = checkpoints.History{}
	}
	return m, nil
}

// examplePairs are the lesson's minimal pair and the first pair of each
// held-out split.
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
