package train

import (
	"context"
	"fmt"
	"slices"

	"antecedent/data"
	"antecedent/internal/kernel"
	"antecedent/model"
)

// A batch is the texts of one step. Its shares have as many rows each; at the end of an
// epoch some may be empty.
type batch struct {
	from     *stream
	texts    [][]int // of each share, indices in from.texts
	size     int     // texts of a share
	length   int     // of the longest text, padded
	labelled int     // examples with a target
}

// batch finds the texts of the batch of a source at a position.
func (t *Trainer) batch(s *stream, at Position) (batch, error) {
	c := t.run.Config
	s.open(at.Epoch, c.Batch)
	if at.Batch < 0 || at.Batch >= len(s.batches) {
		return batch{}, fmt.Errorf("train: the state names batch %d of an epoch of %d", at.Batch, len(s.batches))
	}
	b := batch{from: s, texts: s.batches[at.Batch], size: c.Batch / c.Shares}
	longest := 0
	for _, share := range b.texts {
		for _, text := range share {
			b.labelled += s.targets[text]
			longest = max(longest, s.lengths[text])
		}
	}
	b.length = data.PaddedLength(longest)
	return b, nil
}

// Longest is the length to which the longest text to train on is padded, in tokens.
func (t *Trainer) Longest() int {
	longest := 1
	for _, s := range t.streams {
		longest = max(longest, slices.Max(s.lengths))
	}
	return data.PaddedLength(longest)
}

// reserve makes the memory for the longest texts first, which is enough for all.
func (t *Trainer) reserve() error {
	c := t.run.Config
	size := c.Batch / c.Shares
	for _, session := range t.sessions[:min(2, c.Shares/t.run.Fleet.Size())] {
		if err := session.Reserve(size, t.Longest(), size, model.Dropout{Rate: c.Dropout, Seed: c.Seed}); err != nil {
			return err
		}
	}
	return nil
}

// share encodes share i of a batch, counted from 0, with its word dropout.
func (t *Trainer) share(b batch, i int) (model.Batch, error) {
	examples := make([]data.Example, 0, b.size)
	for _, text := range b.texts[i] {
		for _, k := range b.from.texts[text] {
			examples = append(examples, b.from.examples[k])
		}
	}
	encoded, err := t.run.Encoder.Batch(examples, b.size, b.length)
	if err != nil {
		return model.Batch{}, err
	}
	t.dropWords(encoded, len(examples), i)
	return model.Batch(encoded), nil
}

// compute returns the loss of the next batch of a source and its gradients, to which
// each process adds those of its shares. They are memory that the next call uses again.
func (t *Trainer) compute(ctx context.Context, from *stream, at Position) (loss float64, gradients [][]float32, err error) {
	b, err := t.batch(from, at)
	if err != nil {
		return 0, nil, err
	}
	own := t.run.Config.Shares / t.run.Fleet.Size()
	first := own * t.run.Fleet.Rank()
	var results [2]result
	for i := first; i < first+own; i += 2 {
		pair := results[:min(2, own)]
		together(len(pair), func(k int) { pair[k] = t.differentiate(b, i+k, t.sessions[k]) })
		for _, r := range pair {
			if r.err != nil || t.run.Config.Shares == 1 {
				return r.loss, r.gradients, r.err
			}
		}
		t.gradients.add(pair)
	}
	loss, gradients, t.stop, err = t.gradients.total(ctx.Err() != nil)
	return loss, gradients, err
}

// differentiate computes the loss and the gradients of a share.
func (t *Trainer) differentiate(b batch, i int, session *model.Session) (r result) {
	encoded, err := t.share(b, i)
	if err != nil {
		return result{err: err}
	}
	c := t.run.Config
	drop := model.Dropout{Rate: c.Dropout, Seed: c.Seed, Step: t.state.Step + 1}
	r.loss, r.gradients, r.err = session.Gradients(encoded, model.Share{Index: i, Labelled: b.labelled}, drop)
	return r
}

// together calls share(0) … share(n-1), each on a processor of its own where there are
// two: the processors wait less for each other than where both work at one share. What is
// computed is the same.
func together(n int, share func(k int)) {
	if kernel.Processors() == 2 {
		kernel.Parallel(n, share)
		return
	}
	for k := range n {
		share(k)
	}
}
