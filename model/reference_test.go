package model

import (
	"fmt"
	"math"
	"testing"

	"antecedent/model/reference"
)

// The graph, which works in float32, in batches, by blocks and with fused
// operations, computes what the reference computes.
func TestGraphAgreesWithReference(t *testing.T) {
	for _, change := range []func(*Config){
		func(*Config) {},
		func(c *Config) { c.NoScale = true },
		func(c *Config) { c.Layers, c.NgramBuckets = 0, 0 },
		func(c *Config) { c.Vectors, c.NgramBuckets = testE, 0 },
		func(c *Config) { c.Structure = testF },
		func(c *Config) { c.Temperature = 1.7 },
		func(c *Config) { c.Structure, c.Temperature = testF, 0.4 },
		func(c *Config) { c.Vectors, c.Structure = testE, testF },
		func(c *Config) { c.Structure, c.NoContent = testF, true },
	} {
		m := testModel(t, change)
		b := withInputs(testBatch(1, testT, testV, m.Config().NgramBuckets), m.Config())
		got := traceOf(t, m, b, nil)
		want := m.Reference().Forward(textOf(m.Config(), b))
		check := func(what string, got, want [][]float64) {
			t.Helper()
			for i := range want {
				for j := range want[i] {
					if d := math.Abs(got[i][j] - want[i][j]); !(d < 2e-5) {
						t.Fatalf("%+v: %s (%d,%d) is %v, in the reference %v", m.Config(), what, i, j, got[i][j], want[i][j])
					}
				}
			}
		}
		for i, p := range want.Pointers {
			check(fmt.Sprint("pointer ", i), widened([][]float32{append(got.Pointer[i], got.None[i])}), [][]float64{p.Probability})
			check(fmt.Sprint("content ", i), widened(got.Content[i:i+1]), [][]float64{p.Content})
			check(fmt.Sprint("structure ", i), widened(got.Structure[i:i+1]), [][]float64{p.Structure})
		}
		for l, layer := range want.Layers {
			for h, head := range layer.Heads {
				at := fmt.Sprintf(" of head %d.%d", l, h)
				check("query"+at, widened(got.Queries[l][h]), head.Q)
				check("key"+at, widened(got.Keys[l][h]), head.K)
				check("value"+at, widened(got.Values[l][h]), head.V)
				check("score"+at, widened(got.Scores[l][h]), head.Scores)
				check("pattern"+at, widened(got.Patterns[l][h]), head.Pattern)
				check("output"+at, widened(got.Mixed[l][h]), head.Z)
			}
		}
	}
}

// textOf is the text of a batch of one.
func textOf(c Config, b Batch) reference.Text {
	n := b.Lengths[0]
	text := reference.Text{Words: b.Words[:n], Pronouns: b.Pronouns}
	if c.Structure > 0 {
		for i := range b.Queries {
			var row [][]int
			var shared []int
			for t, bits := range b.Structure[i*b.Length:][:n] {
				if bits&SharedContent != 0 {
					shared = append(shared, t)
				}
				var features []int
				for f := range c.Structure {
					if bits>>f&1 == 1 {
						features = append(features, f)
					}
				}
				row = append(row, features)
			}
			text.Structure, text.Shared = append(text.Structure, row), append(text.Shared, shared)
		}
	}
	for i := range n {
		if c.Vectors > 0 {
			text.Vectors = append(text.Vectors, widened([][]float32{b.Vectors[i*c.Vectors:][:c.Vectors]})...)
		}
		var grams []int
		for _, g := range b.Ngrams[i*MaxNgrams : (i+1)*MaxNgrams] {
			if g >= 0 {
				grams = append(grams, g)
			}
		}
		if c.NgramBuckets > 0 {
			text.Ngrams = append(text.Ngrams, grams)
		}
	}
	return text
}

func widened(rows [][]float32) [][]float64 {
	wide := make([][]float64, len(rows))
	for i, row := range rows {
		for _, v := range row {
			wide[i] = append(wide[i], float64(v))
		}
	}
	return wide
}
