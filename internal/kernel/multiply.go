package kernel

import "sync"

// An Epilogue says what becomes of a product before it is stored:
//
//	dst = relu?( scale·a·b + dst? + bias? ) + residual?
type Epilogue struct {
	Scale      float32   // multiplies the product; 0 stands for 1
	Accumulate bool      // adds what dst held
	Bias       []float32 // (Cols) added to each row
	ReLU       bool      // negative numbers become 0
	Residual   Matrix    // added last; rows contiguous; none if Data is nil
}

// The product is computed in tiles of tileRows × tileCols numbers held in
// registers, from operands copied ("packed") into the order in which the tile
// reads them, blockDepth terms at a time so that a packed panel stays in the
// processor's first-level cache. The scheme is that of Goto and van de Geijn,
// "Anatomy of High-Performance Matrix Multiplication" (2008).
const (
	tileRows   = 2
	tileCols   = 4
	blockDepth = 256
	blockCols  = 512
)

// pack holds the packed operands of one running product.
type pack struct {
	a [blockDepth * tileRows]float32
	b [blockDepth * blockCols]float32
}

var packs = sync.Pool{New: func() any { return new(pack) }}

// Multiply stores a·b in dst as e says, on the calling goroutine. dst is
// (a.Rows, b.Cols) with contiguous rows and must not overlap a or b.
//
// Terms are added in a fixed order that does not depend on how rows or columns
// were cut into pieces by the caller.
func Multiply(dst, a, b Matrix, e Epilogue) {
	if dst.Rows != a.Rows || dst.Cols != b.Cols || a.Cols != b.Rows || dst.ColStride != 1 {
		panic("kernel: Multiply: shapes do not fit")
	}
	if dst.Rows == 0 || dst.Cols == 0 {
		return
	}
	if !e.Accumulate {
		for i := range dst.Rows {
			clear(dst.Row(i))
		}
	}
	scale := e.Scale
	if scale == 0 {
		scale = 1
	}
	p := packs.Get().(*pack)
	for j := 0; j < dst.Cols; j += blockCols {
		cols := min(blockCols, dst.Cols-j)
		for k := 0; k < a.Cols; k += blockDepth {
			depth := min(blockDepth, a.Cols-k)
			packColumns(p.b[:], b, k, depth, j, cols)
			for i := 0; i < dst.Rows; i += tileRows {
				rows := min(tileRows, dst.Rows-i)
				packRows(p.a[:], a, i, rows, k, depth)
				for t := 0; t < cols; t += tileCols {
					sum := tile(p.a[:depth*tileRows], p.b[t*depth:(t+tileCols)*depth])
					width := min(tileCols, cols-t)
					for r := range rows {
						row := dst.Data[(i+r)*dst.RowStride+j+t:]
						for c := range width {
							row[c] += scale * sum[r][c]
						}
					}
				}
			}
		}
	}
	packs.Put(p)
	e.finish(dst)
}

// tile multiplies a packed block of tileRows rows with one of tileCols columns.
// Eight sums beside six operands are what sixteen registers hold.
func tile(a, b []float32) (sum [tileRows][tileCols]float32) {
	var s00, s01, s02, s03, s10, s11, s12, s13 float32
	for len(a) >= tileRows && len(b) >= tileCols {
		a0, a1 := a[0], a[1]
		b0 := b[0]
		s00 += a0 * b0
		s10 += a1 * b0
		b1 := b[1]
		s01 += a0 * b1
		s11 += a1 * b1
		b2 := b[2]
		s02 += a0 * b2
		s12 += a1 * b2
		b3 := b[3]
		s03 += a0 * b3
		s13 += a1 * b3
		a, b = a[tileRows:], b[tileCols:]
	}
	return [tileRows][tileCols]float32{{s00, s01, s02, s03}, {s10, s11, s12, s13}}
}

// packRows copies depth terms of up to tileRows rows, term by term; missing
// rows are zeros.
func packRows(dst []float32, a Matrix, i, rows, k, depth int) {
	if rows < tileRows {
		clear(dst[:depth*tileRows])
	}
	for r := range rows {
		at := (i+r)*a.RowStride + k*a.ColStride
		for d := range depth {
			dst[d*tileRows+r] = a.Data[at]
			at += a.ColStride
		}
	}
}

// packColumns copies depth terms of each column in panels of tileCols columns,
// term by term within a panel; missing columns are zeros.
func packColumns(dst []float32, b Matrix, k, depth, j, cols int) {
	for t := 0; t < cols; t += tileCols {
		panel := dst[t*depth : (t+tileCols)*depth]
		width := min(tileCols, cols-t)
		if width < tileCols {
			clear(panel)
		}
		for c := range width {
			at := k*b.RowStride + (j+t+c)*b.ColStride
			for d := range depth {
				panel[d*tileCols+c] = b.Data[at]
				at += b.RowStride
			}
		}
	}
}

func (e *Epilogue) finish(dst Matrix) {
	if e.Bias == nil && !e.ReLU && e.Residual.Data == nil {
		return
	}
	for i := range dst.Rows {
		row := dst.Row(i)
		for j, b := range e.Bias {
			row[j] += b
		}
		if e.ReLU {
			for j, x := range row {
				row[j] = max(x, 0)
			}
		}
		if e.Residual.Data != nil {
			Add(row, e.Residual.Row(i))
		}
	}
}

// MultiplyParallel is [Multiply] with the rows of dst, or its columns where
// there are more of these, handed out in pieces.
func MultiplyParallel(dst, a, b Matrix, e Epilogue) {
	const grain = 64
	if dst.Rows >= dst.Cols {
		Parallel((dst.Rows+grain-1)/grain, func(i int) {
			lo, hi := i*grain, min((i+1)*grain, dst.Rows)
			part := e
			if e.Residual.Data != nil {
				part.Residual = e.Residual.Slice(lo, hi, 0, dst.Cols)
			}
			Multiply(dst.Slice(lo, hi, 0, dst.Cols), a.Slice(lo, hi, 0, a.Cols), b, part)
		})
		return
	}
	Parallel((dst.Cols+grain-1)/grain, func(i int) {
		lo, hi := i*grain, min((i+1)*grain, dst.Cols)
		part := e
		if e.Bias != nil {
			part.Bias = e.Bias[lo:hi]
		}
		if e.Residual.Data != nil {
			part.Residual = e.Residual.Slice(0, dst.Rows, lo, hi)
		}
		Multiply(dst.Slice(0, dst.Rows, lo, hi), a, b.Slice(0, b.Rows, lo, hi), part)
	})
}
