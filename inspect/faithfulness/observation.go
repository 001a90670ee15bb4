package faithfulness

import (
	"context"
	"math"
	"slices"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model"
	"antecedent/resolve"
)

// An observation is what a model predicts for some examples, and what their
// pronouns attend to.
type observation struct {
	heads       []model.Head
	examples    []data.Example
	predictions []score.Prediction
	rows        [][][]float32 // [example][head](T)
}

func observe(ctx context.Context, r *resolve.Resolver, examples []data.Example) (*observation, error) {
	o := &observation{nil, examples, make([]score.Prediction, len(examples)), make([][][]float32, len(examples))}
	err := r.Observe(ctx, examples, func(i int, p score.Prediction, rows [][]float32) {
		o.predictions[i] = p
		for _, row := range rows {
			o.rows[i] = append(o.rows[i], slices.Clone(row))
		}
	})
	if err != nil {
		return nil, err
	}
	o.heads = r.Config().HeadList()
	return o, nil
}

// append adds the examples of another observation of the same model.
func (o *observation) append(other *observation) {
	o.examples = append(o.examples, other.examples...)
	o.predictions = append(o.predictions, other.predictions...)
	o.rows = append(o.rows, other.rows...)
}

// pointerOrder is how often the pointer gives the antecedent more than every wrong
// candidate: of the examples in minimal pairs, or of all where none is in one.
func (o *observation) pointerOrder() Share {
	var paired, all counter
	for i := range o.examples {
		e, p := &o.examples[i], o.predictions[i]
		wrong := wrongCandidates(e)
		if len(wrong) == 0 || len(e.Antecedents) == 0 {
			continue
		}
		antecedent := score.Probability(e, p, e.Antecedents...)
		above := !slices.ContainsFunc(wrong, func(s data.Span) bool { return score.Probability(e, p, s) >= antecedent })
		all.add(above)
		if e.Pair != "" {
			paired.add(above)
		}
	}
	if paired.of > 0 {
		return paired.share()
	}
	return all.share()
}

// RowStatistics are means over examples of the pronoun's row of one head.
type RowStatistics struct {
	Head         model.Head `json:"head"`
	Entropy      Mean       `json:"entropy"`       // bits; 2^entropy is the effective number of tokens
	EntropyShare Mean       `json:"entropy_share"` // of log2 T, the entropy of uniform attention
	Antecedent   Mean       `json:"antecedent"`    // weight on the gold antecedent's tokens
	Rival        Mean       `json:"rival"`         // on the wrong candidates
	Predicate    *Mean      `json:"predicate"`     // on the predicate; nil where none is known
	Itself       Mean       `json:"itself"`        // on the pronoun
}

// rowStatistics are those of the h-th head.
func (o *observation) rowStatistics(p predicates, h int) RowStatistics {
	var entropies, shares, antecedent, rival, predicate, itself []float64
	for i := range o.examples {
		e, row := &o.examples[i], o.rows[i][h]
		bits := entropy(row)
		entropies = append(entropies, bits)
		if len(row) > 1 {
			shares = append(shares, bits/math.Log2(float64(len(row))))
		}
		if hasAntecedent(e) {
			antecedent = append(antecedent, weightOn(row, e.Antecedents...))
			rival = append(rival, weightOn(row, wrongCandidates(e)...))
		}
		if s, ok := p.of(e); ok {
			predicate = append(predicate, weightOn(row, s))
		}
		itself = append(itself, weightOn(row, e.Pronoun))
	}
	s := RowStatistics{Head: o.heads[h], Entropy: meanOf(entropies), EntropyShare: meanOf(shares),
		Antecedent: meanOf(antecedent), Rival: meanOf(rival), Itself: meanOf(itself)}
	if len(predicate) > 0 {
		m := meanOf(predicate)
		s.Predicate = &m
	}
	return s
}
