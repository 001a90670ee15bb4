package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestLayerNorm(t *testing.T) {
	everySize(t, func(t *testing.T, rng *rand.Rand, n int) {
		if n == 0 {
			return
		}
		x, gain, bias, y := numbers(t, rng, n), numbers(t, rng, n), numbers(t, rng, n), guarded(t, n)
		gotMean, gotInverse := LayerNorm(y, x, gain, bias)
		mean, inverse := moments(x)
		near(t, gotMean, mean, 1e-6, "mean of %d", n)
		near(t, gotInverse, inverse, 1e-5, "inverse of %d", n)
		for i, v := range x {
			near(t, y[i], (float64(v)-mean)*inverse*float64(gain[i])+float64(bias[i]), 1e-5, "%d of %d", i, n)
		}
	})
}

func TestLayerNormBackward(t *testing.T) {
	everySize(t, func(t *testing.T, rng *rand.Rand, n int) {
		if n < 2 { // the gradient for one number is 0; its relative error says nothing
			return
		}
		x, gain, dy, dx := numbers(t, rng, n), numbers(t, rng, n), numbers(t, rng, n), guarded(t, n)
		dgain, dbias := numbers(t, rng, n), numbers(t, rng, n)
		gainBefore, biasBefore := slices.Clone(dgain), slices.Clone(dbias)
		mean, inverse := moments(x)
		LayerNormBackward(dx, dgain, dbias, dy, x, gain, float32(mean), float32(inverse))
		var sumG, sumGX float64
		for i, v := range x {
			g := float64(dy[i]) * float64(gain[i])
			sumG += g
			sumGX += g * (float64(v) - mean) * inverse
		}
		for i, v := range x {
			normed, d := (float64(v)-mean)*inverse, float64(dy[i])
			near(t, dgain[i], float64(gainBefore[i])+d*normed, 1e-5, "dgain %d of %d", i, n)
			near(t, dbias[i], float64(biasBefore[i])+d, 1e-5, "dbias %d of %d", i, n)
			near(t, dx[i], inverse*(d*float64(gain[i])-sumG/float64(n)-normed*sumGX/float64(n)), 2e-5, "dx %d of %d", i, n)
		}
	})
}

// moments returns in float64 what LayerNorm returns.
func moments(x []float32) (mean, inverse float64) {
	for _, v := range x {
		mean += float64(v) / float64(len(x))
	}
	var variance float64
	for _, v := range x {
		variance += (float64(v) - mean) * (float64(v) - mean) / float64(len(x))
	}
	return mean, 1 / math.Sqrt(variance+normEpsilon)
}
