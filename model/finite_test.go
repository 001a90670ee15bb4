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
