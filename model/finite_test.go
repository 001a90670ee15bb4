package model

import (
	"errors"
	"math"
	"strings"
	"testing"
)

// The error of an answer that is not a number names the weight that is to blame: the first
// that is no finite number, else the one of the greatest magnitude.
func TestNotFiniteNamesTheWeight(t *testing.T) {
	for _, c := range []struct {
		value float32
		says  string
	}{
		{float32(math.NaN()), `"layer.1.mlp.W_1" holds NaN at [0 2]`},
		{float32(math.Inf(-1)), `"layer.1.mlp.W_1" holds -Inf at [0 2]`},
		{-3e38, `the largest: layer.1.mlp.W_1 holds -3e+38 at [0 2]`},
	} {
		m := testModel(t, nil)
		m.Update(func(parameters []Parameter) {
			for _, p := range parameters {
				if p.Name == "layer.1.mlp.W_1" {
					p.Data[2] = c.value
				}
			}
		})
		err := m.notFinite()
		if !errors.Is(err, ErrNotFinite) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v: the error is %v", c.value, err)
		}
	}
}

// TestWeightsAreFinite: the first weight that is no number is named by its place, and so
// is the largest where only the result is none.
func TestWeightsAreFinite(t *testing.T) {
	c := Config{Vocabulary: 3, Layers: 1, Heads: 2, Width: 4, Hidden: 3, Radius: 1}
	restored := func(name string, at int, value float32) (*Model, error) {
		m, err := New(c, 1)
		if err != nil {
			t.Fatal(err)
		}
		m.Update(func(parameters []Parameter) {
			for _, p := range parameters {
				if p.Name == name {
					p.Data[at] = value
				}
			}
		})
		return Restore(configJSON(t, c), m.Parameters())
	}
	for _, value := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if _, err := restored("layer.0.mlp.W_1", 7, float32(value)); err == nil || !strings.Contains(err.Error(), `"layer.0.mlp.W_1" holds`) || !strings.Contains(err.Error(), "at [2 1]") {
			t.Errorf("%v: the error is %v", value, err)
		}
	}
	for _, name := range []string{"pointer.W_Q", "layer.0.attention.W_V"} {
		m, err := restored(name, 6, 3e38)
		if err != nil {
			t.Fatal(err)
		}
		m.Update(func(parameters []Parameter) {
			for _, p := range parameters {
				if p.Name == "norm.gain" || p.Name == "layer.0.norm1.gain" {
					for i := range p.Data {
						p.Data[i] = 1e10
					}
				}
			}
		})
		b := smallBatch(c)
		_, forward := m.Forward(b)
		_, trace := m.Trace(b, nil)
		_, pointers := m.TracePointers(b)
		for _, err := range []error{forward, trace, pointers, m.Inspect(b, nil, func(Output) { t.Error("visited") })} {
			if !errors.Is(err, ErrNotFinite) || !strings.Contains(err.Error(), name+" holds 3e+38 at [1 2]") {
				t.Errorf("%s: the error is %v", name, err)
			}
		}
	}
}
