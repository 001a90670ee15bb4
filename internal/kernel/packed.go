package kernel

// Packed is the right operand of a product in the order in which the product
// reads it. It is worth making where the same matrix, such as a layer's weights
// at inference, is multiplied again and again.
type Packed struct {
	*implementation
	rows, cols int
	data       []float32
	sources    []Matrix  // what is being packed, one below the other
	piece      func(int) // copyPanel, bound once
}

// Pack copies b. Later changes of b do not reach the copy.
func Pack(b Matrix) *Packed {
	p := new(Packed)
	p.Pack(b)
	return p
}

// Pack copies another matrix in the place of the last one.
func (p *Packed) Pack(b Matrix) { p.pack(inline, b) }

// PackBelow copies matrices with the same number of columns, one below the
// other, in the place of the last one, on all processors.
func (p *Packed) PackBelow(b ...Matrix) { p.pack(Parallel, b...) }

func (p *Packed) pack(each func(int, func(int)), b ...Matrix) {
	p.implementation, p.rows, p.cols = active, 0, b[0].Cols
	p.sources = append(p.sources[:0], b...)
	for _, m := range b {
		if m.check(); m.Cols != p.cols {
			panic("kernel: PackBelow: shapes do not fit")
		}
		p.rows += m.Rows
	}
	n := p.width() * p.rows
	if cap(p.data) < n {
		p.data = make([]float32, n)
	}
	p.data = p.data[:n]
	if n < 1<<14 { // over before another processor has taken note
		each = inline
	}
	if p.piece == nil {
		p.piece = p.copyPanel
	}
	each((p.cols+p.tileCols-1)/p.tileCols, p.piece)
}

// copyPanel copies panel i.
func (p *Packed) copyPanel(i int) {
	j, top := i*p.tileCols, 0 // of the source in the whole
	for _, b := range p.sources {
		for k := top; k < top+b.Rows; { // up to the end of a block of terms
			block := k / blockDepth * blockDepth
			depth := min(blockDepth, p.rows-block)
			n := min(block+depth, top+b.Rows) - k
			to := p.block(block, depth, j)[(k-block)*p.tileCols:]
			p.packPanel(to, b, k-top, n, j, min(p.tileCols, p.cols-j))
			k += n
		}
		top += b.Rows
	}
}

// width is the number of columns, filled up to whole panels.
func (p *Packed) width() int {
	return (p.cols + p.tileCols - 1) / p.tileCols * p.tileCols
}

// block is where the panels begin that hold depth terms from k on, of column j
// and those after.
func (p *Packed) block(k, depth, j int) []float32 {
	return p.data[k*p.width()+j*depth:]
}
