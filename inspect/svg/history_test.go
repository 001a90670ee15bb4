package svg

import (
	"slices"
	"testing"

	"antecedent/checkpoints"
)

func TestBins(t *testing.T) {
	losses := []checkpoints.Loss{{Step: 1, Loss: 4}, {Step: 2, Loss: 2}, {Step: 3, Loss: 1}, {Step: 4, Loss: 1}, {Step: 5, Loss: 9}}
	want := []bin{{1.5, 3, 2, 4}, {3.5, 1, 1, 1}, {5, 9, 9, 9}}
	if got := bins(losses, 6, 3); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestNiceStep(t *testing.T) {
	for x, want := range map[float64]float64{0.75: 1, 1: 1, 1.1: 2, 2.4: 5, 5.5: 10, 0.03: 0.05, 333: 500, 0: 1} {
		if got := niceStep(x); got != want {
			t.Errorf("%v: %v", x, got)
		}
	}
}
