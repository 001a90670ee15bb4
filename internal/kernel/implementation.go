package kernel

// An implementation is one way to do the arithmetic on this processor. The
// functions with the same names as exported ones mean the same; those that take
// several slices rely on the caller for equal lengths.
type implementation struct {
	name string

	// The matrix product computes tileRows × tileCols numbers at a time. Its
	// right operand is read lanes columns at a time: panels that are not a
	// multiple of lanes wide must be packed.
	tileRows, tileCols, lanes int

	// panel computes a rows × cols part of a product, cols ≤ tileCols, over
	// depth terms, and what the epilogue makes of it:
	//
	//	c[i·cRow+j] = relu?( scale·Σ a[i·aRow+k·aCol]·b[k·bRow+j] + c? + bias[j]? ) + residual[i·residualRow+j]?
	//
	// and 0 where mask[i·maskRow+j]? is not positive.
	// The terms of an element are added in the order of k. It reads b up to cols
	// rounded up to lanes.
	panel func(c []float32, cRow int, a []float32, aRow, aCol int, b []float32, bRow, rows, cols, depth int,
		scale float32, accumulate, relu bool, bias, residual []float32, residualRow int, mask []float32, maskRow int)

	// copyColumns packs cols ≤ tileCols columns of depth contiguous rows in
	// rows of tileCols numbers, filled up with zeros.
	copyColumns func(dst, src []float32, srcRow, cols, depth int)

	// transpose8 copies 8 rows of 8·blocks numbers of src, srcRow apart, to 8
	// columns of dst, whose rows are dstRow apart.
	transpose8 func(dst []float32, dstRow int, src []float32, srcRow, blocks int)

	// gatherRows and scatterRows work on rows of cols numbers: dst[i] = src[index[i]]
	// or 0, and dst[index[i]] += src[i] or nothing, for an index below 0.
	gatherRows, scatterRows func(dst []float32, dstStride int, src []float32, srcStride int, index []int, cols int)

	// sumRows stores in dst the sum of rows rows of m, in their order.
	sumRows func(dst, m []float32, stride, rows int)

	add        func(dst, x []float32)
	addScaled  func(dst []float32, s float32, x []float32)
	maskReLU   func(dst, dy, y []float32)
	dot        func(x, y []float32) float32
	sumSquares func(x []float32) float64

	exp func(x []float32)

	// softmaxRows and softmaxBackwardRows work on rows × cols numbers, at least
	// one, of matrices with these strides. bias and dbias, nil or rows+cols−1
	// numbers, have one for each diagonal: that of row 0 is the last cols. The
	// maximum and the sum of exp(x − maximum) are those of the last row.
	softmaxRows         func(x []float32, stride, rows, cols int, bias []float32) (maximum, sum float32)
	softmaxBackwardRows func(y []float32, yStride int, dy []float32, dyStride, rows, cols int, dbias []float32)

	layerNorm         func(dst, x, gain, bias []float32, epsilon float32) (mean, inverse float32)
	layerNormBackward func(dx, dgain, dbias, dy, x, gain []float32, mean, inverse float32)

	// adam is AdamW.Update; fresh is 1 − β and correct 1/(1 − βᵗ).
	adam func(w, g, m, v []float32, beta1, fresh1, beta2, fresh2, gradScale, correct1, correct2, epsilon, rate, decay float32)
}

// portable is plain Go, and the reference for the others.
var portable = &implementation{
	name:     "portable",
	tileRows: 2, tileCols: 4, lanes: 4,
	panel:       panel,
	copyColumns: copyColumns,
	transpose8:  transpose8,

	gatherRows:  gatherRows,
	scatterRows: scatterRows,

	sumRows:    sumRows,
	add:        add,
	addScaled:  addScaled,
	maskReLU:   maskReLU,
	dot:        dot,
	sumSquares: sumSquares,

	exp:                 exp,
	softmaxRows:         softmaxRows,
	softmaxBackwardRows: softmaxBackwardRows,

	layerNorm:         layerNorm,
	layerNormBackward: layerNormBackward,

	adam: adam,
}

// active is the implementation in use, the fastest this processor has. Tests
// try the others.
var active = implementations()[0]
