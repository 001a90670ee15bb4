package faith

import (
	"context"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model"
	"antecedent/model/resolver"
)

// A trial runs a model again and again on the examples of a sample.
type trial struct {
	sample
	judge
	resolver *resolver.Resolver
	batches  []data.Batch // of one example each

	// Of the model as it is:
	predictions []score.Prediction
	rows        [][][]float32 // [example][head] what the pronoun looks at
	outputs     []mixed
	averages    map[Head]average

	done, total int // runs
	progress    func(done, total int)
}

// newTrial runs the sample once without a change.
func newTrial(ctx context.Context, r *resolver.Resolver, j judge, s sample, progress func(done, total int)) (*trial, error) {
	t := &trial{sample: s, judge: j, resolver: r, progress: progress}
	c := r.Model.Config()
	heads := headsOf(c)
	var pronouns []int
	for i := range s.examples {
		t.total += runs(c, &s.examples[i], s.twin[i] >= 0, t.hasEvidence(i))
	}
	for i := range s.examples {
		e := &s.examples[i]
		length := data.PaddedLength(len(e.Tokens))
		b, err := r.Encoder.Batch(s.examples[i:i+1], 1, length)
		if err != nil {
			return nil, err
		}
		t.batches = append(t.batches, b)
		pronouns = append(pronouns, e.Pronoun.Start)
		kept := make([][][]float32, len(heads)) // each head writes to its own
		out, err := t.inspect(ctx, b, &model.Intervention{Output: func(layer, head int, z [][]float32) {
			kept[layer*c.Heads+head] = clone(z)
		}})
		if err != nil {
			return nil, err
		}
		m := mixed{}
		for at, h := range heads {
			m[h] = kept[at]
		}
		t.outputs = append(t.outputs, m)
		t.rows = append(t.rows, clone(pronounRows(out, heads, c.Heads, 0, e.Pronoun.Start, len(e.Tokens), length)))
		t.predictions = append(t.predictions, prediction(out, 0, len(e.Tokens), length))
	}
	t.averages = averagesOf(heads, c.HeadWidth(), t.outputs, pronouns)
	return t, nil
}

// runs is how often an example is run in all: as it is, with each change to
// each target, and without each other word.
func runs(c model.Config, e *data.Example, twin, evidence bool) int {
	changes := 4 // zero, mean, uniform, permuted
	if evidence {
		changes += 3 // edges cut: from the pronoun, the candidates, all others
	}
	if twin {
		changes += 3 // at the pronoun, the candidates, all shared tokens
	}
	n := 1 + changes*len(targetsOf(c))
	if c.Layers > 0 {
		n += len(e.Tokens) - e.Pronoun.Len()
	}
	return n
}

func (t *trial) hasEvidence(i int) bool {
	_, ok := t.evidence(&t.examples[i])
	return ok
}

func (t *trial) inspect(ctx context.Context, b data.Batch, change *model.Intervention) (model.Output, error) {
	if err := ctx.Err(); err != nil {
		return model.Output{}, err
	}
	if t.done++; t.progress != nil {
		t.progress(t.done, max(t.total, t.done))
	}
	return t.resolver.Model.Inspect(model.Batch(b), change)
}

// with answers the i-th example with something changed.
func (t *trial) with(ctx context.Context, i int, change *model.Intervention) (score.Prediction, error) {
	out, err := t.inspect(ctx, t.batches[i], change)
	if err != nil {
		return score.Prediction{}, err
	}
	return prediction(out, 0, len(t.examples[i].Tokens), t.batches[i].Length), nil
}

// without answers the i-th example with one word made unknown.
func (t *trial) without(ctx context.Context, i, word int) (score.Prediction, error) {
	b := t.batches[i]
	b.Words = append([]int(nil), b.Words...)
	b.Words[word] = 0 // data.Unknown
	if b.Ngrams != nil {
		b.Ngrams = append([]int(nil), b.Ngrams...)
		for g := range data.MaxNgrams {
			b.Ngrams[word*data.MaxNgrams+g] = -1
		}
	}
	out, err := t.inspect(ctx, b, nil)
	if err != nil {
		return score.Prediction{}, err
	}
	return prediction(out, 0, len(t.examples[i].Tokens), b.Length), nil
}

// decide is the mention that an answer names, the empty span for NONE.
func decide(e *data.Example, p score.Prediction) data.Span {
	if len(e.Candidates) == 0 {
		s, _, _ := score.Mention(e, p)
		return s
	}
	if i, _ := score.Decide(e, p); i >= 0 {
		return e.Candidates[i]
	}
	return data.Span{}
}

// probability is what a prediction gives to spans; to NONE where none has a
// token. The pronoun's own tokens count for nothing.
func probability(e *data.Example, p score.Prediction, spans ...data.Span) float64 {
	row, named := append([]float32(nil), p.Pointer...), false
	for _, s := range spans {
		named = named || s.Len() > 0
	}
	if !named {
		return float64(p.None)
	}
	clear(row[e.Pronoun.Start:e.Pronoun.End])
	return weightOf(row, spans)
}

func clone(rows [][]float32) [][]float32 {
	out := make([][]float32, len(rows))
	for i, row := range rows {
		out[i] = append([]float32(nil), row...)
	}
	return out
}
