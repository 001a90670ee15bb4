package faithfulness

import (
	"context"
	"math"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model"
)

// An Effect is what one intervention did to the answers of the sample.
type Effect struct {
	Accuracy Share `json:"accuracy"`
	Pairs    Share `json:"pairs"`   // both twins right
	Changed  Share `json:"changed"` // answers that are others than before
	Drop     Mean  `json:"drop"`    // fall of the gold antecedent's probability
}

// effect runs some examples, each with its intervention, and compares the answers
// with those of the unchanged model.
func (x *experiment) effect(ctx context.Context, of []int, change func(i int) *model.Intervention) Effect {
	var examples []data.Example
	var predictions []score.Prediction
	var changed counter
	var drops []float64
	for _, i := range of {
		e, before, after := &x.examples[i], x.predictions[i], x.run(ctx, x.batches[i], change(i))
		examples, predictions = append(examples, *e), append(predictions, after)
		was, _, _ := score.Choose(e, before)
		is, _, _ := score.Choose(e, after)
		changed.add(is != was)
		drops = append(drops, score.Probability(e, before, e.Antecedents...)-score.Probability(e, after, e.Antecedents...))
	}
	answers, pairs := accuracy(examples, predictions)
	return Effect{answers, pairs, changed.share(), meanOf(drops)}
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

// patchEffect runs the examples that have a twin with the outputs of the heads for
// the twin, at the tokens that tokens returns: rows[i] gets that of the twin's token
// from[i].
func (x *experiment) patchEffect(ctx context.Context, heads []model.Head, tokens func(e, twin *data.Example) (rows, from []int)) PatchEffect {
	var flipped counter
	var moved, apart float64
	for _, i := range x.paired {
		e, twin := &x.examples[i], &x.examples[x.twin[i]]
		rows, from := tokens(e, twin)
		before, there := x.predictions[i], x.predictions[x.twin[i]]
		after := x.run(ctx, x.batches[i], patch(heads, x.outputs[x.twin[i]], rows, from))

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
	if math.Abs(apart) > 1e-6*float64(len(x.paired)) { // else it is rounding
		restored := moved / apart
		f.Restored = &restored
	}
	return f
}

// logarithm is that of p, or of the least normal float32 where p is less: p may
// have come out as 0.
func logarithm(p float64) float64 { return math.Log(max(p, 0x1p-126)) }
