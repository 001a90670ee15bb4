package train

import (
	"context"
	"math"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model"
)

// evaluate scores a model on examples, and fits the temperature of a model with
// structure to them. A cancelled context ends it between batches.
func evaluate(ctx context.Context, m *model.Model, encoder data.Encoder, examples []data.Example) (Scores, error) {
	predictions, err := score.Predict(ctx, encoder, examples, func(b data.Batch) ([]float32, error) {
		return m.Forward(model.Batch(b))
	})
	if err != nil {
		return Scores{}, err
	}
	s := Scores{Summary: score.Score(examples, predictions)}
	for i := range examples {
		if e := &examples[i]; e.Labelled {
			s.Loss -= math.Log(max(score.Probability(e, predictions[i], e.Antecedents...), math.SmallestNonzeroFloat32))
		}
	}
	if s.Examples > 0 {
		s.Loss /= float64(s.Examples)
	}
	if m.Config().Structure > 0 && s.Examples > 0 {
		s.Temperature = score.FitTemperature(examples, predictions)
	}
	return s, nil
}

// observe evaluates the model on one example.
func observe(m *model.Model, encoder data.Encoder, e *data.Example) (*Observation, error) {
	b, err := encoder.Batch([]data.Example{*e}, 1, data.PaddedLength(len(e.Tokens)))
	if err != nil {
		return nil, err
	}
	t, err := m.Trace(model.Batch(b), nil)
	if err != nil {
		return nil, err
	}
	o := &Observation{Pronoun: e.Pronoun.Start, Pointer: t.Pointer[0], None: t.None[0]}
	for _, token := range e.Tokens {
		o.Tokens = append(o.Tokens, token.Text)
	}
	for _, layer := range t.Patterns {
		var rows [][]float32
		for _, head := range layer {
			rows = append(rows, head[o.Pronoun])
		}
		o.Heads = append(o.Heads, rows)
	}
	return o, nil
}

// evaluationDue reports whether the step that was reached is to be evaluated
// and has not been.
func (t *Trainer) evaluationDue() bool {
	s := t.state.Step
	return t.labelled > 0 && s > t.state.Evaluated && (s%t.run.Config.EvalEvery == 0 || s >= t.run.Config.Steps)
}

// evaluate scores the model on the examples held out, and reports the scores to
// the observers and to metrics.jsonl. improved reports whether they are the best so
// far.
func (t *Trainer) evaluate(ctx context.Context) (improved bool, err error) {
	scores, err := evaluate(ctx, t.run.Model, t.run.Encoder, t.run.Valid)
	if err != nil {
		return false, err
	}
	s := &t.state
	s.Evaluated, t.temperature = s.Step, scores.Temperature
	s.Patience++
	if s.Best.better(scores) {
		s.Best, s.Patience, improved = &Best{Step: s.Step, Valid: scores}, 0, true
	}
	e := Evaluation{Step: s.Step, Valid: scores, Best: improved, Seconds: t.seconds()}
	if t.run.Observe != nil {
		if e.Observed, err = observe(t.run.Model, t.run.Encoder, t.run.Observe); err != nil {
			return false, err
		}
	}
	t.notify(func(o Observer) { o.Evaluated(e) })
	return improved, t.log(e)
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
