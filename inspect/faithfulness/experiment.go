package faithfulness

import (
	"context"
	"slices"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model"
	"antecedent/resolve"
)

// An experiment runs a model again and again on the examples of a sample. After an
// error it runs nothing more, and what its methods return has no meaning.
type experiment struct {
	observation                   // of the unchanged model on the sample
	outputs     [][][][][]float32 // [example][L][H](T,K) of the heads, before W_O
	means       [][][][]float32   // [L][H](2,K) of outputs, see meanOutputs

	twin                   []int // for each example the index of its twin, −1 where it has none
	every, evident, paired []int // indices of all examples, of those with a predicate, of those with a twin

	model       *model.Model
	batches     []data.Batch // of one example each
	progress    func(done, total int)
	done, total int   // runs
	err         error // the first
}

// newExperiment draws a sample and runs the unchanged model once on each example.
func newExperiment(ctx context.Context, r *resolve.Resolver, o Options, groups []group, examples []data.Example, size int) (*experiment, error) {
	x := &experiment{model: r.Model(), progress: o.Progress}
	x.predicate, x.heads = o.Predicate, r.Config().HeadList()
	x.examples, x.twin = draw(examples, o.Predicate, size)
	tokens := 0 // that worth leaves out, one at a time
	for i := range x.examples {
		e := &x.examples[i]
		b, err := r.Encoder().Batch(x.examples[i:i+1], 1, data.PaddedLength(len(e.Tokens)))
		if err != nil {
			return nil, err
		}
		x.batches = append(x.batches, b)
		x.every = append(x.every, i)
		if _, ok := x.predicate.of(e); ok {
			x.evident = append(x.evident, i)
		}
		if x.twin[i] >= 0 {
			x.paired = append(x.paired, i)
		}
		tokens += len(leftOut(e, i))
	}
	x.total = len(x.every)
	if len(groups) > 0 {
		x.total += (4*len(x.every)+3*len(x.evident)+3*len(x.paired))*len(groups) + tokens // the runs of ablate, and of worth
	}
	for i, b := range x.batches {
		x.once(ctx, func() error {
			t, err := x.model.Trace(model.Batch(b), nil)
			if err != nil {
				return err
			}
			var rows [][]float32
			for _, h := range x.heads {
				rows = append(rows, slices.Clone(t.Patterns[h.Layer][h.Head][x.examples[i].Pronoun.Start])) // not the whole pattern
			}
			x.predictions = append(x.predictions, score.Prediction{Pointer: t.Pointer[0], None: t.None[0]})
			x.rows, x.outputs = append(x.rows, rows), append(x.outputs, t.Mixed)
			return nil
		})
	}
	if x.err == nil {
		x.means = meanOutputs(x.outputs, x.examples)
	}
	return x, x.err
}

// once calls run, which runs the model once, and reports progress. It does nothing
// after an error or the end of the context.
func (x *experiment) once(ctx context.Context, run func() error) {
	if x.err == nil {
		x.err = ctx.Err()
	}
	if x.err != nil {
		return
	}
	if x.done++; x.progress != nil {
		x.progress(x.done, max(x.total, x.done))
	}
	x.err = run()
}

// run predicts the example of a batch, with an intervention unless it is nil.
func (x *experiment) run(ctx context.Context, b data.Batch, change *model.Intervention) (p score.Prediction) {
	x.once(ctx, func() error {
		return x.model.Inspect(model.Batch(b), change, func(out model.Output) { p = score.PredictionOf(out.Pointer, b, 0) })
	})
	return p
}

// withoutToken predicts the i-th example with one token made the unknown word.
func (x *experiment) withoutToken(ctx context.Context, i, token int) score.Prediction {
	b := x.batches[i]
	b.Words = slices.Clone(b.Words)
	b.Words[token] = 0 // the id of data.Unknown
	if b.Ngrams != nil {
		b.Ngrams = slices.Clone(b.Ngrams)
		for n := range data.MaxNgrams {
			b.Ngrams[token*data.MaxNgrams+n] = -1
		}
	}
	return x.run(ctx, b, nil)
}

// summary describes the sample and the predictions of the unchanged model.
func (x *experiment) summary() Sample {
	s := Sample{Examples: len(x.examples), Twins: len(x.paired) / 2, Rules: ruleAccuracy(x.examples)}
	var gold []float64
	for i := range x.examples {
		e := &x.examples[i]
		gold = append(gold, score.Probability(e, x.predictions[i], e.Antecedents...))
	}
	s.Gold = meanOf(gold)
	s.Accuracy, s.Pairs = accuracy(x.examples, x.predictions)
	return s
}
