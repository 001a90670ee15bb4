package kernel

import "sync"

// cutPieces chooses the pieces of Dst, of equal height and, one above the other,
// of an even number, so that two processors get the same. The rows of A that a
// piece reads, blockDepth terms of them, take at most an eighth of a
// second-level cache of a megabyte, and it reads few panels of B: wider pieces
// made products with rows a page apart a fifth slower, as their lines compete
// for the same places of a cache.
func (p *product) cutPieces(parallel bool) {
	const (
		high, low   = 132, 12 // rows
		wide        = 64      // columns
		wideAlone   = 256     // where nobody shares
		narrow      = 32
		enoughToGet = 8 // pieces that keep two processors equally long at work, and more of them busy
	)
	rows := max(1, (p.Dst.Rows+high-1)/high)
	if !parallel {
		p.pieceRows, p.pieceCols = (p.Dst.Rows+rows-1)/rows, wideAlone
		return
	}
	if p.pieceCols = wide; rows > 1 {
		rows += rows % 2
	}
	for rows*p.across() < enoughToGet && p.Dst.Rows/(rows+2-rows%2) >= low {
		rows += 2 - rows%2
	}
	if rows*p.across() < enoughToGet {
		p.pieceCols = narrow
	}
	p.pieceRows = (p.Dst.Rows + rows - 1) / rows
}

// pieces is the number of pieces, across of them side by side.
func (p *product) pieces() int {
	if p.Dst.Rows == 0 {
		return 0
	}
	return (p.Dst.Rows + p.pieceRows - 1) / p.pieceRows * p.across()
}

func (p *product) across() int { return (p.Dst.Cols + p.pieceCols - 1) / p.pieceCols }

// multiplyPiece computes piece i of Dst, row by row of pieces.
func (p *product) multiplyPiece(i int) {
	top, left := i/p.across()*p.pieceRows, i%p.across()*p.pieceCols
	rows, cols := min(p.pieceRows, p.Dst.Rows-top), min(p.pieceCols, p.Dst.Cols-left)
	if p.Sum != nil && top == 0 {
		p.sumRows(p.Sum[left:left+cols], p.B.Data[min(left, len(p.B.Data)):], p.B.RowStride, p.B.Rows)
	}
	var room []float32
	if p.Packed == nil && !p.readsInPlace() {
		lent := rooms.Get().(*[]float32)
		defer rooms.Put(lent)
		if n := (cols + p.tileCols - 1) / p.tileCols * p.tileCols * min(blockDepth, p.A.Cols); cap(*lent) < n {
			*lent = make([]float32, n)
		}
		room = (*lent)[:cap(*lent)]
	}
	for k := 0; k == 0 || k < p.A.Cols; k += blockDepth {
		depth := min(blockDepth, p.A.Cols-k)
		p.panels(p.right(room, left, cols, k, depth), top, rows, left, cols, k, depth)
	}
}

// rooms are lent to pieces that pack their columns of B.
var rooms = sync.Pool{New: func() any { return new([]float32) }}

// right is where a piece reads a block of its columns of B.
type right struct {
	data       []float32
	panel, row int // strides
}

// right finds depth terms, from k on, of columns of B, or packs them in room.
func (p *product) right(room []float32, left, cols, k, depth int) right {
	switch {
	case depth == 0: // there is nothing to read
		return right{}
	case p.Packed != nil:
		return right{p.Packed.block(k, depth, left), p.tileCols * depth, p.tileCols}
	case room == nil:
		return right{p.B.Data[k*p.B.RowStride+left:], p.tileCols, p.B.RowStride}
	}
	for j := 0; j < cols; j += p.tileCols {
		p.packPanel(room[j*depth:], p.B, k, depth, left+j, min(p.tileCols, cols-j))
	}
	return right{room, p.tileCols * depth, p.tileCols}
}

// readsInPlace reports whether B, whose rows are contiguous, is read where it
// is: if its columns are whole vectors, and unless its rows and those of A are
// whole pages apart, so that they drive each other out of the caches.
func (p *product) readsInPlace() bool {
	const page = 1024 // numbers
	return p.B.Cols%p.lanes == 0 && (p.B.RowStride%page != 0 || max(p.A.RowStride, p.A.ColStride)%page != 0)
}

// panels adds depth terms, from k on, to a piece, panel by panel.
func (p *product) panels(b right, top, rows, left, cols, k, depth int) {
	first, last := k == 0, k+depth == p.A.Cols
	var a, from, bias, residual, mask []float32
	if depth > 0 {
		a = p.A.Data[top*p.A.RowStride+k*p.A.ColStride:]
	}
	for j := 0; j < cols; j += p.tileCols {
		at := left + j
		if depth > 0 {
			from = b.data[j/p.tileCols*b.panel:]
		}
		if last && p.Bias != nil {
			bias = p.Bias[at:]
		}
		if last && p.Residual.Data != nil {
			residual = p.Residual.Data[top*p.Residual.RowStride+at:]
		}
		if last && p.Mask.Data != nil {
			mask = p.Mask.Data[top*p.Mask.RowStride+at:]
		}
		p.panel(p.Dst.Data[top*p.Dst.RowStride+at:], p.Dst.RowStride, a, p.A.RowStride, p.A.ColStride, from, b.row,
			rows, min(p.tileCols, cols-j), depth,
			p.Scale, p.Accumulate || !first, p.ReLU && last, bias, residual, p.Residual.RowStride, mask, p.Mask.RowStride)
	}
}
