package kernel

// small reports whether a product is one piece of one block of terms whose B is
// packed or can be read in place: then there is nothing to prepare. An attention
// head makes six of them in less than a microsecond each.
func (q *Product) small() bool {
	if q.Packed == nil && (q.B.ColStride != 1 || q.B.Cols%active.lanes != 0) {
		return false
	}
	return q.Sum == nil && q.Bias == nil && q.Residual.Data == nil && q.Mask.Data == nil &&
		q.A.Cols > 0 && q.A.Cols <= blockDepth && q.Dst.Rows > 0 && q.Dst.ColStride == 1
}

// once makes a small product, panel by panel.
func (q *Product) once() {
	im, rows, cols := active, q.B.Rows, q.B.Cols
	b, panel, row := q.B.Data, im.tileCols, q.B.RowStride
	if p := q.Packed; p != nil {
		im, rows, cols = p.implementation, p.rows, p.cols
		b, panel, row = p.data, im.tileCols*p.rows, im.tileCols
	} else {
		q.B.check()
	}
	if q.Dst.Rows != q.A.Rows || q.Dst.Cols != cols || q.A.Cols != rows {
		panic("kernel: Multiply: shapes do not fit")
	}
	q.Dst.check()
	q.A.check()
	scale := q.Scale
	if scale == 0 {
		scale = 1
	}
	for j := 0; j < cols; j += im.tileCols {
		im.panel(q.Dst.Data[j:], q.Dst.RowStride, q.A.Data, q.A.RowStride, q.A.ColStride, b[j/im.tileCols*panel:], row,
			q.Dst.Rows, min(im.tileCols, cols-j), q.A.Cols,
			scale, q.Accumulate, q.ReLU, nil, nil, 0, nil, 0)
	}
}
