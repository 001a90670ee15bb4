package main

import (
	"context"
	"fmt"
	"slices"

	"antecedent/data"
	"antecedent/data/lookup"
	"antecedent/data/mention"
	"antecedent/data/structure"
	"antecedent/data/vectors"
)

// seldom is how often a word must occur in training to have a trained vector in a
// model with frozen ones that lack it. Rarer words are names and slips.
const seldom = 10

// encoder makes the encoder of a new run: its vocabulary and its word vectors.
func (c *command) encoder(ctx context.Context) (data.Encoder, error) {
	e := data.Encoder{Buckets: c.model.NgramBuckets}
	if c.structured() {
		e.Structure = len(structure.Features())
	}
	var err error
	if e.Vectors, err = c.wordVectors(ctx); err != nil {
		return e, err
	}
	neutral := func(word string) bool { return e.Structure == 0 || data.NeutralWord(word) }
	if e.Vectors == nil {
		e.Vocabulary = data.SelectVocabulary(c.options.Train, func(word string, _ int) bool { return neutral(word) })
		return e, nil
	}
	// Open-class words have their frozen vectors only, so that what is learned of one
	// holds for its neighbours.
	e.Vocabulary = data.SelectVocabulary(c.options.Train, func(word string, count int) bool {
		if mention.IsClosed(word) {
			return neutral(word)
		}
		_, known := e.Vectors.ID(word)
		return !known && count >= seldom
	})
	return e, nil
}

// structured reports whether the pointer has structural features: by default in
// models of files. In the built-in corpus the content alone is to find the answer.
func (c *command) structured() bool {
	if c.Given("no-structure") {
		return !c.noStructure
	}
	if c.model.NoContent {
		return true
	}
	return slices.ContainsFunc(c.sources, func(s source) bool { return s.path != builtin })
}

// wordVectors are those that --vectors names: of a file, those of the words of the
// built-in table and of the examples.
func (c *command) wordVectors(ctx context.Context) (*vectors.Table, error) {
	switch c.vectors {
	case "none":
		return nil, nil
	case "builtin":
		return vectors.Builtin()
	}
	return c.readVectors(ctx, c.vectors)
}

// sameVectors reports whether --vectors names the word vectors that the step of a run
// to be resumed has, as far as that can be told without reading a file.
func (c *command) sameVectors() bool {
	own := c.step.Vectors
	switch {
	case own == nil || c.vectors == "none":
		return own == nil && c.vectors == "none"
	case c.vectors == "builtin":
		table, err := vectors.Builtin()
		return err == nil && slices.Equal(table.Words(), own.Words) && slices.Equal(table.Values(), own.Values)
	}
	return false
}

// readVectors reads a file of word vectors and notes what it holds. Of its words it
// keeps those of the examples and those of the built-in table, so that the model also
// understands ordinary words that it was not trained on.
func (c *command) readVectors(ctx context.Context, path string) (*vectors.Table, error) {
	usual, err := vectors.Builtin()
	if err != nil {
		return nil, err
	}
	used := make(map[string]bool)
	for _, examples := range [][]data.Example{c.options.Train, c.options.Valid} {
		for i := range examples {
			for _, token := range examples[i].Tokens {
				used[lookup.Key(token.Text)] = true
			}
		}
	}
	table, report, err := vectors.Read(ctx, path, func(word string) bool {
		_, known := usual.ID(word)
		return known || used[lookup.Key(word)]
	})
	if err != nil {
		return nil, err
	}
	c.notes = append(c.notes, fmt.Sprintf("%s: %d word vectors of width %d, %d of them kept", path, report.Rows, table.Width(), report.Kept))
	for _, skipped := range report.Skipped {
		c.warn(skipped.Error())
	}
	if more := report.SkippedCount - len(report.Skipped); more > 0 {
		c.warn(fmt.Sprintf("%s: %d more rows were skipped", path, more))
	}
	neutral, err := vectors.NeutralGender(table, vectors.Gendered)
	if err != nil {
		c.warn(fmt.Sprintf("gender is left in the vectors of all words: %v", err))
		return table, nil
	}
	return neutral, nil
}
