package kernel

import "sync"

// A Product is a matrix product to compute: A·B is stored in Dst as the epilogue
// says. Dst is (A.Rows, B.Cols), its rows are contiguous, and it must not overlap
// A or B.
//
// The terms of an element are added in the order of the columns of A, however
// the product is cut into pieces.
type Product struct {
	Dst, A, B Matrix
	Packed    *Packed // replaces B unless it is nil
	Epilogue

	// Sum (B.Cols), unless nil, receives the sum of the rows of B, which must be
	// contiguous and not packed. Where A·B is the gradient of a weight matrix, Sum
	// is the gradient of the bias.
	Sum []float32
}

// An Epilogue says what happens to a product before it is stored. Each step is
// optional:
//
//	x = relu?( scale·a·b + dst? + bias? ) + residual?
//	dst = x where mask? > 0, else 0
type Epilogue struct {
	Scale      float32   // multiplies the product; 0 means 1
	Accumulate bool      // adds the previous content of dst
	Bias       []float32 // (Cols) added to each row
	ReLU       bool      // replaces negative numbers by 0
	Residual   Matrix    // (Rows, Cols) with contiguous rows; none if Data is nil
	Mask       Matrix    // (Rows, Cols) with contiguous rows; none if Data is nil
}

// check panics unless the epilogue's operands have the shape of dst.
func (e *Epilogue) check(dst *Matrix) {
	if e.Bias != nil && len(e.Bias) < dst.Cols {
		panic("kernel: the bias is shorter than a row")
	}
	for _, m := range [...]*Matrix{&e.Residual, &e.Mask} {
		if m.Data == nil {
			continue
		}
		if m.Rows != dst.Rows || m.Cols != dst.Cols || m.ColStride != 1 {
			panic("kernel: the residual or the mask does not have the shape of the product")
		}
		m.check()
	}
}

// Multiply stores a·b in dst as e says, on the calling goroutine.
func Multiply(dst, a, b Matrix, e Epilogue) {
	p := &plan{Product: Product{Dst: dst, A: a, B: b, Epilogue: e}}
	p.run()
}

// MultiplyPacked is [Multiply] with a packed right operand.
func MultiplyPacked(dst, a Matrix, b *Packed, e Epilogue) {
	p := &plan{Product: Product{Dst: dst, A: a, Packed: b, Epilogue: e}}
	p.run()
}

// plan is a product that is checked and cut into pieces of pieceRows × pieceCols
// elements of Dst, which do not depend on each other.
type plan struct {
	*implementation
	Product

	pieceRows, pieceCols int
	pieces, across       int  // number of pieces, and in a row; for several processors only
	pooled               bool // Packed is from the pool
}

// run computes the product on the calling goroutine.
func (p *plan) run() {
	p.prepare(false)
	for top := 0; top < p.Dst.Rows; top += p.pieceRows {
		for left := 0; left < p.Dst.Cols; left += p.pieceCols {
			p.multiplyPiece(top, left)
		}
	}
	p.release()
}

// prepare checks the product, cuts it into pieces and packs B if several pieces
// read the same columns of B and these are not contiguous row by row, such as
// those of transposed weights in a backward pass.
func (p *plan) prepare(parallel bool) {
	p.implementation = active
	if p.Packed != nil {
		p.implementation = p.Packed.implementation
		p.B = Matrix{Rows: p.Packed.rows, Cols: p.Packed.cols}
	}
	if p.Dst.Rows != p.A.Rows || p.Dst.Cols != p.B.Cols || p.A.Cols != p.B.Rows || p.Dst.ColStride != 1 {
		panic("kernel: the shapes of a matrix product do not match")
	}
	if p.Sum != nil && (len(p.Sum) < p.B.Cols || p.B.ColStride != 1) {
		panic("kernel: the sum of rows needs a right operand with contiguous rows and room for its columns")
	}
	p.Dst.check()
	p.A.check()
	p.Epilogue.check(&p.Dst)
	if p.Scale == 0 {
		p.Scale = 1
	}
	p.cut(parallel)
	if p.Packed != nil {
		return
	}
	p.B.check()
	if p.B.ColStride != 1 && p.pieceRows < p.Dst.Rows {
		p.Packed, p.pooled = packedPool.Get().(*Packed), true
		p.Packed.pack(parallel, p.B)
	}
}

// release returns to the pool what prepare took from it.
func (p *plan) release() {
	if p.pooled {
		packedPool.Put(p.Packed)
	}
}

// cut chooses the size of the pieces. A piece reads blockDepth terms of its rows
// of A, at most an eighth of a second-level cache of 1 MiB, and few panels of B:
// in wider pieces, products with rows whole pages apart took a fifth longer,
// because their cache lines compete for the same sets.
//
// For several processors the number of pieces from top to bottom is even, unless it
// is 1, so that two processors get the same number.
func (p *plan) cut(parallel bool) {
	const (
		maxRows   = 132
		minRows   = 12
		enough    = 8   // pieces for a balanced load on two processors and some on more
		aloneCols = 256 // on one processor
		wideCols  = 64
		thinCols  = 32 // if there are not enough pieces
	)
	down := max(1, ceilDiv(p.Dst.Rows, maxRows))
	if !parallel {
		p.pieceRows, p.pieceCols = ceilDiv(p.Dst.Rows, down), aloneCols
		return
	}
	if down > 1 {
		down += down % 2
	}
	p.pieceCols = wideCols
	across := ceilDiv(p.Dst.Cols, p.pieceCols)
	for more := down + 2 - down%2; down*across < enough && p.Dst.Rows/more >= minRows; more += 2 {
		down = more
	}
	if down*across < enough {
		p.pieceCols = thinCols
	}
	p.pieceRows = max(1, ceilDiv(p.Dst.Rows, down))
	p.across = ceilDiv(p.Dst.Cols, p.pieceCols)
	p.pieces = ceilDiv(p.Dst.Rows, p.pieceRows) * p.across
}

// blockDepth is the number of terms of a piece that are added before those of the
// next block, so that its operands stay in the caches (Goto and van de Geijn,
// "Anatomy of High-Performance Matrix Multiplication", 2008): a panel of B in the
// first level, a piece of A in the second.
const blockDepth = 256

// multiplyPiece computes the piece whose first element is (top,left), block of terms
// by block of terms and panel by panel.
func (p *plan) multiplyPiece(top, left int) {
	right := min(left+p.pieceCols, p.Dst.Cols)
	if p.Sum != nil && top == 0 {
		p.sumRows(p.Sum[left:right], p.B.Slice(0, p.B.Rows, left, right).Data, p.B.RowStride, p.B.Rows)
	}
	var packed *scratch
	if p.Packed == nil && !p.readsInPlace() {
		packed = scratchPool.Get().(*scratch)
		defer scratchPool.Put(packed)
	}
	w := panel{
		dstRow: p.Dst.RowStride, aRow: p.A.RowStride, aCol: p.A.ColStride,
		rows: min(p.pieceRows, p.Dst.Rows-top), scale: p.Scale,
		residualRow: p.Residual.RowStride, maskRow: p.Mask.RowStride,
	}
	for k := 0; k == 0 || k < p.A.Cols; k += blockDepth {
		w.depth = min(blockDepth, p.A.Cols-k)
		if w.depth > 0 {
			w.a = p.A.from(top, k)
		}
		last := k+w.depth == p.A.Cols
		w.accumulate, w.relu = p.Accumulate || k > 0, p.ReLU && last
		for j := left; j < right; j += p.tileCols {
			w.cols = min(p.tileCols, right-j)
			w.dst = p.Dst.from(top, j)
			p.readPanel(&w, packed, k, j)
			if last {
				if p.Bias != nil {
					w.bias = p.Bias[j:]
				}
				w.residual, w.mask = p.Residual.from(top, j), p.Mask.from(top, j)
			}
			w.multiply(p.implementation)
		}
	}
}

// readPanel sets the right operand of w, terms from k on of columns from j on. If
// it can be read neither from Packed nor from B itself, it is copied to packed.
func (p *plan) readPanel(w *panel, packed *scratch, k, j int) {
	switch {
	case w.depth == 0:
	case p.Packed != nil:
		w.b, w.bRow = p.Packed.panel(k, w.depth, j), p.tileCols
	case packed == nil:
		w.b, w.bRow = p.B.from(k, j), p.B.RowStride
	default:
		p.packPanel(packed[:], p.B.Slice(k, k+w.depth, j, j+w.cols))
		w.b, w.bRow = packed[:], p.tileCols
	}
}

// readsInPlace reports whether kernels read B without packing it: if its rows are
// contiguous and a multiple of a vector long, unless its rows and those of A are
// whole pages apart, where they would displace each other from the caches.
func (p *plan) readsInPlace() bool {
	const page = 1024 // numbers
	return p.B.ColStride == 1 && p.B.Cols%p.lanes == 0 &&
		(p.B.RowStride%page != 0 || max(p.A.RowStride, p.A.ColStride)%page != 0)
}

// MultiplyParallel is [Multiply] on all processors.
func MultiplyParallel(dst, a, b Matrix, e Epilogue) {
	MultiplyAll(Product{Dst: dst, A: a, B: b, Epilogue: e})
}

// MultiplyAll computes several products, none of which may read what another
// writes, on all processors, which wait for each other only at the end.
func MultiplyAll(list ...Product) {
	terms := 0
	for i := range list {
		terms += list[i].Dst.Rows * list[i].Dst.Cols * list[i].A.Cols
	}
	if terms < parallelTerms {
		for i := range list {
			p := &plan{Product: list[i]}
			p.run()
		}
		return
	}
	b := batchPool.Get().(*batch)
	b.run(list)
	batchPool.Put(b)
}

// parallelTerms is the number of multiplications from which a call of
// [MultiplyAll] uses other processors: fewer take some microseconds, about as
// long as to share them.
const parallelTerms = 1 << 17

// batch is the state of one call of [MultiplyAll].
type batch struct {
	plans     []plan
	firstHalf int       // number of pieces in the first halves of all products
	piece     func(int) // multiplyPiece, bound once because binding allocates
}

var batchPool = sync.Pool{New: func() any {
	b := new(batch)
	b.piece = b.multiplyPiece
	return b
}}

func (b *batch) run(list []Product) {
	pieces := 0
	b.firstHalf = 0
	for i := range list {
		b.plans = append(b.plans, plan{Product: list[i]})
		p := &b.plans[i]
		p.prepare(true)
		pieces += p.pieces
		b.firstHalf += p.pieces / 2
	}
	Parallel(pieces, b.piece)
	for i := range b.plans {
		b.plans[i].release()
	}
	clear(b.plans) // keep no references to the caller's memory
	b.plans = b.plans[:0]
}

// multiplyPiece computes piece i of all products. The first halves of all
// products come before the second halves: as [Parallel] gives a goroutine the
// same share of the pieces in each call, a processor then gets the same rows of a
// matrix whatever products it is part of, and finds them in its cache.
func (b *batch) multiplyPiece(i int) {
	second := i >= b.firstHalf
	if second {
		i -= b.firstHalf
	}
	for j := range b.plans {
		p := &b.plans[j]
		first, n := 0, p.pieces/2
		if second {
			first, n = n, p.pieces-n
		}
		if i < n {
			row, col := (first+i)/p.across, (first+i)%p.across
			p.multiplyPiece(row*p.pieceRows, col*p.pieceCols)
			return
		}
		i -= n
	}
}

// ceilDiv is n/d rounded up, for n ≥ 0 and d > 0.
func ceilDiv(n, d int) int { return (n + d - 1) / d }
