package faithfulness

import (
	"cmp"
	"math"
	"slices"
)

// kendall is Kendall's rank correlation τ-b of x and y, which discounts ties
// (Kendall, "The Treatment of Ties in Ranking Problems", 1945):
//
//	τ = (concordant − discordant) / √((pairs − ties in x)·(pairs − ties in y))
//
// ok is false where it is undefined: all of x or all of y are equal.
func kendall(x, y []float64) (tau float64, ok bool) {
	var net, inX, inY float64 // pairs, those not tied in x, those not tied in y
	for i := range x {
		for j := range i {
			dx, dy := float64(cmp.Compare(x[i], x[j])), float64(cmp.Compare(y[i], y[j]))
			net += dx * dy
			inX += dx * dx
			inY += dy * dy
		}
	}
	if inX == 0 || inY == 0 {
		return 0, false
	}
	return net / math.Sqrt(inX*inY), true
}

// spearman is Spearman's rank correlation ρ of x and y: the correlation of
// their ranks, equal values sharing the mean of theirs. ok is false where it is
// undefined: all of x or all of y are equal.
func spearman(x, y []float64) (rho float64, ok bool) {
	rx, ry := ranks(x), ranks(y)
	middle := float64(len(x)-1) / 2
	var xy, xx, yy float64
	for i := range rx {
		dx, dy := rx[i]-middle, ry[i]-middle
		xy += dx * dy
		xx += dx * dx
		yy += dy * dy
	}
	if xx == 0 || yy == 0 {
		return 0, false
	}
	return xy / math.Sqrt(xx*yy), true
}

// ranks are the places of the values in ascending order, from 0.
func ranks(values []float64) []float64 {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(values[a], values[b]) })
	out := make([]float64, len(values))
	for first := 0; first < len(order); {
		next := first + 1
		for next < len(order) && values[order[next]] == values[order[first]] {
			next++
		}
		for _, i := range order[first:next] {
			out[i] = float64(first+next-1) / 2
		}
		first = next
	}
	return out
}
