package kernel

import "math"

// Softmax replaces x by exp(x−m) / Σ exp(x−m), where m is the greatest of x,
// which leaves the result as it is and keeps exp from overflowing. An empty x
// stays empty.
func Softmax(x []float32) {
	if len(x) > 0 {
		active.softmaxRows(x, len(x), 1, len(x), nil)
	}
}

// SoftmaxLog is [Softmax] that returns the logarithm of the denominator before
// the shift, log Σ exp(x), which takes as long as the softmax of a short row.
func SoftmaxLog(x []float32) (logSum float32) {
	if len(x) == 0 {
		return float32(math.Inf(-1))
	}
	m, sum := active.softmaxRows(x, len(x), 1, len(x), nil)
	return m + float32(math.Log(float64(sum)))
}

// SoftmaxRows replaces each row of x, whose rows are contiguous, by the
// [Softmax] of it and a bias, one for each diagonal of x: that of element (i,j)
// is bias[x.Rows−1+j−i]. There is none if bias is nil.
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

// SoftmaxBackwardRows replaces dy, the gradient for rows y that [SoftmaxRows]
// made, by the gradient for its input, and adds to dbias, if it is not nil, that
// for the bias:
//
//	dx = y ⊙ (dy − y·dy)        dbias[Rows−1+j−i] += dx[i,j]
func SoftmaxBackwardRows(y, dy Matrix, dbias []float32) {
	if y.Rows == 0 || y.Cols == 0 {
		return
	}
	if dy.Rows != y.Rows || dy.Cols != y.Cols {
		panic("kernel: SoftmaxBackwardRows: shapes do not fit")
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
