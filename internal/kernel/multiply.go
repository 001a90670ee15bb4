package kernel

import "sync"

// A Product is a matrix product to be made: A·B is stored in Dst as the epilogue
// says. Dst is (A.Rows, B.Cols) with contiguous rows and must not overlap A or B.
//
// Terms are added in a fixed order that does not depend on how rows or columns
// were cut into pieces.
type Product struct {
	Dst, A, B Matrix
	Packed    *Packed // in the place of B, if it is packed
	Epilogue

	// Sum (B.Cols), if not nil, becomes the sum of the rows of B, which must be
	// contiguous: where A·B is the gradient of weights, that of their bias.
	Sum []float32
}

// Multiply stores a·b in dst as e says, on the calling goroutine.
func Multiply(dst, a, b Matrix, e Epilogue) {
	multiply(&Product{Dst: dst, A: a, B: b, Epilogue: e})
}

// MultiplyPacked is [Multiply] with a right operand that is packed.
func MultiplyPacked(dst, a Matrix, b *Packed, e Epilogue) {
	multiply(&Product{Dst: dst, A: a, Packed: b, Epilogue: e})
}

func multiply(q *Product) {
	if q.small() {
		q.once()
		return
	}
	p := products.Get().(*product)
	p.begin(q, false)
	if p.packs() {
		p.own.pack(inline, p.B)
	}
	inline(p.pieces(), p.piece)
	products.Put(p)
}

// blockDepth is how many terms of a piece are added before those of the next
// block, so that what is read for them stays in the processor's caches, after
// Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication"
// (2008): a panel of b in the first level, a piece of a in the second.
const blockDepth = 256

// product is one matrix product on its way. A piece of Dst goes through all
// blocks of terms by itself, so that no processor waits for another in between.
type product struct {
	*implementation
	Product

	pieceRows, pieceCols int

	own   Packed    // for a B that is packed for all pieces
	piece func(int) // multiplyPiece, bound once
}

func newProduct() *product {
	p := new(product)
	p.piece = p.multiplyPiece
	return p
}

var products = sync.Pool{New: func() any { return newProduct() }}

// begin checks the product and cuts it into pieces.
func (p *product) begin(q *Product, parallel bool) {
	p.implementation, p.Product = active, *q
	if q.Packed != nil {
		p.implementation = q.Packed.implementation
		p.B = Matrix{Rows: q.Packed.rows, Cols: q.Packed.cols}
	} else {
		p.B.check()
	}
	if p.Dst.Rows != p.A.Rows || p.Dst.Cols != p.B.Cols || p.A.Cols != p.B.Rows || p.Dst.ColStride != 1 {
		panic("kernel: Multiply: shapes do not fit")
	}
	if p.Sum != nil && (len(p.Sum) < p.B.Cols || p.B.ColStride != 1 || p.Packed != nil) {
		panic("kernel: Multiply: the sum does not fit")
	}
	p.Dst.check()
	p.A.check()
	p.Epilogue.fits(p.Dst)
	if p.Scale == 0 {
		p.Scale = 1
	}
	p.cutPieces(parallel)
}

// packs reports whether B is to be packed for all pieces: if its rows are not
// contiguous, as those of weights in the backward pass. If so it says that it is.
func (p *product) packs() bool {
	if p.Packed != nil || p.B.ColStride == 1 || p.pieces() == 0 {
		return false
	}
	p.Packed = &p.own
	return true
}
