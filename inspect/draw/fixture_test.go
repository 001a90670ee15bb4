package draw

import (
	"math"
	"math/rand/v2"
	"testing"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model"
	"antecedent/model/resolver"
)

const lesson = "The cat sat on the mat because it was tired."

// madeUp answers every pronoun of a text with random weights.
func madeUp(t *testing.T, text string, layers, heads int) []resolver.Answer {
	t.Helper()
	r := rand.New(rand.NewPCG(1, uint64(len(text))))
	row := func(n int) []float32 {
		weights, sum := make([]float32, n), float32(0)
		for i := range weights {
			weights[i] = float32(math.Pow(r.Float64(), 6))
			sum += weights[i]
		}
		for i := range weights {
			weights[i] /= sum
		}
		return weights
	}
	var patterns [][][][]float32
	var answers []resolver.Answer
	for _, e := range data.FromText(text) {
		n := len(e.Tokens)
		if answers == nil {
			for range layers {
				var layer [][][]float32
				for range heads {
					var pattern [][]float32
					for range n {
						pattern = append(pattern, row(n))
					}
					layer = append(layer, pattern)
				}
				patterns = append(patterns, layer)
			}
		}
		pointer := row(n + 1)
		res := &model.Resolution{Pointer: pointer[:n], None: pointer[n], Patterns: patterns}
		a := resolver.Answer{Example: e, None: float64(res.None), Resolution: res}
		if s, p, ok := score.Mention(&e, score.Prediction{Pointer: res.Pointer, None: res.None}); ok {
			text := string([]rune(e.Text)[e.Tokens[s.Start].Start:e.Tokens[s.End-1].End])
			a.Antecedent = &resolver.Mention{Start: s.Start, End: s.End, Text: text, Probability: float64(p)}
		}
		answers = append(answers, a)
	}
	if len(answers) == 0 {
		t.Fatalf("no pronoun in %q", text)
	}
	return answers
}

// history is a made-up run of some steps, evaluated every tenth.
func history(steps int) History {
	h := History{Name: "run-<1> & more"}
	r := rand.New(rand.NewPCG(2, 3))
	for s := 1; s <= steps; s++ {
		loss := 3*math.Exp(-4*float64(s)/float64(steps)) + 0.3*r.Float64()
		h.Steps = append(h.Steps, Step{s, loss})
		if s%max(1, steps/10) == 0 {
			h.Evals = append(h.Evals, Eval{Step: s, Loss: loss, Accuracy: 1 - loss/4, PairAccuracy: 1 - loss/3.5, Pairs: 9, Best: s < steps})
		}
	}
	return h
}
