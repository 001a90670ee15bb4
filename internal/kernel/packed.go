package kernel

// Packed is the right operand of a product in the order in which the product
// reads it. It is worth making where the same matrix, such as a layer's weights
// at inference, is multiplied again and again.
type Packed struct {
	*implementation
	rows, cols int
	data       []float32
	source     Matrix // what is being packed
}

// Pack copies b. Later changes of b do not reach the copy.
func Pack(b Matrix) *Packed {
	p := new(Packed)
	p.Pack(b)
	return p
}

// Pack copies another matrix in the place of the last one.
func (p *Packed) Pack(b Matrix) {
	b.check()
	inline(p.begin(b), p.packPanels)
}

// begin makes room for b and returns the number of pieces in which packPanels
// will copy it.
func (p *Packed) begin(b Matrix) (pieces int) {
	p.implementation, p.source, p.rows, p.cols = active, b, b.Rows, b.Cols
	if n := p.width() * b.Rows; cap(p.data) < n {
		p.data = make([]float32, n)
	}
	p.data = p.data[:p.width()*b.Rows]
	return (b.Cols + panelsPerPiece*p.tileCols - 1) / (panelsPerPiece * p.tileCols)
}

// panelsPerPiece is how many panels are packed as one piece.
const panelsPerPiece = 4

// packPanels copies the panels of piece i.
func (p *Packed) packPanels(i int) {
	width := panelsPerPiece * p.tileCols
	for k := 0; k < p.rows; k += blockDepth {
		depth := min(blockDepth, p.rows-k)
		for j := i * width; j < min((i+1)*width, p.cols); j += p.tileCols {
			p.packPanel(p.block(k, depth, j), p.source, k, depth, j, min(p.tileCols, p.cols-j))
		}
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

// MultiplyPacked is [MultiplyParallel] with a right operand that is packed.
func MultiplyPacked(dst, a Matrix, b *Packed, e Epilogue) {
	multiply(dst, a, Matrix{Rows: b.rows, Cols: b.cols}, b, e, true)
}
