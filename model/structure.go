package model

import (
	"math/bits"
	"slices"

	"antecedent/internal/kernel"
)

// softmax stores the probabilities of the n tokens of a text, 0 on padding, and of
// NONE, and returns log Σ exp of their logits. In a model with structure, tokens
// without features have probability 0.
func (p *pointer) softmax(probability, logits []float32, n int, features []uint64) float32 {
	can := func(t int) bool { return !p.structured || features[t] != 0 }
	answers := 0 // side by side, with NONE behind them
	for t := range n {
		if can(t) {
			probability[answers] = logits[t] / p.temperature
			answers++
		}
	}
	probability[answers] = logits[p.t] / p.temperature
	logSum := kernel.SoftmaxLog(probability[:answers+1])
	none := probability[answers]
	for t := n - 1; t >= 0; t-- {
		if can(t) {
			answers--
			probability[t] = probability[answers]
		} else {
			probability[t] = 0
		}
	}
	clear(probability[n:])
	probability[p.t] = none
	return logSum
}

// share replaces the numbers of the tokens with SharedContent by their mean, and where
// no other token has features, that of NONE as well. It is its own transpose: applied to
// the gradient of the result, it gives that of the numbers.
func share(x []float32, none *float32, features []uint64) {
	var sum float32
	n, all := 0, true
	for t, f := range features {
		switch {
		case f&SharedContent != 0:
			sum += x[t]
			n++
		case f != 0:
			all = false
		}
	}
	if n == 0 {
		return
	}
	if all {
		sum += *none
		n++
		*none = sum / float32(n)
	}
	for t, f := range features {
		if f&SharedContent != 0 {
			x[t] = sum / float32(n)
		}
	}
}

// FeatureWeights are the weights of the structural features, (N) each: those of every
// text, and what is added to them where the candidates are given, as [Given] says. Both
// are nil in a model without structure.
type FeatureWeights struct{ Structure, Given []float32 }

// Clone returns weights that are the caller's own.
func (w FeatureWeights) Clone() FeatureWeights {
	return FeatureWeights{slices.Clone(w.Structure), slices.Clone(w.Given)}
}

// Weight is the weight of a feature that is set among others.
func (w FeatureWeights) Weight(feature int, features uint64) float32 {
	if features&Given != 0 {
		return w.Structure[feature] + w.Given[feature]
	}
	return w.Structure[feature]
}

// sum is w·φ: the sum of the weights of the features that are set.
func (w FeatureWeights) sum(features uint64) (sum float32) {
	for rest := features &^ SharedContent; rest != 0; rest &= rest - 1 {
		sum += w.Weight(bits.TrailingZeros64(rest), features)
	}
	return sum
}

// add adds d to the gradients w of the weights that sum adds.
func (w FeatureWeights) add(features uint64, d float32) {
	for rest := features &^ SharedContent; rest != 0; rest &= rest - 1 {
		f := bits.TrailingZeros64(rest)
		w.Structure[f] += d
		if features&Given != 0 {
			w.Given[f] += d
		}
	}
}
