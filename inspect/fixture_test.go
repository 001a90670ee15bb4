package inspect

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

// lessonAnswer is a made-up answer for the lesson's sentence with two layers
// of four heads: 0.2 looks at "tired" and 1.1 at "cat".
func lessonAnswer() resolver.Answer {
	return answerOf(data.FromText(lesson)[0],
		[]float32{0.002, 0.97, 0, 0, 0, 0.012, 0, 0.001, 0, 0.003, 0, 0.012},
		[][][]float32{{
			{0.05, 0.20, 0.04, 0.02, 0.05, 0.21, 0.06, 0.17, 0.08, 0.10, 0.02},
			{0.21, 0.03, 0.02, 0.11, 0.22, 0.03, 0.05, 0.04, 0.07, 0.02, 0.20},
			{0.01, 0.08, 0.02, 0.01, 0.01, 0.06, 0.03, 0.07, 0.08, 0.62, 0.01},
			{0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0},
		}, {
			{0.09, 0.09, 0.09, 0.09, 0.09, 0.09, 0.09, 0.10, 0.09, 0.09, 0.09},
			{0.03, 0.41, 0.04, 0.01, 0.03, 0.18, 0.04, 0.09, 0.04, 0.12, 0.01},
			{0.003, 0.11, 0.10, 0.004, 0.003, 0.12, 0.30, 0.14, 0.10, 0.12, 0},
			{0.02, 0.13, 0.27, 0.02, 0.02, 0.14, 0.04, 0.04, 0.11, 0.20, 0.01},
		}})
}

// answerOf makes an answer of the pointer, NONE last, and the pronoun's rows
// of L × H heads. The rows of the other tokens are uniform.
func answerOf(e data.Example, pointer []float32, rows [][][]float32) resolver.Answer {
	n := len(e.Tokens)
	r := &model.Resolution{Pointer: pointer[:n], None: pointer[n]}
	for _, heads := range rows {
		var layer [][][]float32
		for _, row := range heads {
			pattern := make([][]float32, n)
			for i := range pattern {
				pattern[i] = make([]float32, n)
				for j := range pattern[i] {
					pattern[i][j] = 1 / float32(n)
				}
			}
			pattern[e.Pronoun.Start] = row
			layer = append(layer, pattern)
		}
		r.Patterns = append(r.Patterns, layer)
	}
	a := resolver.Answer{Example: e, None: float64(r.None), Resolution: r}
	span, probability, ok := score.Mention(&e, score.Prediction{Pointer: r.Pointer, None: r.None})
	if ok {
		text := string([]rune(e.Text)[e.Tokens[span.Start].Start:e.Tokens[span.End-1].End])
		a.Antecedent = &resolver.Mention{Start: span.Start, End: span.End, Text: text, Probability: float64(probability)}
	}
	return a
}

// randomRow is n weights that sum to 1, more peaked the greater the power.
func randomRow(r *rand.Rand, n int, power float64) []float32 {
	row, sum := make([]float64, n), 0.0
	for i := range row {
		row[i] = math.Pow(r.Float64(), power)
		sum += row[i]
	}
	out := make([]float32, n)
	for i := range row {
		out[i] = float32(row[i] / sum)
	}
	return out
}

// randomAnswers answers every example with random weights.
func randomAnswers(r *rand.Rand, examples []data.Example, layers, heads int) []resolver.Answer {
	var list []resolver.Answer
	for _, e := range examples {
		rows := make([][][]float32, layers)
		for l := range rows {
			for range heads {
				rows[l] = append(rows[l], randomRow(r, len(e.Tokens), 4))
			}
		}
		list = append(list, answerOf(e, randomRow(r, len(e.Tokens)+1, 9), rows))
	}
	return list
}

func TestFixtureRowsSumToOne(t *testing.T) {
	a := lessonAnswer()
	sum := func(row []float32) (s float64) {
		for _, w := range row {
			s += float64(w)
		}
		return s
	}
	if s := sum(a.Resolution.Pointer) + a.None; math.Abs(s-1) > 1e-5 {
		t.Errorf("the pointer sums to %v", s)
	}
	for l, heads := range a.Resolution.Patterns {
		for h, pattern := range heads {
			if s := sum(pattern[a.Example.Pronoun.Start]); math.Abs(s-1) > 1e-5 {
				t.Errorf("%d.%d sums to %v", l, h, s)
			}
		}
	}
}
