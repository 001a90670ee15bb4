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
// second.
const blockDepth = 256

// worthSharing is the number of terms under which a product, of a few
// microseconds, is over before another processor has taken note.
const worthSharing = 1 << 17

// product is one matrix product on its way. A piece of dst goes through all
// blocks of terms by itself, so that no processor waits for another in between.
type product struct {
	*implementation
	dst, a, b Matrix
	e         Epilogue
	packed    *Packed // b, if it came packed or was packed for all pieces

	pieceRows, pieceCols int

	own                 Packed    // for a b that is packed for all pieces
	piece, packOwnPanel func(int) // methods below, bound once
}

var products = sync.Pool{New: func() any {
	p := new(product)
	p.piece, p.packOwnPanel = p.multiplyPiece, p.own.packPanels
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
	if e.Scale == 0 {
		e.Scale = 1
	}
	p := products.Get().(*product)
	p.implementation, p.dst, p.a, p.b, p.packed, p.e = active, dst, a, b, packed, e
	if packed != nil {
		p.implementation = packed.implementation
	}
	p.run(parallel && dst.Rows*dst.Cols*a.Cols >= worthSharing)
	products.Put(p)
}

// run packs b for all pieces, if its rows are not contiguous, and hands the
// pieces out.
func (p *product) run(parallel bool) {
	each := inline
	if parallel {
		each = Parallel
	}
	if p.packed == nil && p.b.ColStride != 1 {
		panels := p.own.begin(p.b)
		if p.b.Rows*p.b.Cols < 1<<14 {
			inline(panels, p.packOwnPanel)
		} else {
			each(panels, p.packOwnPanel)
		}
		p.packed = &p.own
	}
	p.cutPieces(parallel)
	rows, cols := p.pieces()
	each(rows*cols, p.piece)
}
