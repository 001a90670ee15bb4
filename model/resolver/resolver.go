// Package resolver puts a trained model together with the words it knows: text
// in, antecedents out.
//
//	r, err := resolver.Open("checkpoints/run-1")
//	answers, err := r.Text("The cat sat on the mat because it was tired.")
//	for _, a := range answers {
//		fmt.Println(a.Antecedent.Text, a.Antecedent.Probability) // cat 0.99
//	}
//
// [Resolver.Text] is for those who have a sentence, [Resolver.Resolve] for those
// who want every attention weight of one [data.Example], and
// [Resolver.Predict] for those who have many to be scored. A Resolver is for
// one goroutine at a time; it does not train.
package resolver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model"
)

// A Resolver answers which words pronouns refer to.
type Resolver struct {
	Model   *model.Model
	Encoder data.Encoder
}

// New joins a model with the vocabulary that it was trained with.
func New(m *model.Model, v *data.Vocabulary) (*Resolver, error) {
	c := m.Config()
	if v.Len() != c.Vocabulary {
		return nil, fmt.Errorf("resolver: the vocabulary has %d words, the model %d", v.Len(), c.Vocabulary)
	}
	return &Resolver{Model: m, Encoder: data.Encoder{Vocabulary: v, Buckets: c.NgramBuckets}}, nil
}

// Open loads the model of a checkpoint: of a step's folder, or the best step of
// a run's.
func Open(dir string) (*Resolver, error) {
	step, err := checkpoints.Open(dir)
	if err != nil {
		return nil, err
	}
	return FromStep(step)
}

// FromStep makes the model that a checkpoint's step holds.
func FromStep(step *checkpoints.Step) (*Resolver, error) {
	damaged := func(err error) error { return fmt.Errorf("%s: %w", step.Dir, err) }
	var c model.Config
	if err := json.Unmarshal(step.Config, &c); err != nil {
		return nil, damaged(fmt.Errorf("config.json: %w", err))
	}
	v, err := data.OpenVocabulary(step.Vocabulary)
	if err != nil {
		return nil, damaged(err)
	}
	m, err := model.New(c, 0)
	if err != nil {
		return nil, damaged(err)
	}
	weights := make([]model.Parameter, len(step.Model))
	for i, t := range step.Model {
		weights[i] = model.Parameter(t)
	}
	if err := m.SetParameters(weights); err != nil {
		return nil, damaged(err)
	}
	r, err := New(m, v)
	if err != nil {
		return nil, damaged(err)
	}
	return r, nil
}

// An Answer is what one pronoun of a text refers to.
type Answer struct {
	Example    data.Example      // the text with this pronoun
	Antecedent *Mention          // nil where NONE wins
	None       float64           // probability that it refers to nothing in the text
	Resolution *model.Resolution // every weight on the way to the answer
}

// A Mention is one or more tokens [Start, End) that a pronoun refers to.
type Mention struct {
	Start       int     `json:"start"`
	End         int     `json:"end"`
	Text        string  `json:"text"`
	Probability float64 `json:"probability"`
}

// ErrNoPronoun is the error for a text in which there is nothing to resolve.
var ErrNoPronoun = errors.New("no pronoun to resolve (such as it, he, she or they)")

// Text answers every pronoun of a text, in order.
func (r *Resolver) Text(text string) ([]Answer, error) {
	examples := data.FromText(text)
	if len(examples) == 0 {
		return nil, ErrNoPronoun
	}
	answers := make([]Answer, len(examples))
	for i, e := range examples {
		a, err := r.Answer(&e)
		if err != nil {
			return nil, err
		}
		answers[i] = *a
	}
	return answers, nil
}

// Answer answers one example, from its candidates where it has any.
func (r *Resolver) Answer(e *data.Example) (*Answer, error) {
	res, err := r.Resolve(e, nil)
	if err != nil {
		return nil, err
	}
	a := &Answer{Example: *e, None: float64(res.None), Resolution: res}
	p := score.Prediction{Pointer: res.Pointer, None: res.None}
	if span, probability, ok := chosen(e, p); ok {
		first, last := e.Tokens[span.Start], e.Tokens[span.End-1]
		a.Antecedent = &Mention{
			Start: span.Start, End: span.End,
			Text:        string([]rune(e.Text)[first.Start:last.End]),
			Probability: float64(probability),
		}
	}
	return a, nil
}

func chosen(e *data.Example, p score.Prediction) (data.Span, float32, bool) {
	if len(e.Candidates) == 0 {
		return score.Mention(e, p)
	}
	i, probability := score.Decide(e, p)
	if i < 0 {
		return data.Span{}, probability, false
	}
	return e.Candidates[i], probability, true
}

// Resolve runs the model on one example and returns every weight. A change, if
// not nil, intervenes in the attention.
func (r *Resolver) Resolve(e *data.Example, change *model.Intervention) (*model.Resolution, error) {
	if n := len(e.Tokens); n > data.MaxTokens {
		return nil, fmt.Errorf("the text has %d tokens and the limit is %d: split it into shorter texts", n, data.MaxTokens)
	}
	b, err := r.Encoder.Batch([]data.Example{*e}, 1, data.PaddedLength(len(e.Tokens)))
	if err != nil {
		return nil, err
	}
	return r.Model.Resolve(model.Batch(b), change)
}

// predictBatch is how many examples Predict runs at once: enough to keep two
// processors busy, few enough to stay in their caches.
const predictBatch = 32

// Predict runs the model on many examples, those of similar length together,
// and returns their predictions in the order of the examples.
func (r *Resolver) Predict(ctx context.Context, examples []data.Example, change *model.Intervention) ([]score.Prediction, error) {
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	padded := func(i int) int { return data.PaddedLength(len(examples[i].Tokens)) }
	slices.SortStableFunc(order, func(a, b int) int { return padded(a) - padded(b) })
	predictions := make([]score.Prediction, len(examples))
	for len(order) > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		length, n := padded(order[0]), 1
		for n < min(predictBatch, len(order)) && padded(order[n]) == length {
			n++
		}
		batch := make([]data.Example, n)
		for i, at := range order[:n] {
			batch[i] = examples[at]
		}
		b, err := r.Encoder.Batch(batch, predictBatch, length)
		if err != nil {
			return nil, err
		}
		out, err := r.forward(b, change)
		if err != nil {
			return nil, err
		}
		for i, at := range order[:n] {
			row := out.Pointer[i*(length+1) : (i+1)*(length+1)]
			predictions[at] = score.Prediction{
				Pointer: slices.Clone(row[:len(batch[i].Tokens)]),
				None:    row[length],
			}
		}
		order = order[n:]
	}
	return predictions, nil
}

// forward keeps the patterns only where they are to be changed.
func (r *Resolver) forward(b data.Batch, change *model.Intervention) (model.Output, error) {
	if change == nil {
		return r.Model.Forward(model.Batch(b))
	}
	return r.Model.Inspect(model.Batch(b), change)
}
