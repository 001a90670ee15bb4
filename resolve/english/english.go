// Package english is the model in the box: a model of ordinary English that is part of
// every program that imports the package.
//
//	r, err := english.Open()
//	reading, err := r.Read("The animal didn't cross the street because it was too tired.")
//
// The folder model holds the files of the step of a training run: the model's shape,
// its words and its weights, where the run stood (state.json: the data, the seed and
// the scores on what was held out), and the manifest with their checksums. What the
// optimizer kept is left out. The word vectors are those of [vectors.Builtin].
//
// To put another step in the box, which must have these word vectors:
//
//	go run ./resolve/english/recipe checkpoints/run-1
//
// # What it does not do
//
// It cannot show how it was trained, nor be trained further where it is: a new run can
// start from it, by train --init-from english.
package english

import (
	"embed"
	"sync"

	"antecedent/checkpoints"
	"antecedent/data/mention"
	"antecedent/data/vectors"
	"antecedent/resolve"
)

// Name is what the commands call the model.
const Name = "english"

//go:embed model
var files embed.FS

// Open returns the model. It is read once; all callers share it.
func Open() (*resolve.Resolver, error) { return open() }

// Step returns the step that the model is of. It is read once; all callers share it
// and must not change it.
func Step() (*checkpoints.Step, error) { return step() }

var step = sync.OnceValues(func() (*checkpoints.Step, error) {
	t, err := vectors.Builtin()
	if err != nil {
		return nil, err
	}
	v := &checkpoints.Vectors{Words: t.Words(), Width: t.Width(), Values: t.Values(), Scales: t.Scales()}
	s, err := checkpoints.OpenStepFS(files, "model", v)
	if err != nil {
		return nil, err
	}
	s.Dir = ""
	return s, nil
})

var open = sync.OnceValues(func() (*resolve.Resolver, error) {
	go mention.ClassOf("it") // unpacks the word classes meanwhile, for the first text
	s, err := step()
	if err != nil {
		return nil, err
	}
	t, err := vectors.Builtin()
	if err != nil {
		return nil, err
	}
	return resolve.FromStepAndTable(s, t)
})
