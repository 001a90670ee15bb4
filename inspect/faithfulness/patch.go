package faithfulness

import (
	"context"
	"math"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model"
)

// Patches are the effects of activation patching with the outputs for the twin, by
// the tokens that get them.
type Patches struct {
	Pronoun    PatchEffect `json:"pronoun"`
	Candidates PatchEffect `json:"candidates"`
	Shared     PatchEffect `json:"shared"` // every token that the twins share, all but the predicate
}

// A PatchEffect is what the outputs for the twin did to the answers.
type PatchEffect struct {
	// Flipped is how many answers became the answer to the twin, of those that
	// were another one before.
	Flipped Share `json:"flipped"`
	// Restored is the share of the difference between the two sentences that the
	// patch carries over: 0 none, 1 all of it, less than 0 where it has the opposite
	// effect, more than 1 where it overshoots; nil where there is no difference.
	//
	//	Σ (LD(patched) − LD(sentence)) / Σ (LD(twin) − LD(sentence))
	//	LD = log p(the twin's antecedent) − log p(the sentence's own)
	//
	// This is the normalised logit difference of Wang et al. (2022) and Zhang and
	// Nanda ("Towards Best Practices of Activation Patching in Language Models",
	// 2023): LD is a difference of logits, as both share a softmax.
	Restored *float64 `json:"restored"`
}

// patchEffect runs the examples that have a twin with the outputs of the heads for
// the twin at some tokens: token i of e gets that of token tokens(e, twin)[i] of the
// twin.
func (x *experiment) patchEffect(ctx context.Context, heads []model.Head, tokens func(e, twin *data.Example) map[int]int) PatchEffect {
	var f PatchEffect
	var moved, apart float64
	for _, i := range x.paired {
		j := x.twin[i]
		e, twin := &x.examples[i], &x.examples[j]
		after := x.run(ctx, x.batches[i], patch(heads, x.outputs[j], tokens(e, twin)))

		before, _ := score.Decide(e, x.predictions[i])
		other, _ := score.Decide(twin, x.predictions[j])
		if before != other {
			patched, _ := score.Decide(e, after)
			f.Flipped.add(patched == other)
		}
		own, others := goldCandidate(e), goldCandidate(twin)
		difference := func(e *data.Example, p score.Prediction) float64 {
			return logarithm(score.Probability(e, p, e.Candidates[others])) - logarithm(score.Probability(e, p, e.Candidates[own]))
		}
		here := difference(e, x.predictions[i])
		moved += difference(e, after) - here
		apart += difference(twin, x.predictions[j]) - here
	}
	if math.Abs(apart) > 1e-6*float64(len(x.paired)) { // else it is rounding
		restored := moved / apart
		f.Restored = &restored
	}
	return f
}

// logarithm is that of p, or of the least normal float32 where p is less: p may
// have come out as 0.
func logarithm(p float64) float64 { return math.Log(max(p, 0x1p-126)) }

// pronounTokens, candidateTokens and sharedTokens map tokens of a to the tokens of
// its twin b that correspond to them.
func pronounTokens(a, b *data.Example) map[int]int {
	return map[int]int{a.Pronoun.Start: b.Pronoun.Start}
}

// candidateTokens maps the tokens of the candidates that have the same length in both.
func candidateTokens(a, b *data.Example) map[int]int {
	tokens := map[int]int{}
	for i, c := range a.Candidates {
		if other := b.Candidates[i]; c.Len() == other.Len() {
			for k := range c.Len() {
				tokens[c.Start+k] = other.Start + k
			}
		}
	}
	return tokens
}

// sharedTokens maps the tokens that the texts begin with and end with alike, which are
// all but those in which they differ.
func sharedTokens(a, b *data.Example) map[int]int {
	tokens := map[int]int{}
	m, n, first := len(a.Tokens), len(b.Tokens), 0
	for first < min(m, n) && a.Tokens[first].Text == b.Tokens[first].Text {
		tokens[first] = first
		first++
	}
	for last := 1; last <= min(m, n)-first && a.Tokens[m-last].Text == b.Tokens[n-last].Text; last++ {
		tokens[m-last] = n - last
	}
	return tokens
}
