package model

import (
	"math/bits"
)

// share replaces the numbers of the tokens with SharedContent by their mean, and where
// no other token has features, that of NONE as well. It is its own transpose: applied to
// the gradient of the result, it gives that of the numbers.
func share(x []float32, none *float32, features []uint64) {
	var sum float32
	n, all := 0, true
	for t, f := range features {
		switch {
		case f&SharedContent != 0:
			sum += x[t]
			n++
		case f != 0:
			all = false
		}
	}
	if n == 0 {
		return
	}
	if all {
		sum += *none
		n++
		*none = sum / float32(n)
	}
	for t, f := range features {
		if f&SharedContent != 0 {
			x[t] = sum / float32(n)
		}
	}
}

// featureSum is w·φ: the sum of the weights of the features that are set.
func featureSum(w []float32, features uint64) (sum float32) {
	for features &^= SharedContent; features != 0; features &= features - 1 {
		sum += w[bits.TrailingZeros64(features)]
	}
	return sum
}

// addToFeatures adds d to the gradient of each feature that is set.
func addToFeatures(dw []float32, features uint64, d float32) {
	for features &^= SharedContent; features != 0; features &= features - 1 {
		dw[bits.TrailingZeros64(features)] += d
	}
}
