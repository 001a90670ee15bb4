package train

import (
	"context"
	"errors"
	"fmt"
	"math"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model"
)

// evaluate scores a model on examples, and fits the temperature of a model with
// structure to them. Each process of a fleet evaluates some of the batches. A cancelled
// context ends it between batches.
func evaluate(ctx context.Context, f Fleet, m *model.Model, session *model.Session, encoder data.Encoder, examples []data.Example) (Scores, error) {
	predictions, err := score.PredictPart(ctx, encoder, examples, f.Rank(), f.Size(), func(b data.Batch) ([]float32, error) {
		return session.Forward(model.Batch(b))
	})
	if err = gatherPredictions(f, examples, predictions, err); err != nil {
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

// gatherPredictions gives the predictions of each process to all, or the error of one.
func gatherPredictions(f Fleet, examples []data.Example, predictions []score.Prediction, err error) error {
	if f.Size() == 1 {
		return err
	}
	// Where one process has a number, the others have 0, so that the sum has all. The
	// first two numbers are errors.
	const notFinite, failed, errs = 0, 1, 2
	n := errs
	for i := range examples {
		n += len(examples[i].Tokens) + 1
	}
	all := make([]float32, (n+f.Size()-1)/f.Size()*f.Size())
	switch {
	case errors.Is(err, model.ErrNotFinite):
		all[notFinite] = 1
	case err != nil:
		all[failed] = 1
	}
	rest := all[errs:]
	for i, p := range predictions {
		tokens := len(examples[i].Tokens)
		copy(rest[:tokens], p.Pointer)
		rest[tokens] = p.None
		rest = rest[tokens+1:]
	}
	switch lost := sum(f, all, make([]float32, len(all)/2)); {
	case err != nil:
		return err
	case lost != nil:
		return lost
	case all[notFinite] > 0:
		return fmt.Errorf("%w, in the evaluation of another process", model.ErrNotFinite)
	case all[failed] > 0:
		return errors.New("train: the evaluation of another process failed")
	}
	rest = all[errs:]
	for i := range predictions {
		tokens := len(examples[i].Tokens)
		predictions[i] = score.Prediction{Pointer: rest[:tokens:tokens], None: rest[tokens]}
		rest = rest[tokens+1:]
	}
	return nil
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
	if err := agree(t.run.Fleet, t.claims); err != nil {
		return false, err
	}
	scores, err := evaluate(ctx, t.run.Fleet, t.run.Model, t.sessions[0], t.run.Encoder, t.run.Valid)
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
