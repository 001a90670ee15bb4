package faithfulness

import (
	"context"
	"slices"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model"
	"antecedent/resolve"
)

// An experiment runs a model again and again on the examples of a sample.
type experiment struct {
	sample
	predicate predicates
	model     *model.Model
	batches   []data.Batch // of one example each
	progress  func(done, total int)
	err       error // the first; after it nothing is run and figures have no meaning

	every, evident, paired []int // the examples: all, those with a predicate, those with a twin
	done, total            int   // runs

	// Of the unchanged model:
	predictions []score.Prediction
	rows        [][][][]float32 // [example][L][H](T) what the pronoun attends to
	outputs     []outputs       // [example]
	means       map[model.Head]meanOutput
}

// newExperiment runs the unchanged model once on each example.
func newExperiment(ctx context.Context, r *resolve.Resolver, p predicates, s sample, progress func(done, total int)) (*experiment, error) {
	x := &experiment{sample: s, predicate: p, model: r.Model(), progress: progress}
	tokens := 0 // those that correlations leaves out
	for i := range x.examples {
		e := &x.examples[i]
		b, err := r.Encoder().Batch(x.examples[i:i+1], 1, data.PaddedLength(len(e.Tokens)))
		if err != nil {
			return nil, err
		}
		x.batches = append(x.batches, b)
		x.every = append(x.every, i)
		if _, ok := p.of(e); ok {
			x.evident = append(x.evident, i)
		}
		if x.twin[i] >= 0 {
			x.paired = append(x.paired, i)
		}
		tokens += len(e.Tokens) - e.Pronoun.Len()
	}
	c := r.Config()
	x.total = len(x.every)
	if c.Layers > 0 {
		perGroup := 4*len(x.every) + 3*len(x.evident) + 3*len(x.paired) // the runs of ablate
		x.total += perGroup*len(groupsOf(c)) + tokens
	}
	for i, b := range x.batches {
		if x.count(ctx); x.err != nil {
			return nil, x.err
		}
		t, err := x.model.Trace(model.Batch(b), nil)
		if err != nil {
			return nil, err
		}
		rows := make([][][]float32, c.Layers)
		for l := range rows {
			for h := range c.Heads {
				rows[l] = append(rows[l], t.Patterns[l][h][x.examples[i].Pronoun.Start])
			}
		}
		x.predictions = append(x.predictions, score.Prediction{Pointer: t.Pointer[0], None: t.None[0]})
		x.rows, x.outputs = append(x.rows, rows), append(x.outputs, t.Mixed)
	}
	x.means = meanOutputs(c, x.outputs, x.examples)
	return x, nil
}

// count counts a run that is about to start, unless the context has ended.
func (x *experiment) count(ctx context.Context) {
	if x.err = ctx.Err(); x.err != nil {
		return
	}
	if x.done++; x.progress != nil {
		x.progress(x.done, max(x.total, x.done))
	}
}

// run predicts the example of a batch, with an intervention unless it is nil.
func (x *experiment) run(ctx context.Context, b data.Batch, change *model.Intervention) (p score.Prediction) {
	if x.err == nil {
		x.count(ctx)
	}
	if x.err == nil {
		x.err = x.model.Inspect(model.Batch(b), change, func(out model.Output) { p = score.PredictionOf(out.Pointer, b, 0) })
	}
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
