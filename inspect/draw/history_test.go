package draw

import "testing"

func TestBins(t *testing.T) {
	steps := []Step{{1, 4}, {2, 2}, {3, 1}, {4, 1}, {5, 9}}
	got := bins(steps, 6, 3)
	want := []bin{{1.5, 3, 2, 4}, {3.5, 1, 1, 1}, {5, 9, 9, 9}}
	if len(got) != len(want) {
		t.Fatalf("%v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d: %v", i, got[i])
		}
	}
}

func TestNiceStep(t *testing.T) {
	for x, want := range map[float64]float64{0.75: 1, 1: 1, 1.1: 2, 2.4: 5, 5.5: 10, 0.03: 0.05, 333: 500, 0: 1} {
		if got := niceStep(x); got != want {
			t.Errorf("%v: %v", x, got)
		}
	}
}
