package kernel

import "math"

// normEpsilon is added to the variance, so that a constant row is not divided by
// zero.
const normEpsilon = 1e-5

// LayerNorm stores in dst (D) the row x (D) normalised to mean 0 and variance 1, times
// gain, plus bias (Ba, Kiros and Hinton, "Layer Normalization", 2016):
//
//	dst = gain ⊙ (x − mean) / √(variance + ε) + bias
//
// and returns the mean and 1/√(variance + ε), which the backward pass needs.
func LayerNorm(dst, x, gain, bias []float32) (mean, inverse float32) {
	n := len(x)
	return active.layerNorm(dst[:n], x, gain[:n], bias[:n], normEpsilon)
}

func layerNorm(dst, x, gain, bias []float32, epsilon float32) (mean, inverse float32) {
	n := len(x)
	var sum float32
	for _, v := range x {
		sum += v
	}
	mean = sum / float32(n)
	var squares float32
	for _, v := range x {
		d := v - mean
		squares += d * d
	}
	inverse = float32(1 / math.Sqrt(float64(squares/float32(n)+epsilon)))
	for i, v := range x {
		dst[i] = (v-mean)*inverse*gain[i] + bias[i]
	}
	return mean, inverse
}

// LayerNormBackward stores in dx the gradient for x, given the gradient dy for the
// output of [LayerNorm] and what that returned. It adds the gradients for gain and
// bias to dgain and dbias. With x̂ = (x − mean)·inverse and g = dy ⊙ gain,
//
//	dx = inverse · (g − mean(g) − x̂·mean(g ⊙ x̂))
func LayerNormBackward(dx, dgain, dbias, dy, x, gain []float32, mean, inverse float32) {
	n := len(x)
	active.layerNormBackward(dx[:n], dgain[:n], dbias[:n], dy[:n], x, gain[:n], mean, inverse)
}

func layerNormBackward(dx, dgain, dbias, dy, x, gain []float32, mean, inverse float32) {
	n := len(x)
	var sumG, sumGX float32
	for i, v := range x {
		normed := (v - mean) * inverse
		g := dy[i] * gain[i]
		sumG += g
		sumGX += g * normed
		dgain[i] += dy[i] * normed
		dbias[i] += dy[i]
	}
	meanG, meanGX := sumG/float32(n), sumGX/float32(n)
	for i, v := range x {
		normed := (v - mean) * inverse
		dx[i] = inverse * (dy[i]*gain[i] - meanG - normed*meanGX)
	}
}
