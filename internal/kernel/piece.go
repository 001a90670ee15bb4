package kernel

import "sync"

// cutPieces chooses the pieces of dst. Their rows of a, blockDepth terms of
// them, take an eighth of a second-level cache of a megabyte; two or four panels of b
// are all that they read of it. Wider pieces made products with rows a page apart
// a fifth slower, whose lines all compete for the same places of a cache.
func (p *product) cutPieces(parallel bool) {
	p.pieceRows, p.pieceCols = 132, 64
	if !parallel {
		p.pieceCols = 256
		return
	}
	for {
		rows, cols := p.pieces()
		switch {
		case rows*cols >= enoughPieces:
			return
		case p.pieceRows > 2*tilesHigh:
			p.pieceRows = (p.pieceRows/2 + tilesHigh - 1) / tilesHigh * tilesHigh
		case p.pieceCols > 32:
			p.pieceCols /= 2
		default:
			return
		}
	}
}

// tilesHigh is a multiple of the rows of every implementation's tile.
const tilesHigh = 12

// enoughPieces keep two processors about equally long at work, and more of
// them busy.
const enoughPieces = 8

// pieces is how many pieces are one above the other and side by side.
func (p *product) pieces() (rows, cols int) {
	return (p.dst.Rows + p.pieceRows - 1) / p.pieceRows, (p.dst.Cols + p.pieceCols - 1) / p.pieceCols
}

// multiplyPiece computes piece i of dst, row by row of pieces.
func (p *product) multiplyPiece(i int) {
	_, across := p.pieces()
	top, left := i/across*p.pieceRows, i%across*p.pieceCols
	rows, cols := min(p.pieceRows, p.dst.Rows-top), min(p.pieceCols, p.dst.Cols-left)
	var room []float32
	if p.packed == nil && !p.readsInPlace() {
		lent := rooms.Get().(*[]float32)
		defer rooms.Put(lent)
		if n := (cols + p.tileCols - 1) / p.tileCols * p.tileCols * min(blockDepth, p.a.Cols); cap(*lent) < n {
			*lent = make([]float32, n)
		}
		room = (*lent)[:cap(*lent)]
	}
	for k := 0; k == 0 || k < p.a.Cols; k += blockDepth {
		depth := min(blockDepth, p.a.Cols-k)
		p.panels(p.right(room, left, cols, k, depth), top, rows, left, cols, k, depth)
	}
}

// rooms are lent to pieces that pack their columns of b.
var rooms = sync.Pool{New: func() any { return new([]float32) }}

// right is where a piece reads a block of its columns of b.
type right struct {
	data       []float32
	panel, row int // strides
}

// right finds depth terms, from k on, of columns of b, or packs them in room.
func (p *product) right(room []float32, left, cols, k, depth int) right {
	switch {
	case depth == 0: // there is nothing to read
		return right{}
	case p.packed != nil:
		return right{p.packed.block(k, depth, left), p.tileCols * depth, p.tileCols}
	case room == nil:
		return right{p.b.Data[k*p.b.RowStride+left:], p.tileCols, p.b.RowStride}
	}
	for j := 0; j < cols; j += p.tileCols {
		p.packPanel(room[j*depth:], p.b, k, depth, left+j, min(p.tileCols, cols-j))
	}
	return right{room, p.tileCols * depth, p.tileCols}
}

// readsInPlace reports whether b, whose rows are contiguous, is read where it
// is: if its columns are whole vectors.
func (p *product) readsInPlace() bool { return p.b.Cols%p.lanes == 0 }

// panels adds depth terms, from k on, to a piece, panel by panel.
func (p *product) panels(b right, top, rows, left, cols, k, depth int) {
	first, last := k == 0, k+depth == p.a.Cols
	var a, from, bias, residual, mask []float32
	if depth > 0 {
		a = p.a.Data[top*p.a.RowStride+k*p.a.ColStride:]
	}
	for j := 0; j < cols; j += p.tileCols {
		at := left + j
		if depth > 0 {
			from = b.data[j/p.tileCols*b.panel:]
		}
		if last && p.e.Bias != nil {
			bias = p.e.Bias[at:]
		}
		if last && p.e.Residual.Data != nil {
			residual = p.e.Residual.Data[top*p.e.Residual.RowStride+at:]
		}
		if last && p.e.Mask.Data != nil {
			mask = p.e.Mask.Data[top*p.e.Mask.RowStride+at:]
		}
		p.panel(p.dst.Data[top*p.dst.RowStride+at:], p.dst.RowStride, a, p.a.RowStride, p.a.ColStride, from, b.row,
			rows, min(p.tileCols, cols-j), depth,
			p.e.Scale, p.e.Accumulate || !first, p.e.ReLU && last, bias, residual, p.e.Residual.RowStride, mask, p.e.Mask.RowStride)
	}
}
