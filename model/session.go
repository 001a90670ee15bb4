package model

import (
	"fmt"
	"math"
)

// A Session evaluates a model in memory of its own, which all its methods share. Several of
// one model may be used at once, each by one goroutine.
type Session struct {
	model     *Model
	evaluator *evaluator
}

// NewSession makes a session of the model.
func (m *Model) NewSession() *Session { return &Session{m, newEvaluator()} }

// Forward is [Model.Forward] in the memory of the session.
func (s *Session) Forward(b Batch) ([]float32, error) { return s.model.forward(s.evaluator, b) }

// Reserve makes the graph for the gradients of batches of a shape, and its memory. The
// graphs of smaller shapes use the same memory, where that of the greatest is made first.
func (s *Session) Reserve(size, length, queries int, d Dropout) error {
	_, err := s.model.build(s.evaluator, programKey{size: size, length: length, queries: queries, train: true, rate: d.Rate, seed: d.Seed})
	return err
}

// Gradients runs a batch, or a share of one, forward and backward. It returns the mean
// loss of the labelled pronouns, of which there must be one at least, in nats, and its
// gradient for each parameter in the order of [Model.Parameters]. Of a share it returns
// the part of both that comes from its pronouns. The next call uses the memory of the
// gradients again.
func (s *Session) Gradients(b Batch, share Share, d Dropout) (loss float64, gradients [][]float32, err error) {
	if d.Rate < 0 || d.Rate >= 1 || math.IsNaN(d.Rate) {
		return 0, nil, fmt.Errorf("model: dropout rate %v; use at least 0 and less than 1", d.Rate)
	}
	p, err := s.model.program(s.evaluator, b, programKey{train: true, rate: d.Rate, seed: d.Seed})
	if err != nil {
		return 0, nil, err
	}
	labelled, err := share.of(b)
	if err != nil {
		return 0, nil, err
	}
	p.draw[0], p.draw[1], p.labelled[0] = d.Step, share.Index, labelled
	if err := p.executor.run(); err != nil {
		return 0, nil, err
	}
	return float64(p.loss[0]), p.gradients, nil
}
