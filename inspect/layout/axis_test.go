package layout

import (
	"math"
	"testing"
)

// One outlier, or a run that diverges, does not press the rest of a curve to the ground.
func TestAxisEndsWhereTheCurveCanBeSeen(t *testing.T) {
	curve := func(n int, f func(i int) float64) []float64 {
		values := make([]float64, n)
		for i := range values {
			values[i] = f(i)
		}
		return values
	}
	falling := curve(180, func(i int) float64 { return 0.05 + 2.4*math.Exp(-float64(i)/20) })
	outlier := func(at int, v float64) []float64 {
		return curve(180, func(i int) float64 {
			if i == at {
				return v
			}
			return falling[i]
		})
	}
	for name, c := range map[string]struct {
		series   [][]float64
		low, end float64 // between which the axis must end
	}{
		"nothing":             {nil, 0, 0},
		"falling":             {[][]float64{falling}, 2.44, 2.46},
		"held out rises":      {[][]float64{falling, {1, 2, 4, 5}}, 5, 5},
		"one outlier":         {[][]float64{outlier(90, 1e32)}, 2.44, 8},
		"a small one":         {[][]float64{outlier(90, 50)}, 2.44, 8},
		"the first":           {[][]float64{outlier(0, 1e6)}, 2, 8},
		"the last":            {[][]float64{outlier(179, 1e6)}, 2.44, 8},
		"held out":            {[][]float64{falling, {1, 0.9, 1e20, 0.8}}, 2.44, 8},
		"one evaluation":      {[][]float64{falling, {1e20}}, 2.44, 2.46},
		"diverges half-way":   {[][]float64{curve(90, func(i int) float64 { return 2 + math.Pow(10, float64(i-50)) })}, 2.5, 10},
		"not finite":          {[][]float64{outlier(90, math.Inf(1))}, 2.44, 2.46},
		"starts from trained": {[][]float64{curve(100, func(i int) float64 { return 0.1 + 0.4*math.Min(1, float64(i)/10) })}, 0.5, 0.5},
		"two steps":           {[][]float64{{2.4, 1e30}}, 2.4, 8},
		"zeros":               {[][]float64{{0, 0, 0, 5}}, 5, 5},
	} {
		end, greatest := AxisEnd(c.series...)
		if !(end >= c.low && end <= c.end) || greatest < end {
			t.Errorf("%s: the axis ends at %v, the greatest value is %v; want %v to %v", name, end, greatest, c.low, c.end)
		}
	}
}
