package train

import (
	"context"
	"math"
	"testing"

	"antecedent/data"
	"antecedent/data/mention"
	"antecedent/data/structure"
	"antecedent/data/vectors"
	"antecedent/internal/random"
	"antecedent/model"
)

// learn trains a small model on the built-in corpus and returns its scores on
// new sentences.
func learn(t *testing.T, layers, steps int, examples []data.Example) Scores {
	t.Helper()
	table, err := vectors.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	v := data.SelectVocabulary(examples, func(word string, _ int) bool { return mention.IsClosed(word) })
	encoder := data.Encoder{Vocabulary: v, Vectors: table}
	m, err := model.New(model.Config{Vocabulary: v.Len(), Vectors: table.Width(), Layers: layers, Heads: 4, Width: 64, Hidden: 64, Radius: 32}, 1)
	if err != nil {
		t.Fatal(err)
	}
	c := Default()
	c.Steps, c.LR = steps, 3e-3
	trainer, err := New(Options{Config: c, Model: m, Encoder: encoder, Train: examples})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := trainer.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	split, ok := builtin.Split("sentences")
	if !ok {
		t.Fatal("the corpus has no split of new sentences")
	}
	var twins []data.Example // where the predicate turns the answer
	for _, e := range split.Examples {
		if _, ok := builtin.Predicate(e.ID); ok {
			twins = append(twins, e)
		}
	}
	structure.Annotate(twins)
	s, err := evaluate(context.Background(), alone{}, m, m.NewSession(), encoder, twins)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("accuracy %.3f, pairs %.3f on %d examples", s.Accuracy, s.PairAccuracy, s.Examples)
	return s
}

const learnSteps = 600

// The three belong together: with attention layers the model learns what the
// same training cannot teach it without them, or from labels that are wrong.
func TestLearnsWithAttention(t *testing.T) {
	if s := learn(t, 1, learnSteps, builtin.Train); s.Accuracy < 0.65 || s.PairAccuracy < 0.35 {
		t.Errorf("accuracy %.3f, pairs %.3f: one layer should have learned this", s.Accuracy, s.PairAccuracy)
	}
}

func TestStaysAtChanceWithoutLayers(t *testing.T) {
	s := learn(t, 0, learnSteps, builtin.Train)
	if math.Abs(s.Accuracy-0.5) > 0.06 || s.PairAccuracy > 0.1 {
		t.Errorf("accuracy %.3f, pairs %.3f: the pointer alone cannot see the predicate", s.Accuracy, s.PairAccuracy)
	}
}

func TestStaysAtChanceWithShuffledLabels(t *testing.T) {
	shuffled := append([]data.Example(nil), builtin.Train...)
	draw := random.New(1, "shuffled labels")
	for i, e := range shuffled {
		if len(e.Candidates) > 1 {
			shuffled[i].Antecedents = []data.Span{e.Candidates[draw.IntN(len(e.Candidates))]}
		}
	}
	s := learn(t, 1, learnSteps, shuffled)
	if math.Abs(s.Accuracy-0.5) > 0.06 || s.PairAccuracy > 0.35 {
		t.Errorf("accuracy %.3f, pairs %.3f from labels that say nothing", s.Accuracy, s.PairAccuracy)
	}
}

// A model that cannot learn a handful of examples by heart is broken somewhere.
func TestOverfitsEightExamples(t *testing.T) {
	examples := builtin.Train[:8]
	v := data.NewVocabulary(examples, 1)
	m, err := model.New(model.Config{Vocabulary: v.Len(), Layers: 1, Heads: 2, Width: 16, Hidden: 16, Radius: 16}, 1)
	if err != nil {
		t.Fatal(err)
	}
	c := Default()
	c.Steps, c.Batch, c.LR, c.Warmup, c.WordDropout = 150, 8, 0.01, 10, 0
	trainer, err := New(Options{Config: c, Model: m, Encoder: data.Encoder{Vocabulary: v}, Train: examples})
	if err != nil {
		t.Fatal(err)
	}
	result, err := trainer.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if result.Loss > 0.01 {
		t.Errorf("loss %.4f on eight examples", result.Loss)
	}
}
