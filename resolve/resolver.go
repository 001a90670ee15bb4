package resolve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/data/score"
	"antecedent/data/vectors"
	"antecedent/data/window"
	"antecedent/internal/restore"
	"antecedent/model"
)

// Errors of opening a model.
var (
	// ErrNotCheckpoint: there is no checkpoint where one was to be opened.
	ErrNotCheckpoint = checkpoints.ErrNotCheckpoint

	errNoModel = errors.New("resolve: a resolver is made by Open, OpenFS, FromStep or New")
)

// Errors of reading a text.
var (
	// ErrNoPronoun is for callers that need a pronoun to resolve. Read does not
	// return it: a text without pronouns has no answers.
	ErrNoPronoun = errors.New("no pronoun to resolve (such as it, he, she or they)")
)

// A Resolver is a trained model with the words that it knows.
//
// Its methods may be called by several goroutines at once, as those of an [net/http.Handler]
// are, also with the same examples and readings; what they return is what they return to
// one goroutine, bit for bit. The weights are shared; the memory in which a text is
// evaluated is a call's own, and there is as much of it as there are processors: further
// calls wait. A Reading and its Answers are the caller's: several goroutines may read
// them, and none may change them meanwhile. It is made by [Open], [OpenFS], [FromStep]
// or [New]; those of its methods that return an error return one where it was not.
type Resolver struct {
	model   *model.Model
	encoder data.Encoder
}

// New joins a model with the encoder that it was trained with. The model must not
// be trained further while the resolver is in use.
func New(m *model.Model, e data.Encoder) (*Resolver, error) {
	if m == nil || e.Vocabulary == nil {
		return nil, errors.New("resolve: a model and its vocabulary are needed")
	}
	if err := m.Config().Fits(e.Sizes()); err != nil {
		return nil, fmt.Errorf("resolve: %w", err)
	}
	return &Resolver{m, e}, nil
}

// Open loads the model of a checkpoint: of a step's folder, or the best step of
// a run's. The error wraps [ErrNotCheckpoint] where there is none.
func Open(dir string) (*Resolver, error) {
	step, err := checkpoints.Open(dir)
	if err != nil {
		return nil, err
	}
	return FromStep(step)
}

// OpenFS is [Open] for a file system, such as an [embed.FS].
func OpenFS(fsys fs.FS, dir string) (*Resolver, error) {
	step, err := checkpoints.OpenFS(fsys, dir)
	if err != nil {
		return nil, err
	}
	return FromStep(step)
}

// FromStep makes the resolver of a checkpoint's step that has been read already.
func FromStep(step *checkpoints.Step) (*Resolver, error) { return FromStepAndTable(step, nil) }

// FromStepAndTable is [FromStep] with the table of the step's word vectors, where that
// has been made already.
func FromStepAndTable(step *checkpoints.Step, table *vectors.Table) (*Resolver, error) {
	if step == nil {
		return nil, errors.New("resolve: no step to make a model of")
	}
	m, e, err := restore.Step(step, table)
	if err != nil {
		return nil, err
	}
	return New(m, e)
}

// Release gives up the memory that readings use again: tens of megabytes after a text of
// hundreds of tokens. The next reading takes it anew.
func (r *Resolver) Release() {
	if r != nil && r.model != nil {
		r.model.Release()
	}
}

// Model returns the model, to read its weights.
func (r *Resolver) Model() *model.Model { return r.model }

// Encoder returns what turns examples into batches for the model.
func (r *Resolver) Encoder() data.Encoder { return r.encoder }

// Config returns the model's configuration.
func (r *Resolver) Config() model.Config { return r.model.Config() }

// Predict answers many examples, in batches: those of one text together, and texts
// of similar length together. It returns the predictions in the order of the
// examples, after it has annotated them. A change, if not nil, intervenes in the
// attention. A cancelled context ends it between batches.
//
// A text of more than [data.MaxTokens] tokens is read in windows, see package window:
// its mentions and the prediction are those of the pronoun's window.
func (r *Resolver) Predict(ctx context.Context, examples []data.Example, change *model.Intervention) ([]score.Prediction, error) {
	if r == nil || r.model == nil {
		return nil, errNoModel
	}
	if anyLong(examples) {
		return predictLong(examples, func(cut []data.Example) ([]score.Prediction, error) { return r.Predict(ctx, cut, change) })
	}
	return score.Predict(ctx, r.encoder, r.annotated(examples), func(b data.Batch) (pointer []float32, err error) {
		if change == nil {
			return r.model.Forward(model.Batch(b))
		}
		err = r.model.Inspect(model.Batch(b), change, func(out model.Output) { pointer = append(pointer, out.Pointer...) })
		return pointer, err
	})
}

// anyLong reports whether a text is long. It reads nothing that another call may write.
func anyLong(examples []data.Example) bool {
	for i := range examples {
		if window.Long(&examples[i]) {
			return true
		}
	}
	return false
}

// predictLong predicts where some texts are long: predict is given examples of windows in
// their place, which it annotates.
func predictLong(examples []data.Example, predict func(cut []data.Example) ([]score.Prediction, error)) ([]score.Prediction, error) {
	own := snapshot(examples)
	cut, parts := slices.Clone(own), make(map[int]*window.Part)
	window.Each(own, func(p *window.Part) {
		for _, i := range p.Examples {
			cut[i], parts[i] = p.Cut(&own[i]), p
		}
	})
	predictions, err := predict(cut)
	if err != nil {
		return nil, err
	}
	for i := range own {
		e, part := &own[i], parts[i]
		if part == nil { // a short one
			e.Mentions, e.Features = cut[i].Mentions, cut[i].Features
			continue
		}
		if cut[i].Features != nil {
			e.Mentions, e.Features = part.ShiftMentions(cut[i].Mentions), cut[i].Features
		}
		predictions[i].First = part.Start
	}
	giveBack(examples, own)
	return predictions, nil
}

// Observe is [Resolver.Predict] without a change, with attention weights: it calls
// visit for each example, batch by batch, with the index of the example, its
// prediction, and for each head, in the order of [model.Config.HeadList], the
// pronoun's row of the pattern (T). The rows are valid during the call only, and
// visit must not call the resolver. No text may be longer than [data.MaxTokens] tokens.
func (r *Resolver) Observe(ctx context.Context, examples []data.Example, visit func(i int, p score.Prediction, rows [][]float32)) error {
	if r == nil || r.model == nil {
		return errNoModel
	}
	return r.encoder.Each(ctx, r.annotated(examples), func(at []int, b data.Batch) error {
		return r.model.Inspect(model.Batch(b), nil, func(out model.Output) {
			for i, k := range at {
				visit(k, score.PredictionOf(out.Pointer, b, i), r.pronounRows(out, b, i))
			}
		})
	})
}

// pronounRows is the pattern's row of query i of a batch, in each head.
func (r *Resolver) pronounRows(out model.Output, b data.Batch, i int) [][]float32 {
	c := r.Config()
	var rows [][]float32
	for _, h := range c.HeadList() {
		row := ((b.Texts[i]*c.Heads+h.Head)*b.Length + b.Pronouns[i]) * b.Length // of (B,H,T,T)
		rows = append(rows, out.Patterns[h.Layer][row:][:b.Lengths[b.Texts[i]]])
	}
	return rows
}
