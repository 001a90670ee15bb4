package kernel

import "sync"

// cutPieces chooses the pieces of a block: big enough to be worth handing out,
// small enough to share evenly. One goroutine alone takes bigger ones.
func (p *product) cutPieces(parallel bool) {
	p.pieceRows, p.pieceCols = 96, 256
	if !parallel {
		p.pieceCols = blockCols
		return
	}
	for {
		rows, cols := p.pieces()
		switch {
		case rows*cols >= enoughPieces:
			return
		case p.pieceRows > 24:
			p.pieceRows /= 2
		case p.pieceCols > 32:
			p.pieceCols /= 2
		default:
			return
		}
	}
}

// enoughPieces keep two processors about equally long at work, and more of
// them busy.
const enoughPieces = 8

// pieces is how many pieces are one above the other and side by side.
func (p *product) pieces() (rows, cols int) {
	return (p.dst.Rows + p.pieceRows - 1) / p.pieceRows, (p.cols + p.pieceCols - 1) / p.pieceCols
}

// multiplyPiece computes piece i of the block, row by row of pieces.
func (p *product) multiplyPiece(i int) {
	_, across := p.pieces()
	top, left := i/across*p.pieceRows, i%across*p.pieceCols
	rows, right := min(p.pieceRows, p.dst.Rows-top), min(left+p.pieceCols, p.cols)
	first, last := p.k == 0, p.k+p.depth == p.a.Cols

	a, lent := p.left(top, rows, right-left)
	var bias, residual, mask []float32
	for j := left; j < right; j += p.tileCols {
		at := p.j + j
		var b []float32
		bRow := p.tileCols
		switch {
		case p.depth == 0:
		case p.panels != nil:
			b = p.panels[j*p.depth:]
		default:
			b, bRow = p.b.Data[p.k*p.b.RowStride+at:], p.b.RowStride
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
		p.panel(p.dst.Data[top*p.dst.RowStride+at:], p.dst.RowStride, a.data, a.tile, a.row, a.col, b, bRow,
			rows, min(p.tileCols, p.cols-j), p.depth,
			p.e.Scale, p.e.Accumulate || !first, p.e.ReLU && last, bias, residual, p.e.Residual.RowStride, mask, p.e.Mask.RowStride)
	}
	if lent != nil {
		lefts.Put(lent)
	}
}

// left is where a piece reads its rows of a.
type left struct {
	data           []float32
	tile, row, col int // strides
}

// lefts are lent to pieces that pack their rows of a.
var lefts = sync.Pool{New: func() any { return new([]float32) }}

// left returns the rows of a that a piece reads, terms of the current block.
// Where they are columns in memory, a term apart from the next, and are read for
// several panels, they are packed first, in memory that is lent.
func (p *product) left(top, rows, cols int) (l left, lent *[]float32) {
	if p.depth == 0 {
		return left{}, nil
	}
	src := p.a.Data[top*p.a.RowStride+p.k*p.a.ColStride:]
	if p.copyRows == nil || p.a.RowStride != 1 || p.a.ColStride == 1 || cols < 8*p.tileCols {
		return left{src, p.tileRows * p.a.RowStride, p.a.RowStride, p.a.ColStride}, nil
	}
	tiles := (rows + p.tileRows - 1) / p.tileRows
	lent = lefts.Get().(*[]float32)
	if n := tiles*p.tileRows*p.depth + p.lanes; cap(*lent) < n {
		*lent = make([]float32, n)
	}
	l = left{(*lent)[:cap(*lent)], p.tileRows * p.depth, 1, p.tileRows}
	for i := 0; i < rows; i += p.tileRows {
		p.copyRows(l.data[i*p.depth:], src[i:], p.a.ColStride, min(p.tileRows, rows-i), p.depth)
	}
	return l, lent
}

// panelsPerPiece is how many panels are packed as one piece.
const panelsPerPiece = 4

// pack packs the block of b.
func (p *product) pack(each func(int, func(int))) {
	panels := (p.cols + p.tileCols - 1) / p.tileCols
	if n := panels * p.tileCols * p.depth; cap(p.scratch) < n {
		p.scratch = make([]float32, n)
	}
	p.panels = p.scratch[:cap(p.scratch)]
	if p.cols*p.depth < 1<<14 {
		each = inline
	}
	each((panels+panelsPerPiece-1)/panelsPerPiece, p.packPieces)
}

func (p *product) packPiece(i int) {
	width := panelsPerPiece * p.tileCols
	for j := i * width; j < min((i+1)*width, p.cols); j += p.tileCols {
		p.packPanel(p.panels[j*p.depth:], p.b, p.k, p.depth, p.j+j, min(p.tileCols, p.cols-j))
	}
}
