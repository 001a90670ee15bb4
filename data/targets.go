package data

import "slices"

// fillTargets marks what the pronoun of an example refers to in a row (T+1): the
// heads of its gold mentions where mentions are known, with those of the same name,
// and otherwise all tokens of its antecedents. A model with structure answers with
// mentions only: for it an antecedent that is not found leaves the row unlabelled.
func (e Encoder) fillTargets(targets []float32, example *Example) {
	if !example.Labelled {
		return
	}
	if len(example.Antecedents) == 0 {
		targets[len(targets)-1] = 1
		return
	}
	if e.Mentions() {
		heads := example.goldHeads()
		for _, head := range heads {
			targets[head] = 1
		}
		if len(heads) > 0 || e.Structure > 0 {
			return
		}
	}
	fillTokens(targets, example)
}

// HasTarget reports whether an example is labelled in a batch.
func (e Encoder) HasTarget(example *Example) bool {
	targets := make([]float32, len(example.Tokens)+1)
	e.fillTargets(targets, example)
	return slices.Contains(targets, 1)
}

// fillTokens marks the tokens of the example's antecedents, but for the pronoun's.
func fillTokens(targets []float32, e *Example) {
	for _, antecedent := range e.Antecedents {
		for i := antecedent.Start; i < antecedent.End; i++ {
			if !e.Pronoun.Contains(i) {
				targets[i] = 1
			}
		}
	}
}
