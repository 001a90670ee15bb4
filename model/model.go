package model

import (
	"slices"
)

// A Model is the weights and the graphs over them. It is made by [New] or
// [Restore].
//
// Its inference methods, [Model.Forward], [Model.Inspect] and [Model.Trace], may
// be called by several goroutines at once, and so may the methods of several
// sessions. [Model.Gradients] and [Model.Update] may not be called while another method
// runs. The graphs of the batch shapes used last are kept, so there should be few shapes.
type Model struct {
	config     Config
	parameters []Parameter
	packs      packs
	evaluators evaluators
	session    *Session // of Gradients
}

// New makes a model with initial weights that are a function of the seed.
func New(c Config, seed uint64) (*Model, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	parameters, err := newParameters(c, seed)
	if err != nil {
		return nil, err
	}
	return &Model{config: c, parameters: parameters, evaluators: newEvaluators()}, nil
}

// Config returns the configuration that the model was made with.
func (m *Model) Config() Config { return m.config }

// Parameters returns the model's own weights, in the order of the checkpoint
// format, to be read. To write to them, use [Model.Update].
func (m *Model) Parameters() []Parameter { return m.parameters }

// Update calls write, which may change the model's weights in place.
func (m *Model) Update(write func(parameters []Parameter)) {
	defer m.packs.drop()
	write(m.parameters)
}

// Release gives up the memory of graphs that are not in use. The next call of a method
// that evaluates the model builds its graph again.
func (m *Model) Release() {
	m.evaluators.drop()
	m.session = nil
}

// Size returns the number of weights.
func (m *Model) Size() int {
	n := 0
	for _, p := range m.parameters {
		n += len(p.Data)
	}
	return n
}

// Forward evaluates a batch and returns, for each pronoun, the probability that
// it refers to each token of its text and, last, to none: (P,T+1), 0 on padding. All
// are finite numbers, or the error wraps [ErrNotFinite], as that of Inspect and Trace.
func (m *Model) Forward(b Batch) ([]float32, error) {
	e := m.evaluators.take()
	defer m.evaluators.put(e)
	return m.forward(e, b)
}

func (m *Model) forward(e *evaluator, b Batch) ([]float32, error) {
	p, err := m.run(e, b, programKey{}, nil)
	if err != nil {
		return nil, err
	}
	return slices.Clone(p.pointer), nil
}

// An Output is what the model computed for a batch.
type Output struct {
	Pointer  []float32   // (P,T+1) as from Forward
	Patterns [][]float32 // L × (B,H,T,T) attention weights, 0 from and to padding
}

// Inspect evaluates a batch and calls visit with the answers and the attention
// patterns. They are memory that the model uses again: they are valid during the
// call only, and visit must not call the model. A change, if not nil, is made on
// the way; the patterns are those after it.
func (m *Model) Inspect(b Batch, change *Intervention, visit func(Output)) error {
	e := m.evaluators.take()
	defer m.evaluators.put(e)
	p, err := m.run(e, b, programKey{keep: true}, change)
	if err != nil {
		return err
	}
	visit(Output{Pointer: p.pointer, Patterns: p.trace.patterns})
	return nil
}

// Gradients is [Session.Gradients] of a session that the model keeps. The next call uses
// the memory of the gradients again.
func (m *Model) Gradients(b Batch, s Share, d Dropout) (loss float64, gradients [][]float32, err error) {
	if m.session == nil {
		m.session = m.NewSession()
	}
	return m.session.Gradients(b, s, d)
}

// run evaluates a batch for inference. Probabilities that are no finite numbers are an
// error that wraps [ErrNotFinite].
func (m *Model) run(e *evaluator, b Batch, k programKey, change *Intervention) (*program, error) {
	p, err := m.program(e, b, k)
	if err != nil {
		return nil, err
	}
	if p.trace != nil {
		p.trace.change = change
	}
	if err := p.executor.run(); err != nil {
		return nil, err
	}
	return p, m.checkFinite(p.pointer)
}

// program returns the evaluator's program for a batch, which is checked and
// loaded into it.
func (m *Model) program(e *evaluator, b Batch, k programKey) (*program, error) {
	if err := b.validate(m.config); err != nil {
		return nil, err
	}
	k.size, k.length, k.queries = b.Size, b.Length, b.Queries
	p, err := m.build(e, k)
	if err != nil {
		return nil, err
	}
	e.use(k, p)
	p.load(b)
	return p, nil
}
