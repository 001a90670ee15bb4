package faith

import (
	"context"
	"math"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model"
)

// A Knock is what becomes of the answers when some heads are changed.
type Knock struct {
	Name     string `json:"name"` // a head's, a layer's, or of several
	Heads    []Head `json:"heads"`
	Zero     Effect `json:"zero"`     // output zero
	Mean     Effect `json:"mean"`     // output its mean over the sample
	Uniform  Effect `json:"uniform"`  // attention to all tokens alike
	Permuted Effect `json:"permuted"` // each row's weights dealt out at random
	Edges    *Edges `json:"edges"`    // no attention to the predicate; null where none is known
	Twin     *Twin  `json:"twin"`     // outputs of the twin; null without twins
}

// Edges are the effects of cutting the edges to the predicate, by who gives it
// no weight any more. The pronoun asks what it refers to, but in the layers
// before the pointer the candidates may as well learn what is said of them.
type Edges struct {
	Pronoun    Effect `json:"pronoun"`
	Candidates Effect `json:"candidates"`
	All        Effect `json:"all"` // every token outside the predicate
}

// A Twin is the effects of putting in the outputs that the heads have in the
// twin, by the tokens at which.
type Twin struct {
	Pronoun    Patch `json:"pronoun"`
	Candidates Patch `json:"candidates"`
	Shared     Patch `json:"shared"` // every token that the twins share, all but the predicate
}

// An Effect is what one change did to the answers of the sample.
type Effect struct {
	Accuracy Share `json:"accuracy"`
	Pairs    Share `json:"pairs"`   // both twins right
	Changed  Share `json:"changed"` // answers that are others than before
	Drop     Mean  `json:"drop"`    // fall of the gold antecedent's probability
}

// A Patch is what the twin's activations did to the answers.
type Patch struct {
	// Flipped is how many answers became the twin's, of those that were not.
	Flipped Share `json:"flipped"`
	// Restored is the share of the difference between the two sentences that
	// the patch carries over, 0 none and 1 all of it, outside that range where
	// it has the contrary effect or overshoots; null where there is no difference:
	//
	//	Σ (LD(patched) − LD(sentence)) / Σ (LD(twin) − LD(sentence))
	//	LD = log p(the twin's antecedent) − log p(the sentence's own)
	//
	// This is the normalised logit difference of Wang et al. (2022) and Zhang
	// and Nanda ("Towards Best Practices of Activation Patching in Language
	// Models", 2023): LD is a difference of logits, as both share a softmax.
	Restored *float64 `json:"restored"`
}

// A sum adds up what one kind of change did.
type sum interface {
	add(t *trial, i int, p score.Prediction)
}

// knock makes every change to one target, on every example.
func (t *trial) knock(ctx context.Context, g target) (Knock, error) {
	var zeroed, averaged, levelled, permuted, fromPronoun, fromCandidates, fromAll effecting
	var atPronoun, atCandidates, atShared patching
	for i := range t.examples {
		e := &t.examples[i]
		pronoun := []int{e.Pronoun.Start}
		var failed error
		try := func(into sum, change *model.Intervention) {
			if failed != nil {
				return
			}
			var p score.Prediction
			if p, failed = t.with(ctx, i, change); failed == nil {
				into.add(t, i, p)
			}
		}
		try(&zeroed, zero(g.heads))
		try(&averaged, mean(g.heads, t.averages, e.Pronoun.Start))
		try(&levelled, level(g.heads))
		try(&permuted, permute(g.heads, i))
		if s, ok := t.evidence(e); ok {
			try(&fromPronoun, cut(g.heads, pronoun, s))
			try(&fromCandidates, cut(g.heads, tokensOf(e.Candidates...), s))
			try(&fromAll, cut(g.heads, outside(len(e.Tokens), s), s))
		}
		if at := t.twin[i]; at >= 0 {
			twin := &t.examples[at]
			try(&atPronoun, patch(g.heads, t.outputs[at], pronoun, []int{twin.Pronoun.Start}))
			rows, from := mentions(e, twin)
			try(&atCandidates, patch(g.heads, t.outputs[at], rows, from))
			rows, from = shared(e.Tokens, twin.Tokens)
			try(&atShared, patch(g.heads, t.outputs[at], rows, from))
		}
		if failed != nil {
			return Knock{}, failed
		}
	}
	k := Knock{Name: g.name, Heads: g.heads, Zero: zeroed.effect(t), Mean: averaged.effect(t), Uniform: levelled.effect(t), Permuted: permuted.effect(t)}
	if len(fromPronoun.seen) > 0 {
		k.Edges = &Edges{fromPronoun.effect(t), fromCandidates.effect(t), fromAll.effect(t)}
	}
	if atPronoun.seen > 0 {
		k.Twin = &Twin{atPronoun.patch(), atCandidates.patch(), atShared.patch()}
	}
	return k, nil
}

// An effecting adds up an Effect.
type effecting struct {
	seen        []int // examples
	predictions []score.Prediction
}

func (a *effecting) add(_ *trial, i int, p score.Prediction) {
	a.seen, a.predictions = append(a.seen, i), append(a.predictions, p)
}

func (a *effecting) effect(t *trial) Effect {
	var f Effect
	var changed counter
	var drops []float64
	for at, i := range a.seen {
		e, before, after := &t.examples[i], t.predictions[i], a.predictions[at]
		changed.add(decide(e, after) != decide(e, before))
		drops = append(drops, probability(e, before, e.Antecedents...)-probability(e, after, e.Antecedents...))
	}
	f.Accuracy, f.Pairs = t.accuracy(a.seen, a.predictions)
	f.Changed, f.Drop = changed.share(), meanOf(drops)
	return f
}

// accuracy scores predictions for examples of the sample.
func (t *trial) accuracy(of []int, predictions []score.Prediction) (all, pairs Share) {
	var examples []data.Example
	for _, i := range of {
		examples = append(examples, t.examples[i])
	}
	s := score.Score(examples, predictions)
	return shareOf(s.Correct, s.Examples), shareOf(s.PairsCorrect, s.Pairs)
}

// A patching adds up a Patch.
type patching struct {
	seen         int
	flipped      counter
	moved, apart float64
}

func (a *patching) add(t *trial, i int, p score.Prediction) {
	a.seen++
	e, at := &t.examples[i], t.twin[i]
	twin := &t.examples[at]
	own, other := gold(e), gold(twin)
	before, _ := score.Decide(e, t.predictions[i])
	there, _ := score.Decide(twin, t.predictions[at])
	if before != there {
		after, _ := score.Decide(e, p)
		a.flipped.add(after == there)
	}
	difference := func(e *data.Example, p score.Prediction) float64 {
		return logarithm(probability(e, p, e.Candidates[other])) - logarithm(probability(e, p, e.Candidates[own]))
	}
	here := difference(e, t.predictions[i])
	a.moved += difference(e, p) - here
	a.apart += difference(twin, t.predictions[at]) - here
}

func (a *patching) patch() Patch {
	p := Patch{Flipped: a.flipped.share()}
	if math.Abs(a.apart) > 1e-6*float64(a.seen) { // else it is rounding
		restored := a.moved / a.apart
		p.Restored = &restored
	}
	return p
}

// logarithm bounds from below what may have come out as 0.
func logarithm(p float64) float64 { return math.Log(max(p, 0x1p-126)) }
