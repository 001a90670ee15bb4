package vectors

import "math"

// quantize scales v to the norm √E, rounds it to eight bits into out, and
// returns the scale. The zero vector stays zero.
func quantize(v []float32, out []int8) (scale float32) {
	var sum, largest float64
	for _, x := range v {
		sum += float64(x) * float64(x)
		largest = max(largest, math.Abs(float64(x)))
	}
	if sum == 0 || largest == 0 {
		clear(out)
		return 0
	}
	norm := math.Sqrt(float64(len(v)) / sum)
	step := 127 / largest
	for e, x := range v {
		out[e] = int8(math.RoundToEven(float64(x) * step))
	}
	return float32(largest * norm / 127)
}
