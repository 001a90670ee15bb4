package damage_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/data/structure"
	"antecedent/data/vectors"
	"antecedent/model"
	"antecedent/train"
)

// The small run: a model of less than a thousand weights, stopped before its horizon.
const (
	stopped = 6 // the step after which the run is stopped: the newest
	horizon = 8
	best    = 2
)

// steps are those that the run has when it is stopped.
var steps = []int{2, 4, 6}

// A variant is how a run differs from the small run.
type variant struct {
	seed   uint64
	width  int    // of the model
	vector string // a word that has a vector
}

var (
	small      = variant{seed: 1, width: 4, vector: "cat"}
	sameShape  = variant{seed: 2, width: 4, vector: "cat"}
	otherShape = variant{seed: 1, width: 6, vector: "dog"}
)

const sentence = "The cat saw the box because it was hungry." // to be read by a trained model

// examples are sentences to learn that the first candidate is the antecedent. In those
// to validate on it is the second, so that the first evaluation is the best.
func examples() (training, validation []data.Example) {
	for i, text := range []string{
		"The cat saw the box because it was hungry.", "The cat saw the box because it was empty.",
		"The dog left the bag since it was tired.", "The dog left the bag since it was heavy.",
	} {
		e := data.FromText(text)[0]
		e.Candidates = []data.Span{{Start: 1, End: 2}, {Start: 4, End: 5}}
		e.Antecedents, e.Labelled, e.Pair = e.Candidates[:1], true, string(rune('a'+i/2))
		training = append(training, e)
		if i < 2 {
			e.Antecedents = e.Candidates[1:]
			validation = append(validation, e)
		}
	}
	return training, validation
}

// options are those of a run without its store.
func options(t testing.TB, v variant) train.Options {
	t.Helper()
	var o train.Options
	o.Train, o.Valid = examples()
	words := data.NewVocabulary(o.Train, 1)
	table, err := vectors.New([]string{"", v.vector, "box"}, 2, []int8{0, 0, 127, 3, -5, 100}, []float32{0, 0.5, 0.25})
	if err != nil {
		t.Fatal(err)
	}
	o.Encoder = data.Encoder{Vocabulary: words, Vectors: table, Structure: len(structure.Features())}
	o.Model, err = model.New(model.Config{Vocabulary: words.Len(), Vectors: 2, Structure: o.Encoder.Structure, Layers: 1, Heads: 2, Width: v.width, Hidden: 3, Radius: 2}, v.seed)
	if err != nil {
		t.Fatal(err)
	}
	c := train.Default()
	c.Steps, c.Batch, c.Warmup, c.LR, c.Seed = horizon, 3, 2, 0.002, v.seed
	c.Dropout, c.WordDropout = 0.1, 0.1
	c.EvalEvery, c.SaveEvery, c.Keep, c.Snapshots = 2, 2, 2, 3
	o.Config = c
	return o
}

// trained makes a run in dir and stops it before its horizon.
func trained(t testing.TB, dir string, v variant) {
	t.Helper()
	store, err := checkpoints.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	o := options(t, v)
	o.Store, o.StopAfter = store, stopped
	trainer, err := train.New(o)
	if err != nil {
		t.Fatal(err)
	}
	r, err := trainer.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if r.Status != train.Stopped || r.Step != stopped || r.Best != best {
		t.Fatalf("the small run ended %v at step %d, the best is step %d", r.Status, r.Step, r.Best)
	}
}

// runOf is the files of a small run.
func runOf(t testing.TB, v variant) tree {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "run-1")
	trained(t, dir, v)
	run := readTree(t, dir)
	run["metrics.jsonl"] = seconds.ReplaceAllString(run["metrics.jsonl"], `,"seconds":0.25`) // always the same bytes
	return run
}

// A tree is the files of a folder: their contents by their paths, slashes between.
type tree map[string]string

func readTree(t testing.TB, dir string) tree {
	t.Helper()
	files := tree{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(rel)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// paths are those of all files, in order.
func (f tree) paths() []string {
	var list []string
	for path := range f {
		list = append(list, path)
	}
	slices.Sort(list)
	return list
}
