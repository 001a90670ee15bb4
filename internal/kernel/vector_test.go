package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestElementwise(t *testing.T) {
	everySize(t, func(t *testing.T, rng *rand.Rand, n int) {
		x, y := numbers(t, rng, n), numbers(t, rng, n)
		added, scaled := guarded(t, n), guarded(t, n)
		copy(added, y)
		copy(scaled, y)
		Add(added, x)
		AddScaled(scaled, 0.3, x)
		var dot, squares float64
		for i := range x {
			dot += float64(x[i]) * float64(y[i])
			squares += float64(x[i]) * float64(x[i])
			near(t, added[i], float64(y[i])+float64(x[i]), 1e-6, "Add %d of %d", i, n)
			near(t, scaled[i], float64(y[i])+float64(float32(0.3))*float64(x[i]), 1e-6, "AddScaled %d of %d", i, n)
		}
		near(t, Dot(x, y), dot, 2e-5, "Dot of %d", n)
		if got := SumSquares(x); math.Abs(got-squares) > 1e-13*squares {
			t.Errorf("SumSquares of %d: got %v, want %v", n, got, squares)
		}
	})
}

// TestSumSquaresWide: squares that float32 cannot hold do not overflow.
func TestSumSquaresWide(t *testing.T) {
	every(t, func(t *testing.T) {
		x := slices.Repeat([]float32{1e30}, 100)
		if got, want := SumSquares(x), 100*float64(x[0])*float64(x[0]); math.Abs(got-want) > 1e-13*want {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestSumRows(t *testing.T) {
	every(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(11, 12))
		for i, cols := range sizes {
			m := matrix(t, rng, []int{40, 1, 0}[i%3], cols, paddedRows)
			dst := guarded(t, cols)
			SumRows(dst, m)
			for j := range cols {
				var want float64
				for i := range m.Rows {
					want += m.at(i, j)
				}
				near(t, dst[j], want, 1e-5, "column %d of %d", j, cols)
			}
		}
	})
}

func TestAdamW(t *testing.T) {
	u := AdamW{Beta1: 0.9, Beta2: 0.98, Epsilon: 1e-8, Rate: 0.01, Decay: 0.1, Step: 3, GradScale: 0.7}
	everySize(t, func(t *testing.T, rng *rand.Rand, n int) {
		w, g, m, v := numbers(t, rng, n), numbers(t, rng, n), numbers(t, rng, n), numbers(t, rng, n)
		for i := range v {
			v[i] *= v[i]
		}
		w0, m0, v0 := slices.Clone(w), slices.Clone(m), slices.Clone(v)
		u.Update(w, g, m, v)
		b1, b2 := float64(u.Beta1), float64(u.Beta2)
		for i := range w {
			gi := float64(g[i]) * float64(u.GradScale)
			wantM := b1*float64(m0[i]) + (1-b1)*gi
			wantV := b2*float64(v0[i]) + (1-b2)*gi*gi
			step := wantM/(1-b1*b1*b1)/(math.Sqrt(wantV/(1-b2*b2*b2))+float64(u.Epsilon)) + float64(u.Decay)*float64(w0[i])
			near(t, m[i], wantM, 1e-6, "m %d of %d", i, n)
			near(t, v[i], wantV, 1e-6, "v %d of %d", i, n)
			near(t, w[i], float64(w0[i])-float64(u.Rate)*step, 1e-5, "w %d of %d", i, n)
		}
	})
}
