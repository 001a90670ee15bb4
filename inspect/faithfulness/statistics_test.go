package faithfulness

import (
	"encoding/json"
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
func TestRankCorrelationsWithTies(t *testing.T) {
	tau, rho := rankCorrelations([]float64{1, 2, 2, 3}, []float64{10, 20, 30, 30})
	near(t, "τ", tau, 0.8)
	near(t, "ρ", rho, 3.75/4.5)
}

func TestRankCorrelationsAtTheirEnds(t *testing.T) {
	up, down, level := []float64{-1, 0, 5, 6}, []float64{9, 8, 1, 0}, []float64{2, 2, 2, 2}
	if tau, rho := rankCorrelations(up, up); tau != 1 || rho != 1 {
		t.Errorf("with itself: %v %v", tau, rho)
	}
	if tau, rho := rankCorrelations(up, down); tau != -1 || rho != -1 {
		t.Errorf("with its reverse: %v %v", tau, rho)
	}
	for _, pair := range [][2][]float64{{up, level}, {level, up}, {nil, nil}, {{1}, {2}}} {
		if tau, rho := rankCorrelations(pair[0], pair[1]); !math.IsNaN(tau) || !math.IsNaN(rho) {
			t.Errorf("of %v: %v %v", pair, tau, rho)
		}
	}
}

func TestShare(t *testing.T) {
	for _, c := range []struct {
		share            Share
		value, low, high float64
	}{
		{Share{0, 200}, 0, 0, 3.841459 / 203.841459}, // Wilson: z²/(n+z²)
		{Share{50, 100}, 0.5, 0.40383, 0.59617},
		{Share{}, 0, 0, 1},
	} {
		low, high := c.share.Interval()
		near(t, "value", c.share.Value(), c.value)
		near(t, "low", low, c.low)
		near(t, "high", high, c.high)
	}
	if got, err := json.Marshal(Share{}); err != nil || string(got) != `{"count":0,"of":0,"share":0,"low":0,"high":1}` {
		t.Errorf("%s, error %v", got, err)
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
