package page

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/model"
	"antecedent/resolve"
	"antecedent/train"
)

// untrained is a model of random weights with the words of the corpus. A greater
// gain makes its attention sharper, as training does.
func untrained(t testing.TB, change func(*model.Config), gain float32) *resolve.Resolver {
	v := data.NewVocabulary(builtin.Train[:2000], 1)
	c := model.Default()
	c.Layers = 2
	c.Vocabulary = v.Len()
	if change != nil {
		change(&c)
	}
	m, err := model.New(c, 3)
	if err != nil {
		t.Fatal(err)
	}
	m.Update(func(parameters []model.Parameter) {
		for _, p := range parameters {
			for i := range p.Data {
				switch {
				case strings.HasSuffix(p.Name, "bias") || strings.Contains(p.Name, ".b_") || strings.HasSuffix(p.Name, "position") || strings.HasSuffix(p.Name, "none"):
					p.Data[i] = float32(math.Sin(float64(i*7+len(p.Name)))) * 0.3 // nothing stays zero
				case strings.Contains(p.Name, "W_Q"):
					p.Data[i] *= gain
				}
			}
		}
	})
	r, err := resolve.New(m, v)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var builtin = func() *corpus.Corpus {
	c, err := corpus.Load()
	if err != nil {
		panic(err)
	}
	return c
}()

func small(c *model.Config) { c.Width, c.Hidden = 32, 32 }

// trained is a small model after a short training, with its snapshots and history.
// The caller may change the snapshots, but not the model.
func trained(t testing.TB) (*resolve.Resolver, []checkpoints.Snapshot, checkpoints.History) {
	t.Helper()
	w := training()
	snapshots := slices.Clone(w.snapshots)
	for i := range snapshots {
		snapshots[i].Model = slices.Clone(snapshots[i].Model)
	}
	return w.r, snapshots, w.history
}

var training = sync.OnceValue(func() *recorder {
	w := &recorder{r: untrained(nil, small, 1)}
	c := train.Default()
	c.Steps, c.EvalEvery = 120, 60
	w.keep(0)
	trainer, err := train.New(train.Options{Config: c, Model: w.r.Model(), Encoder: w.r.Encoder(), Train: builtin.Train, Valid: builtin.Valid[:40], Observers: []train.Observer{w}})
	if err == nil {
		_, err = trainer.Run(context.Background())
	}
	if err != nil {
		panic(err)
	}
	return w
})

// A recorder keeps the history of a training, and snapshots of it.
type recorder struct {
	r         *resolve.Resolver
	snapshots []checkpoints.Snapshot
	history   checkpoints.History
}

func (w *recorder) keep(step int) {
	s := checkpoints.Snapshot{Number: step}
	for _, p := range w.r.Model().Parameters() {
		s.Model = append(s.Model, checkpoints.Tensor{Name: p.Name, Shape: p.Shape, Data: slices.Clone(p.Data)})
	}
	w.snapshots = append(w.snapshots, s)
}

func (w *recorder) Started(train.Start)    {}
func (w *recorder) Saved(train.Checkpoint) {}
func (w *recorder) Ended(train.Result)     {}
func (w *recorder) Stepped(s train.Step) {
	w.history.Losses = append(w.history.Losses, checkpoints.Loss{Step: s.Step, Loss: s.Loss})
	if s.Step%30 == 0 {
		w.keep(s.Step)
	}
}
func (w *recorder) Evaluated(e train.Evaluation) {
	w.history.Evaluations = append(w.history.Evaluations, checkpoints.Evaluation{Step: e.Step, Accuracy: e.Valid.Accuracy})
}
