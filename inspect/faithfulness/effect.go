package faithfulness

import (
	"math"

	"antecedent/data"
	"antecedent/data/score"
)

// An Effect is what one intervention did to the answers of the sample.
type Effect struct {
	Accuracy Share `json:"accuracy"`
	Pairs    Share `json:"pairs"`   // both twins right
	Changed  Share `json:"changed"` // answers that are others than before
	Drop     Mean  `json:"drop"`    // fall of the gold antecedent's probability
}

// effect compares predictions for some examples with those of the unchanged model.
func (x *experiment) effect(of []int, predictions []score.Prediction) Effect {
	var f Effect
	var examples []data.Example
	var changed counter
	var drops []float64
	for k, i := range of {
		e, before, after := &x.examples[i], x.predictions[i], predictions[k]
		examples = append(examples, *e)
		was, _, _ := score.Choose(e, before)
		is, _, _ := score.Choose(e, after)
		changed.add(is != was)
		drops = append(drops, score.Probability(e, before, e.Antecedents...)-score.Probability(e, after, e.Antecedents...))
	}
	f.Accuracy, f.Pairs = accuracy(examples, predictions)
	f.Changed, f.Drop = changed.share(), meanOf(drops)
	return f
}

// A PatchEffect is what the activations for the twin did to the answers.
type PatchEffect struct {
	// Flipped is how many answers became the twin's, of those that were not.
	Flipped Share `json:"flipped"`
	// Restored is the share of the difference between the two sentences that the
	// patch carries over: 0 none, 1 all of it, outside that range where it has the
	// contrary effect or overshoots; nil where there is no difference.
	//
	//	Σ (LD(patched) − LD(sentence)) / Σ (LD(twin) − LD(sentence))
	//	LD = log p(the twin's antecedent) − log p(the sentence's own)
	//
	// This is the normalised logit difference of Wang et al. (2022) and Zhang and
	// Nanda ("Towards Best Practices of Activation Patching in Language Models",
	// 2023): LD is a difference of logits, as both share a softmax.
	Restored *float64 `json:"restored"`
}

// patchEffect compares predictions for examples that have a twin with those of the
// unchanged model for both.
func (x *experiment) patchEffect(of []int, predictions []score.Prediction) PatchEffect {
	var flipped counter
	var moved, apart float64
	for k, i := range of {
		e, twin := &x.examples[i], &x.examples[x.twin[i]]
		before, there, after := x.predictions[i], x.predictions[x.twin[i]], predictions[k]
		answer, _ := score.Decide(e, before)
		other, _ := score.Decide(twin, there)
		if answer != other {
			patched, _ := score.Decide(e, after)
			flipped.add(patched == other)
		}
		own, others := goldCandidate(e), goldCandidate(twin)
		difference := func(e *data.Example, p score.Prediction) float64 {
			return logarithm(score.Probability(e, p, e.Candidates[others])) - logarithm(score.Probability(e, p, e.Candidates[own]))
		}
		here := difference(e, before)
		moved += difference(e, after) - here
		apart += difference(twin, there) - here
	}
	f := PatchEffect{Flipped: flipped.share()}
	if math.Abs(apart) > 1e-6*float64(len(of)) { // else it is rounding
		restored := moved / apart
		f.Restored = &restored
	}
	return f
}

// logarithm is that of p, or of the least normal float32 where p is less: p may
// have come out as 0.
func logarithm(p float64) float64 { return math.Log(max(p, 0x1p-126)) }
