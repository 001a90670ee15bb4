package kernel

import "math"

// SoftmaxRows replaces each row x of a matrix, whose rows must be contiguous, by
// exp(x−m) / Σ exp(x−m), where m is the maximum of x: its choice does not change
// the result and keeps exp from overflowing.
//
// A bias, unless nil, is added first. It has one number for each diagonal: element
// (i,j) gets bias[Rows−1+j−i].
func SoftmaxRows(x Matrix, bias []float32) {
	if x.Rows == 0 || x.Cols == 0 {
		return
	}
	x.checkRows()
	if bias != nil {
		bias = bias[:x.Rows+x.Cols-1]
	}
	active.softmaxRows(x.Data, x.RowStride, x.Rows, x.Cols, bias)
}

// SoftmaxLog replaces x by its softmax and returns log Σ exp(x), or −Inf if x is
// empty.
func SoftmaxLog(x []float32) (logSum float32) {
	if len(x) == 0 {
		return float32(math.Inf(-1))
	}
	m, sum := active.softmaxRows(x, len(x), 1, len(x), nil)
	return m + float32(math.Log(float64(sum)))
}

func softmaxRows(x []float32, stride, rows, cols int, bias []float32) (maximum, sum float32) {
	for i := range rows {
		row := x[i*stride:][:cols]
		if bias != nil {
			add(row, bias[rows-1-i:][:cols])
		}
		maximum, sum = softmax(row)
	}
	return maximum, sum
}

func softmax(x []float32) (maximum, sum float32) {
	m := x[0]
	for _, v := range x[1:] {
		m = max(m, v)
	}
	for i, v := range x {
		v = exp(v - m)
		x[i] = v
		sum += v
	}
	inverse := 1 / sum
	for i := range x {
		x[i] *= inverse
	}
	return m, sum
}

// exp is eˣ for x ≤ 0, to about one unit in the last place: x is split into
// n·ln 2 + r with |r| ≤ ln 2 / 2, and the result is 2ⁿ, an exponent field, times
// the Taylor polynomial of degree 6 for eʳ. Below −87.3 it is 0. A NaN stays one.
func exp(x float32) float32 {
	if x < -87.33654 {
		return 0
	}
	const (
		log2e  = 1.4426950408889634
		ln2Hi  = 0.693359375 // has few bits, so that n·ln2Hi is exact
		ln2Lo  = -2.12194440e-4
		rounds = 1.5 * (1 << 23) // to add and subtract it rounds to an integer
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
	return p * math.Float32frombits(uint32(int32(n)+127)<<23)
}

// SoftmaxBackwardRows replaces dy, the gradient for the result y of [SoftmaxRows],
// by the gradient for the input, and adds the gradient for the bias to dbias unless
// that is nil:
//
//	dx = y ⊙ (dy − y·dy)        dbias[Rows−1+j−i] += dx[i,j]
func SoftmaxBackwardRows(y, dy Matrix, dbias []float32) {
	if y.Rows == 0 || y.Cols == 0 {
		return
	}
	if dy.Rows != y.Rows || dy.Cols != y.Cols {
		panic("kernel: a softmax and its gradient differ in shape")
	}
	y.checkRows()
	dy.checkRows()
	if dbias != nil {
		dbias = dbias[:y.Rows+y.Cols-1]
	}
	active.softmaxBackwardRows(y.Data, y.RowStride, dy.Data, dy.RowStride, y.Rows, y.Cols, dbias)
}

func softmaxBackwardRows(y []float32, yStride int, dy []float32, dyStride, rows, cols int, dbias []float32) {
	for i := range rows {
		y, dy := y[i*yStride:][:cols], dy[i*dyStride:][:cols]
		dot := dot(y, dy)
		for j, v := range y {
			dy[j] = v * (dy[j] - dot)
		}
		if dbias != nil {
			add(dbias[rows-1-i:][:cols], dy)
		}
	}
}
