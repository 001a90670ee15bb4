// Package restore makes the model and the encoder of a checkpoint's step, and a step of
// a model and an encoder. Nothing of a step is trusted: its manifest says that the files
// are those that were saved, not that they fit each other. Each size that one file names
// is compared with the others before memory is taken for it, and the error names the file.
package restore

import (
	"encoding/json"
	"fmt"
	"path/filepath"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/data/structure"
	"antecedent/data/vectors"
	"antecedent/model"
)

// Step makes the model and the encoder of a step. table is that of its word vectors where
// it has been made already, else nil.
func Step(step *checkpoints.Step, table *vectors.Table) (*model.Model, data.Encoder, error) {
	c, err := Config(step)
	if err != nil {
		return nil, data.Encoder{}, err
	}
	m, err := model.Restore(step.Config, Parameters(step.Model))
	if err != nil {
		return nil, data.Encoder{}, Damaged(step, "model.safetensors", err)
	}
	if v := step.Vectors; v != nil && table == nil {
		if table, err = vectors.New(v.Words, v.Width, v.Values, v.Scales); err != nil {
			return nil, data.Encoder{}, Damaged(step, "the word vectors", err)
		}
	}
	e, err := data.OpenEncoder(step.Vocabulary, c.NgramBuckets, table, c.Structure)
	if err != nil {
		return nil, data.Encoder{}, Damaged(step, "vocab.txt", err)
	}
	return m, e, nil
}

// Of is a step with a model and its encoder, of which [Step] makes them again. It shares
// their memory.
func Of(c model.Config, weights []model.Parameter, e data.Encoder) (*checkpoints.Step, error) {
	config, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	step := &checkpoints.Step{Config: config, Vocabulary: e.Vocabulary.Words(), Model: Tensors(weights)}
	if v := e.Vectors; v != nil {
		step.Vectors = &checkpoints.Vectors{Words: v.Words(), Width: v.Width(), Values: v.Values(), Scales: v.Scales()}
	}
	return step, nil
}

// Config reads the model's configuration, and compares it with the words and the word
// vectors of the step.
func Config(step *checkpoints.Step) (model.Config, error) {
	c, err := model.ParseConfig(step.Config)
	width := 0
	if step.Vectors != nil {
		width = step.Vectors.Width
	}
	switch known := len(structure.Features()); {
	case err != nil:
	case len(step.Vocabulary) != c.Vocabulary:
		err = fmt.Errorf("vocabulary %d, but vocab.txt has %d words", c.Vocabulary, len(step.Vocabulary))
	case width != c.Vectors:
		err = fmt.Errorf("vectors %d, but the word vectors of the step have the width %d", c.Vectors, width)
	case c.Structure > known:
		return c, fmt.Errorf("%s: structure %d, but this program knows %d structural features: update antecedent", file(step, "config.json"), c.Structure, known)
	}
	if err != nil {
		return c, Damaged(step, "config.json", err)
	}
	return c, nil
}

// Parameters are the tensors of a step as a model's.
func Parameters(tensors []checkpoints.Tensor) []model.Parameter {
	list := make([]model.Parameter, len(tensors))
	for i, t := range tensors {
		list[i] = model.Parameter(t)
	}
	return list
}

// Tensors are a model's parameters as those of a step.
func Tensors(parameters []model.Parameter) []checkpoints.Tensor {
	list := make([]checkpoints.Tensor, len(parameters))
	for i, p := range parameters {
		list[i] = checkpoints.Tensor(p)
	}
	return list
}

// Damaged is the message of a file of a step that cannot be used.
func Damaged(step *checkpoints.Step, name string, err error) error {
	return fmt.Errorf("%s: %w: open another step of the run, or train again", file(step, name), err)
}

func file(step *checkpoints.Step, name string) string { return filepath.Join(step.Dir, name) }
