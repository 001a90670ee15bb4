package model

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"antecedent/internal/kernel"
)

// ErrNotFinite is wrapped by the error of an evaluation whose results are not all finite
// numbers, because the weights or what they are multiplied with is too large.
var ErrNotFinite = errors.New("the result is not a finite number")

// Finite returns an error that names the first weight which is no finite number.
func (p *Parameter) Finite() error {
	if allFinite(p.Data) {
		return nil
	}
	for i, x := range p.Data {
		if !isFinite(x) {
			return fmt.Errorf("%.60q holds %v at %v", p.Name, x, p.position(i))
		}
	}
	return nil
}

// position is where the i-th weight stands in a parameter's shape.
func (p *Parameter) position(i int) []int {
	at := make([]int, len(p.Shape))
	for axis := len(at) - 1; axis >= 0; axis-- {
		at[axis], i = i%p.Shape[axis], i/p.Shape[axis]
	}
	return at
}

// allFinite reports whether x holds finite numbers only. Exactly then the sum of their
// squares, in float64, is finite too.
func allFinite(x []float32) bool {
	sum := kernel.SumSquares(x)
	return !math.IsInf(sum, 0) && !math.IsNaN(sum)
}

func isFinite(x float32) bool { return x-x == 0 }

// checkFinite returns the error of notFinite unless a result holds finite numbers only.
func (m *Model) checkFinite(result []float32) error {
	if allFinite(result) {
		return nil
	}
	return m.notFinite()
}

// finite reports whether the trace holds finite numbers only.
func (t *Trace) finite() bool {
	rows := func(list [][]float32) bool {
		return !slices.ContainsFunc(list, func(r []float32) bool { return !allFinite(r) })
	}
	for _, layers := range [][][][][]float32{t.Patterns, t.Scores, t.Queries, t.Keys, t.Values, t.Mixed} {
		for _, heads := range layers {
			if slices.ContainsFunc(heads, func(head [][]float32) bool { return !rows(head) }) {
				return false
			}
		}
	}
	return rows(t.Pointer) && rows(t.Content) && rows(t.Structure) && allFinite(t.None)
}

// notFinite makes an error that wraps [ErrNotFinite]. It names the first weight that is no
// finite number or, where all are, the one of the greatest magnitude.
func (m *Model) notFinite() error {
	var in *Parameter
	at, largest := 0, float32(-1)
	for i := range m.parameters {
		p := &m.parameters[i]
		if err := p.Finite(); err != nil {
			return fmt.Errorf("model: %w: of the weights %w; %s", ErrNotFinite, err, adviceNotFinite)
		}
		for k, x := range p.Data {
			if size := max(x, -x); size > largest {
				in, at, largest = p, k, size
			}
		}
	}
	return fmt.Errorf("model: %w: a number on the way is too large for 32 bits. Of the weights the largest: %s holds %v at %v; %s",
		ErrNotFinite, in.Name, in.Data[at], in.position(at), adviceNotFinite)
}

const adviceNotFinite = "open another step of the run, or train again"
