package kernel

import "sync"

// A Packed is a copy of the right operand of a product in the order in which
// kernels read it: panel by panel. Packing pays if several products have the same
// right operand, such as the weights of a layer at inference.
//
// The layout is blocks of blockDepth rows; in a block, panels of tileCols columns,
// the last one filled up with zeros; in a panel, row by row.
type Packed struct {
	*implementation
	rows, cols int
	width      int // cols rounded up to whole panels
	data       []float32
	sources    []Matrix  // the matrices to pack, one below the other
	piece      func(int) // packColumns, bound once because binding allocates
}

// packedPool has the memory of products that pack their right operand.
var packedPool = sync.Pool{New: func() any { return new(Packed) }}

// Pack returns a packed copy of b.
func Pack(b Matrix) *Packed {
	p := new(Packed)
	p.Pack(b)
	return p
}

// Pack replaces the content of p by a copy of b and reuses its memory.
func (p *Packed) Pack(b Matrix) { p.pack(false, b) }

// PackBelow replaces the content of p by copies of matrices with the same number
// of columns, one below the other. It packs on all processors.
func (p *Packed) PackBelow(b ...Matrix) { p.pack(true, b...) }

func (p *Packed) pack(parallel bool, b ...Matrix) {
	p.implementation, p.rows, p.cols = active, 0, b[0].Cols
	p.sources = append(p.sources[:0], b...)
	for i := range b {
		if b[i].check(); b[i].Cols != p.cols {
			panic("kernel: the matrices to pack differ in their number of columns")
		}
		p.rows += b[i].Rows
	}
	panels := ceilDiv(p.cols, p.tileCols)
	p.width = panels * p.tileCols
	n := p.width * p.rows
	if cap(p.data) < n {
		p.data = make([]float32, n)
	}
	p.data = p.data[:n]
	const parallelNumbers = 1 << 14 // fewer are packed before another processor has begun
	if !parallel || n < parallelNumbers {
		for i := range panels {
			p.packColumns(i)
		}
		return
	}
	if p.piece == nil {
		p.piece = p.packColumns
	}
	Parallel(panels, p.piece)
}

// packColumns copies the columns of panel i of all blocks.
func (p *Packed) packColumns(i int) {
	j := i * p.tileCols
	right := min(j+p.tileCols, p.cols)
	top := 0 // row of p at which the source begins
	for _, b := range p.sources {
		for k := top; k < top+b.Rows; { // to the end of the source or of a block
			block := k / blockDepth * blockDepth
			depth := min(blockDepth, p.rows-block)
			end := min(block+depth, top+b.Rows)
			p.packPanel(p.panel(block, depth, j)[(k-block)*p.tileCols:], b.Slice(k-top, end-top, j, right))
			k = end
		}
		top += b.Rows
	}
}

// panel returns the panel that begins with column j in the block of depth rows
// that begins with row k.
func (p *Packed) panel(k, depth, j int) []float32 { return p.data[k*p.width+j*depth:] }

// scratch is temporary memory for a packed panel of one block.
type scratch [blockDepth * maxTileCols]float32

var scratchPool = sync.Pool{New: func() any { return new(scratch) }}

// packPanel copies b, at most tileCols columns, row by row into rows of tileCols
// numbers, filled up with zeros.
func (im *implementation) packPanel(dst []float32, b Matrix) {
	if b.Rows == 0 || b.Cols == 0 {
		return
	}
	width := im.tileCols
	if b.ColStride == 1 {
		im.copyColumns(dst, b.Data, b.RowStride, b.Cols, b.Rows)
		return
	}
	if b.Cols < width {
		clear(dst[:b.Rows*width])
	}
	cols, rows := 0, 0 // that transpose8 packs
	if b.RowStride == 1 {
		cols, rows = b.Cols/8*8, b.Rows/8*8
		for j := 0; j < cols; j += 8 {
			im.transpose8(dst[j:], width, b.Data[j*b.ColStride:], b.ColStride, rows/8)
		}
	}
	for j := range b.Cols {
		i := 0
		if j < cols {
			i = rows
		}
		for ; i < b.Rows; i++ {
			dst[i*width+j] = b.Data[i*b.RowStride+j*b.ColStride]
		}
	}
}

// copyColumns is the portable implementation.copyColumns, four columns wide.
func copyColumns(dst, src []float32, srcRow, cols, depth int) {
	for d := range depth {
		row := dst[d*4:][:4]
		clear(row[copy(row, src[d*srcRow:][:cols]):])
	}
}

// transpose8 is the portable implementation.transpose8.
func transpose8(dst []float32, dstRow int, src []float32, srcRow, blocks int) {
	for i := range 8 {
		for d, x := range src[i*srcRow:][:8*blocks] {
			dst[d*dstRow+i] = x
		}
	}
}
