// Package workload defines the reference workloads R1, R2 and R3 that speed and
// memory are measured on, and runs them through the product's own paths: a
// training step as package train takes it, an inference as package model makes
// it. bench/pytorch.py runs the same work in PyTorch.
package workload

import (
	"context"
	"fmt"
	"math/rand/v2"

	"antecedent/data"
	"antecedent/data/vectors"
	"antecedent/internal/random"
	"antecedent/model"
	"antecedent/train"
)

// A Workload is a model and the size of its batches. Every example fills its T
// tokens, so that no time is saved on padding.
type Workload struct {
	Name   string
	Tokens int // T
	Batch  int // B
	Config model.Config
	Shares int // of a batch in training; 0 for the default
}

// All are the workloads from small to large.
var All = []Workload{
	{"R1", 24, 32, model.Config{Vocabulary: 512, Width: 64, Heads: 4, Layers: 2, Hidden: 256, Radius: 32}, 0},
	{"R2", 64, 32, model.Config{Vocabulary: 4096, Width: 128, Heads: 8, Layers: 4, Hidden: 512, Radius: 32}, 0},
	{"R3", 128, 16, model.Config{Vocabulary: 8192, Width: 256, Heads: 8, Layers: 4, Hidden: 1024, Radius: 32}, 0},
}

// English is R1 with word vectors and structure, to measure what they cost.
var English = Workload{"R1-english", 24, 32, model.Config{Vocabulary: 512, Vectors: 100, Structure: 61, Width: 64, Heads: 4, Layers: 2, Hidden: 256, Radius: 32}, 0}

// ByName finds a workload.
func ByName(name string) (Workload, error) {
	for _, w := range All {
		if w.Name == name {
			return w, nil
		}
	}
	return Workload{}, fmt.Errorf("workload: %q is none of R1, R2 and R3", name)
}

// FLOPs is the number of floating-point operations that the matrix products of
// a forward pass over one example need at least; a training step needs three
// times as many for each of its examples. It counts the pointer as it is
// computed, with the product reassociated.
func (w Workload) FLOPs() float64 {
	t, d, f := float64(w.Tokens), float64(w.Config.Width), float64(w.Config.Hidden)
	layer := 4*t*d*d + 2*t*d*f + 2*t*t*d
	return 2 * (float64(w.Config.Layers)*layer + 2*d*d + t*d)
}

// model makes the model with its initial weights and a vocabulary that fits.
func (w Workload) model() (*model.Model, data.Encoder, error) {
	words := []string{data.Unknown}
	for i := 1; i < w.Config.Vocabulary; i++ {
		words = append(words, fmt.Sprint("w", i))
	}
	v, err := data.OpenVocabulary(words)
	if err != nil {
		return nil, data.Encoder{}, err
	}
	e := data.Encoder{Vocabulary: v, Structure: w.Config.Structure}
	if width := w.Config.Vectors; width > 0 {
		words[0] = ""
		values, scales := make([]int8, len(words)*width), make([]float32, len(words))
		draw := random.New(1, "vectors")
		for i := width; i < len(values); i++ {
			values[i] = int8(draw.IntN(255) - 127)
		}
		for i := 1; i < len(scales); i++ {
			scales[i] = 1.0 / 64
		}
		if e.Vectors, err = vectors.New(words, width, values, scales); err != nil {
			return nil, e, err
		}
	}
	m, err := model.New(w.Config, 1)
	return m, e, err
}

// examples draws n examples of random words.
func (w Workload) examples(n int) []data.Example {
	draw := random.New(1, "workload")
	list := make([]data.Example, n)
	for i := range list {
		e := data.Example{ID: fmt.Sprint(i), Labelled: true, Tokens: make([]data.Token, w.Tokens)}
		for t := range e.Tokens {
			e.Tokens[t].Text = fmt.Sprint("w", 1+draw.IntN(w.Config.Vocabulary-1))
			e.Text += e.Tokens[t].Text + " "
		}
		p, gold := draw.IntN(w.Tokens), draw.IntN(w.Tokens)
		e.Pronoun = data.Span{Start: p, End: p + 1}
		if gold != p {
			e.Antecedents = []data.Span{{Start: gold, End: gold + 1}}
		}
		if w.Config.Structure > 0 {
			e.Mentions, e.Features = drawMentions(draw, w)
		}
		list[i] = e
	}
	return list
}

// drawMentions draws a mention for every third token, with a quarter of the features.
func drawMentions(draw *rand.Rand, w Workload) (list []data.Mention, features []uint64) {
	for t := 0; t < w.Tokens; t += 3 {
		list = append(list, data.Mention{Span: data.Span{Start: t, End: t + 1}, Head: t, Entity: t})
		features = append(features, draw.Uint64()&draw.Uint64()&(1<<w.Config.Structure-1))
	}
	return list, features
}

// Parameters is the number of weights.
func (w Workload) Parameters() (int, error) {
	m, err := model.New(w.Config, 1)
	if err != nil {
		return 0, err
	}
	return m.Size(), nil
}

// Train trains for a number of steps, without evaluation or checkpoints, and
// calls stepped after each.
func (w Workload) Train(ctx context.Context, steps int, stepped func()) error {
	return w.TrainTogether(ctx, nil, steps, stepped)
}

// TrainTogether is Train in one of the processes of a fleet; nil stands for one
// process alone. Only in process 0 stepped is called.
func (w Workload) TrainTogether(ctx context.Context, fleet train.Fleet, steps int, stepped func()) error {
	m, encoder, err := w.model()
	if err != nil {
		return err
	}
	c := train.Default()
	c.Steps, c.Batch, c.Shares, c.Warmup, c.WordDropout = steps, w.Batch, w.Shares, 0, 0
	t, err := train.New(train.Options{
		Config: c, Model: m, Encoder: encoder, Train: w.examples(8 * w.Batch), Observers: []train.Observer{observer{stepped}}, Fleet: fleet,
	})
	if err != nil {
		return err
	}
	_, err = t.Run(ctx)
	return err
}

// Infer prepares the inference of one example and returns a function that runs
// it once.
func (w Workload) Infer() (func() error, error) {
	m, encoder, err := w.model()
	if err != nil {
		return nil, err
	}
	b, err := encoder.Batch(w.examples(1), 1, w.Tokens)
	if err != nil {
		return nil, err
	}
	return func() error {
		_, err := m.Forward(model.Batch(b))
		return err
	}, nil
}

// observer passes on that a step was taken.
type observer struct{ stepped func() }

func (o observer) Started(train.Start)        {}
func (o observer) Stepped(train.Step)         { o.stepped() }
func (o observer) Evaluated(train.Evaluation) {}
func (o observer) Saved(train.Checkpoint)     {}
func (o observer) Ended(train.Result)         {}
