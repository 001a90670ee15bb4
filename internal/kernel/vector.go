package kernel

// Add adds x to dst, element by element.
func Add(dst, x []float32) { active.add(dst, x[:len(dst)]) }

func add(dst, x []float32) {
	for i, v := range x {
		dst[i] += v
	}
}

// AddScaled adds s·x to dst, element by element.
func AddScaled(dst []float32, s float32, x []float32) { active.addScaled(dst, s, x[:len(dst)]) }

func addScaled(dst []float32, s float32, x []float32) {
	for i, v := range x {
		dst[i] += s * v
	}
}

// Dot is the inner product of x and y.
func Dot(x, y []float32) float32 { return active.dot(x, y[:len(x)]) }

func dot(x, y []float32) float32 {
	y = y[:len(x)]
	var s0, s1, s2, s3 float32
	i := 0
	for ; i+4 <= len(x); i += 4 {
		s0 += x[i] * y[i]
		s1 += x[i+1] * y[i+1]
		s2 += x[i+2] * y[i+2]
		s3 += x[i+3] * y[i+3]
	}
	for ; i < len(x); i++ {
		s0 += x[i] * y[i]
	}
	return (s0 + s1) + (s2 + s3)
}

// SumSquares is the sum of the squares of x in float64, for the global norm of
// gradients.
func SumSquares(x []float32) float64 { return active.sumSquares(x) }

func sumSquares(x []float32) float64 {
	var s float64
	for _, v := range x {
		s += float64(v) * float64(v)
	}
	return s
}

// SumRows stores in dst (Cols) the sum of the rows of m, added in their order, on
// all processors. The rows must be contiguous.
func SumRows(dst []float32, m Matrix) {
	const cols = 64 // of a piece
	Parallel(ceilDiv(m.Cols, cols), func(p int) {
		lo, hi := p*cols, min((p+1)*cols, m.Cols)
		if m.Rows == 0 {
			clear(dst[lo:hi])
			return
		}
		active.sumRows(dst[lo:hi], m.Data[lo:], m.RowStride, m.Rows)
	})
}

func sumRows(dst, m []float32, stride, rows int) {
	clear(dst)
	for i := range rows {
		add(dst, m[i*stride:][:len(dst)])
	}
}
