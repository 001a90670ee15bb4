package kernel

// An implementation is a set of kernels for one instruction set. The functions
// with the same names as exported ones compute the same; all rely on the caller
// for lengths that fit.
//
// The kernel of the matrix product is not among them: see [panel.multiply].
type implementation struct {
	name string

	// A kernel of the matrix product computes tiles of tileRows × tileCols
	// elements, which it keeps in registers. It reads its right operand in vectors
	// of lanes numbers: rows that are not a multiple of that must be packed.
	tileRows, tileCols, lanes int

	// copyColumns copies depth rows of cols ≤ tileCols numbers, srcRow apart, to
	// rows of tileCols numbers, filled up with zeros.
	copyColumns func(dst, src []float32, srcRow, cols, depth int)

	// transpose8 copies 8 rows of 8·blocks numbers, srcRow apart, to 8 columns of
	// dst, whose rows are dstRow apart.
	transpose8 func(dst []float32, dstRow int, src []float32, srcRow, blocks int)

	// gatherRows and scatterRows work on rows of cols numbers: dst[i] = src[index[i]]
	// and dst[index[i]] += src[i]. For an index below 0, gatherRows stores zeros and
	// scatterRows does nothing.
	gatherRows, scatterRows func(dst []float32, dstStride int, src []float32, srcStride int, index []int, cols int)

	// sumRows stores in dst the sum of rows rows of m, added in their order.
	sumRows func(dst, m []float32, stride, rows int)

	add        func(dst, x []float32)
	addScaled  func(dst []float32, s float32, x []float32)
	dot        func(x, y []float32) float32
	sumSquares func(x []float32) float64

	// softmaxRows and softmaxBackwardRows work on rows × cols numbers, at least
	// one. bias and dbias are nil or have one number for each of the rows+cols−1
	// diagonals: row i uses the cols numbers from rows−1−i on. The maximum and the
	// sum of exp(x − maximum) are those of the last row.
	softmaxRows         func(x []float32, stride, rows, cols int, bias []float32) (maximum, sum float32)
	softmaxBackwardRows func(y []float32, yStride int, dy []float32, dyStride, rows, cols int, dbias []float32)

	layerNorm         func(dst, x, gain, bias []float32, epsilon float32) (mean, inverse float32)
	layerNormBackward func(dx, dgain, dbias, dy, x, gain []float32, mean, inverse float32)

	// adam is AdamW.Update, where fresh is 1 − β and correct is 1/(1 − βᵗ).
	adam func(w, g, m, v []float32, beta1, fresh1, beta2, fresh2, gradScale, correct1, correct2, epsilon, rate, decay float32)
}

// maxTileCols is the greatest tileCols of all implementations.
const maxTileCols = 32

// portable is plain Go and the reference for the others.
var portable = &implementation{
	name:     "portable",
	tileRows: 2, tileCols: 4, lanes: 4,

	copyColumns: copyColumns,
	transpose8:  transpose8,

	gatherRows:  gatherRows,
	scatterRows: scatterRows,

	sumRows:    sumRows,
	add:        add,
	addScaled:  addScaled,
	dot:        dot,
	sumSquares: sumSquares,

	softmaxRows:         softmaxRows,
	softmaxBackwardRows: softmaxBackwardRows,

	layerNorm:         layerNorm,
	layerNormBackward: layerNormBackward,

	adam: adam,
}

// active is the implementation in use: the fastest that this processor can run.
// Tests replace it.
var active = implementations()[0]
