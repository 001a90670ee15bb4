package svg

import (
	"math"
	"math/rand/v2"
	"testing"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/data/score"
	"antecedent/resolve"
)

const lesson = "The cat sat on the mat because it was tired."

// random is a reading with random weights, the same for the same text.
func random(t *testing.T, text string, layers, heads int) *resolve.Reading {
	t.Helper()
	random := rand.New(rand.NewPCG(1, uint64(len(text))))
	row := func(n int) []float32 {
		weights, sum := make([]float32, n), float32(0)
		for i := range weights {
			weights[i] = float32(math.Pow(random.Float64(), 6))
			sum += weights[i]
		}
		for i := range weights {
			weights[i] /= sum
		}
		return weights
	}
	r := &resolve.Reading{Text: text, Tokens: data.Tokenize(text), Patterns: make([][][][]float32, layers)}
	n := len(r.Tokens)
	for l := range layers {
		r.Patterns[l] = make([][][]float32, heads)
		for h := range heads {
			for range n {
				r.Patterns[l][h] = append(r.Patterns[l][h], row(n))
			}
		}
	}
	for _, e := range data.FromText(text) {
		pointer := row(n + 1)
		p := score.Prediction{Pointer: pointer[:n], None: pointer[n]}
		a := resolve.Answer{Pronoun: e.Pronoun, None: float64(p.None), Pointer: p.Pointer}
		if s, probability, ok := score.Choose(&e, p); ok {
			a.Antecedent = &resolve.Mention{Start: s.Start, End: s.End, Probability: float64(probability)}
		}
		r.Answers = append(r.Answers, a)
	}
	return r
}

// history is a made-up run of some steps, evaluated every tenth.
func history(steps int) checkpoints.History {
	h := checkpoints.History{Name: "run-<1> & more"}
	r := rand.New(rand.NewPCG(2, 3))
	for s := 1; s <= steps; s++ {
		loss := 3*math.Exp(-4*float64(s)/float64(steps)) + 0.3*r.Float64()
		h.Losses = append(h.Losses, checkpoints.Loss{Step: s, Loss: loss})
		if s%max(1, steps/10) == 0 {
			h.Evaluations = append(h.Evaluations, checkpoints.Evaluation{Step: s, Loss: loss, Accuracy: 1 - loss/4, PairAccuracy: 1 - loss/3.5, Pairs: 9, Best: s < steps})
		}
	}
	return h
}
