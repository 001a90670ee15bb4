package kernel

// GatherRows stores in row i of dst row index[i] of src, or zeros if index[i] is
// negative. It looks up the vectors of words. dst has a row for each index and as
// many columns as src; the rows of both must be contiguous.
func GatherRows(dst, src Matrix, index []int) {
	if checkIndex(dst, src, index) {
		active.gatherRows(dst.Data, dst.RowStride, src.Data, src.RowStride, index, dst.Cols)
	}
}

// ScatterRows adds row i of src to row index[i] of dst, in the order of i, unless
// index[i] is negative. It is the backward pass of [GatherRows].
func ScatterRows(dst, src Matrix, index []int) {
	if checkIndex(src, dst, index) {
		active.scatterRows(dst.Data, dst.RowStride, src.Data, src.RowStride, index, dst.Cols)
	}
}

// checkIndex panics unless index has one entry for each row of rows, either
// negative or a row of table. It reports whether there is anything to do.
func checkIndex(rows, table Matrix, index []int) bool {
	if rows.Rows != len(index) || rows.Cols != table.Cols {
		panic("kernel: the shapes of rows, table and index do not match")
	}
	rows.checkRows()
	table.checkRows()
	for _, at := range index {
		if at >= table.Rows {
			panic("kernel: an index is beyond the last row of the table")
		}
	}
	return len(index) > 0 && rows.Cols > 0
}

func gatherRows(dst []float32, dstStride int, src []float32, srcStride int, index []int, cols int) {
	for i, at := range index {
		row := dst[i*dstStride:][:cols]
		if at < 0 {
			clear(row)
			continue
		}
		copy(row, src[at*srcStride:][:cols])
	}
}

func scatterRows(dst []float32, dstStride int, src []float32, srcStride int, index []int, cols int) {
	for i, at := range index {
		if at >= 0 {
			add(dst[at*dstStride:][:cols], src[i*srcStride:][:cols])
		}
	}
}
