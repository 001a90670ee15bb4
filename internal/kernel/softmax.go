package kernel

import "math"

// Softmax replaces x by exp(x−m) / Σ exp(x−m), where m is the greatest of x,
// which leaves the result as it is and keeps exp from overflowing. An empty x
// stays empty.
func Softmax(x []float32) {
	if len(x) > 0 {
		active.softmax(x)
	}
}

// SoftmaxLog is [Softmax] that returns the logarithm of the denominator before
// the shift, log Σ exp(x), which takes as long as the softmax of a short row.
func SoftmaxLog(x []float32) (logSum float32) {
	if len(x) == 0 {
		return float32(math.Inf(-1))
	}
	m, sum := active.softmax(x)
	return m + float32(math.Log(float64(sum)))
}

func softmax(x []float32) (maximum, sum float32) {
	m := x[0]
	for _, v := range x[1:] {
		m = max(m, v)
	}
	for i, v := range x {
		v = Exp(v - m)
		x[i] = v
		sum += v
	}
	inverse := 1 / sum
	for i := range x {
		x[i] *= inverse
	}
	return m, sum
}

// SoftmaxBackward replaces dy, the gradient for the output y of a softmax, by
// the gradient for its input: dx = y ⊙ (dy − y·dy).
func SoftmaxBackward(y, dy []float32) { active.softmaxBackward(y, dy[:len(y)]) }

func softmaxBackward(y, dy []float32) {
	dot := dot(y, dy)
	for i, v := range y {
		dy[i] = v * (dy[i] - dot)
	}
}
