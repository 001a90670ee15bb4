package kernel

import "sync"

// Multiply stores a·b in dst as e says, on the calling goroutine. dst is
// (a.Rows, b.Cols) with contiguous rows and must not overlap a or b.
//
// Terms are added in a fixed order that does not depend on how rows or columns
// were cut into pieces by the caller.
func Multiply(dst, a, b Matrix, e Epilogue) {
	multiply(dst, a, b, nil, e, false)
}

// MultiplyParallel is [Multiply] with blocks of dst handed out in pieces.
func MultiplyParallel(dst, a, b Matrix, e Epilogue) {
	multiply(dst, a, b, nil, e, true)
}

// The operands are cut in blocks that stay in the processor's caches, after Goto
// and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008):
// blockDepth terms of one panel of b in the first level, of a piece of a in the
// second, of blockCols columns of b in the third.
const (
	blockDepth = 256
	blockCols  = 1024
)

// worthSharing is the number of terms under which a product, of a few
// microseconds, is over before another processor has taken note.
const worthSharing = 1 << 17

// product is one matrix product on its way.
type product struct {
	*implementation
	dst, a, b Matrix
	e         Epilogue
	packed    *Packed // b, if it came packed

	j, cols, k, depth    int // the current block
	panels               []float32
	pieceRows, pieceCols int

	scratch           []float32 // where panels are packed
	piece, packPieces func(int) // methods below, bound once
}

var products = sync.Pool{New: func() any {
	p := new(product)
	p.piece, p.packPieces = p.multiplyPiece, p.packPiece
	return p
}}

func multiply(dst, a, b Matrix, packed *Packed, e Epilogue, parallel bool) {
	if dst.Rows != a.Rows || dst.Cols != b.Cols || a.Cols != b.Rows || dst.ColStride != 1 {
		panic("kernel: Multiply: shapes do not fit")
	}
	if dst.Rows == 0 || dst.Cols == 0 {
		return
	}
	dst.check()
	a.check()
	if packed == nil {
		b.check()
	}
	e.fits(dst)
	p := products.Get().(*product)
	p.implementation, p.dst, p.a, p.b, p.packed, p.panels, p.e = active, dst, a, b, packed, nil, e
	if packed != nil {
		p.implementation = packed.implementation
	}
	if p.e.Scale == 0 {
		p.e.Scale = 1
	}
	p.run(parallel)
	products.Put(p)
}

// run goes through the blocks.
func (p *product) run(parallel bool) {
	each := inline
	parallel = parallel && p.dst.Rows*p.dst.Cols*p.a.Cols >= worthSharing
	if parallel {
		each = Parallel
	}
	inPlace := p.readsInPlace()
	for p.j = 0; p.j < p.dst.Cols; p.j += blockCols {
		p.cols = min(blockCols, p.dst.Cols-p.j)
		p.cutPieces(parallel)
		rows, cols := p.pieces()
		for p.k = 0; p.k == 0 || p.k < p.a.Cols; p.k += blockDepth {
			p.depth = min(blockDepth, p.a.Cols-p.k)
			switch {
			case p.packed != nil:
				p.panels = p.packed.block(p.k, p.depth, p.j)
			case !inPlace:
				p.pack(each)
			}
			each(rows*cols, p.piece)
		}
	}
}

// readsInPlace reports whether to read b where it is. Packing it first pays
// when many rows read it afterwards, and when its columns are no whole vectors.
func (p *product) readsInPlace() bool {
	return p.packed == nil && p.b.ColStride == 1 && p.b.Cols%p.lanes == 0 && p.a.Rows <= 8*p.tileRows
}
