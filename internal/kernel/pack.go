package kernel

// packPanel copies depth terms, from k on, of the columns [j, j+cols) of b,
// term by term in rows of tileCols numbers, the missing columns zeros: the order
// in which a panel of the product reads them.
func (im *implementation) packPanel(dst []float32, b Matrix, k, depth, j, cols int) {
	if depth == 0 {
		return
	}
	width := im.tileCols
	src := b.Data[k*b.RowStride+j*b.ColStride:]
	if b.ColStride == 1 {
		im.copyColumns(dst, src, b.RowStride, cols, depth)
		return
	}
	if cols < width {
		clear(dst[:depth*width])
	}
	// Columns contiguous in memory go by eights, the rest one by one.
	c, blocks := 0, 0
	if b.RowStride == 1 {
		blocks = depth / 8
		for ; c+8 <= cols; c += 8 {
			im.transpose8(dst[c:], width, src[c*b.ColStride:], b.ColStride, blocks)
			for i := 0; i < 8 && blocks*8 < depth; i++ {
				packColumn(dst, width, c+i, src[(c+i)*b.ColStride:], b.RowStride, blocks*8, depth)
			}
		}
	}
	for ; c < cols; c++ {
		packColumn(dst, width, c, src[c*b.ColStride:], b.RowStride, 0, depth)
	}
}

// packColumn copies the terms [d, depth) of one column.
func packColumn(dst []float32, width, c int, src []float32, stride, d, depth int) {
	for ; d < depth; d++ {
		dst[d*width+c] = src[d*stride]
	}
}

// copyColumns is implementation.copyColumns in plain Go, four columns wide.
func copyColumns(dst, src []float32, srcRow, cols, depth int) {
	for d := range depth {
		row := dst[d*4:][:4]
		clear(row[copy(row, src[d*srcRow:][:cols]):])
	}
}

// transpose8 is implementation.transpose8 in plain Go.
func transpose8(dst []float32, dstRow int, src []float32, srcRow, blocks int) {
	for i := range 8 {
		for d, x := range src[i*srcRow:][:8*blocks] {
			dst[d*dstRow+i] = x
		}
	}
}
