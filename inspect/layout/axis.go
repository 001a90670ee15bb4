package layout

import (
	"math"
	"slices"
)

// AxisEnd returns where an axis from 0 ends so that the course of series of values that
// are not negative can be seen, and the greatest of the values. The two differ where
// values are so great, as after a training has diverged, that beside them all others
// would lie at 0: the axis then ends at three times what is usual in a series. Values
// that are not finite do not count.
func AxisEnd(series ...[]float64) (end, greatest float64) {
	var few []float64 // of series too short to tell what is usual in them
	for _, values := range series {
		values = slices.DeleteFunc(slices.Clone(values), func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) })
		if len(values) < 2 {
			few = append(few, values...)
			continue
		}
		most := slices.Max(values)
		greatest = max(greatest, most)
		if u := usual(values); u > 0 && most > 6*u {
			most = 3 * u
		}
		end = max(end, most)
	}
	for _, v := range few {
		greatest = max(greatest, v)
		if end == 0 || v < 2*end {
			end = max(end, v)
		}
	}
	return end, greatest
}

// usual is a value that a series, of two values or more, is not often far above: the
// median of its first ones, where a loss is greatest, unless only these are so great;
// at least its lower quartile.
func usual(values []float64) float64 {
	first := slices.Sorted(slices.Values(values[:min(5, len(values))]))
	sorted := slices.Sorted(slices.Values(values))
	quantile := func(q float64) float64 { return sorted[int(q*float64(len(sorted)-1))] }
	return max(quantile(0.25), min(first[(len(first)-1)/2], quantile(0.98)))
}
