package kernel

import "math"

// Exp is eˣ to about one unit in the last place: x is split into n·ln 2 + r
// with |r| ≤ ln 2 / 2, and 2ⁿ·eʳ is composed of an exponent field and the
// Taylor polynomial of degree 6. Below −87.3 the result is 0, above 88.7 +Inf.
func Exp(x float32) float32 {
	switch {
	case x != x:
		return x
	case x > 88.72283:
		return float32(math.Inf(1))
	case x < -87.33654:
		return 0
	}
	const (
		log2e  = 1.4426950408889634
		ln2Hi  = 0.693359375 // exact in float32 with trailing zeros, so that n·ln2Hi is exact
		ln2Lo  = -2.12194440e-4
		rounds = 1.5 * (1 << 23) // adding it rounds to an integer
	)
	n := x*log2e + rounds
	n -= rounds
	r := x - n*ln2Hi
	r -= n * ln2Lo
	p := float32(1.0 / 720)
	p = p*r + 1.0/120
	p = p*r + 1.0/24
	p = p*r + 1.0/6
	p = p*r + 0.5
	p = p*r + 1
	p = p*r + 1
	if n > 127 { // 2¹²⁸ has no exponent field of its own
		return p * 2 * math.Float32frombits(254<<23)
	}
	return p * math.Float32frombits(uint32(int32(n)+127)<<23)
}

// ExpSlice replaces each x by [Exp] of it.
func ExpSlice(x []float32) { active.exp(x) }

func exp(x []float32) {
	for i, v := range x {
		x[i] = Exp(v)
	}
}
