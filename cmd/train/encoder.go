package main

import (
	"fmt"

	"antecedent/data"
	"antecedent/data/mention"
	"antecedent/data/structure"
	"antecedent/data/vectors"
)

// seldom is how often a word must occur in training to have a trained vector in a
// model with frozen ones that lack it. Rarer words are names and slips.
const seldom = 10

// encoder makes the encoder of a new run: its vocabulary and its word vectors.
func (c *command) encoder() (data.Encoder, error) {
	e := data.Encoder{Buckets: c.model.NgramBuckets}
	if c.structured() {
		e.Structure = len(structure.Features())
	}
	var err error
	if e.Vectors, err = c.wordVectors(); err != nil {
		return e, err
	}
	if e.Vectors == nil {
		e.Vocabulary = data.NewVocabulary(c.options.Train, 1)
		return e, nil
	}
	// Open-class words have their frozen vectors only, so that what is learned of one
	// holds for its neighbours.
	e.Vocabulary = data.SelectVocabulary(c.options.Train, func(word string, count int) bool {
		if mention.IsClosed(word) {
			return true
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
	return len(c.options.Source.Train) > 0
}

// wordVectors are those that --vectors names: of a file, those of the words of the
// built-in table and of the examples.
func (c *command) wordVectors() (*vectors.Table, error) {
	switch c.vectors {
	case "none":
		return nil, nil
	case "builtin":
		return vectors.Builtin()
	}
	return c.readVectors(c.vectors)
}

// readVectors reads a file of word vectors and notes what it holds.
func (c *command) readVectors(path string) (*vectors.Table, error) {
	return nil, fmt.Errorf("not yet: %s", path)
}
