package faithfulness

import (
	"math"
	"testing"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-4 {
		t.Errorf("%s is %.5f, want %.5f", what, got, want)
	}
}

// Of the six pairs of these four, one is tied in x, one in y, and four agree:
// τ = 4/√(5·5). The ranks are 0 1.5 1.5 3 and 0 1 2.5 2.5.
func TestRankCorrelationWithTies(t *testing.T) {
	x, y := []float64{1, 2, 2, 3}, []float64{10, 20, 30, 30}
	tau, ok := kendall(x, y)
	near(t, "τ", tau, 0.8)
	rho, okRho := spearman(x, y)
	near(t, "ρ", rho, 3.75/4.5)
	if !ok || !okRho {
		t.Error("undefined")
	}
}

func TestRankCorrelationAtItsEnds(t *testing.T) {
	up, down, level := []float64{-1, 0, 5, 6}, []float64{9, 8, 1, 0}, []float64{2, 2, 2, 2}
	for _, correlate := range []func(x, y []float64) (float64, bool){kendall, spearman} {
		if r, ok := correlate(up, up); !ok || r != 1 {
			t.Errorf("with itself: %v %v", r, ok)
		}
		if r, ok := correlate(up, down); !ok || r != -1 {
			t.Errorf("with its reverse: %v %v", r, ok)
		}
		for _, pair := range [][2][]float64{{up, level}, {level, up}, {nil, nil}, {{1}, {2}}} {
			if r, ok := correlate(pair[0], pair[1]); ok {
				t.Errorf("%v is defined as %v", pair, r)
			}
		}
	}
}

func TestShare(t *testing.T) {
	s := shareOf(0, 200) // Wilson: z²/(n+z²)
	near(t, "share", s.Share, 0)
	near(t, "low", s.Low, 0)
	near(t, "high", s.High, 3.841459/203.841459)
	s = shareOf(50, 100)
	near(t, "low", s.Low, 0.40383)
	near(t, "high", s.High, 0.59617)
	if s := shareOf(0, 0); s.Share != 0 || s.Low != 0 || s.High != 1 {
		t.Errorf("of nothing: %+v", s)
	}
}

func TestMean(t *testing.T) {
	m := meanOf([]float64{1, 2, 3}) // s = 1
	near(t, "mean", m.Mean, 2)
	near(t, "low", m.Low, 2-1.959964/math.Sqrt(3))
	near(t, "high", m.High, 2+1.959964/math.Sqrt(3))
	if m := meanOf(nil); m != (Mean{}) {
		t.Errorf("of nothing: %+v", m)
	}
	if m := meanOf([]float64{4}); m != (Mean{1, 4, 4, 4}) {
		t.Errorf("of one: %+v", m)
	}
}

func TestEntropy(t *testing.T) {
	near(t, "of one word", entropy([]float32{0, 1, 0}), 0)
	near(t, "of eight alike", entropy([]float32{.125, .125, .125, .125, .125, .125, .125, .125}), 3)
	near(t, "of a half and two quarters", entropy([]float32{.5, .25, .25}), 1.5)
}

func TestGreatest(t *testing.T) {
	if at := greatest([]float32{1, 3, 3, 2}); at != 1 {
		t.Errorf("of equals it is %d", at)
	}
	if at := greatest([]float64{}); at != -1 {
		t.Errorf("of none it is %d", at)
	}
}
