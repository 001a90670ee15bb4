package kernel

// GatherRows stores in row i of dst row index[i] of src, or zeros where index[i]
// is negative: the vectors of words by their numbers. Rows are contiguous and
// as long in both.
func GatherRows(dst, src Matrix, index []int) {
	if checkIndex(dst, src, index) {
		active.gatherRows(dst.Data, dst.RowStride, src.Data, src.RowStride, index, dst.Cols)
	}
}

// ScatterRows adds row i of src to row index[i] of dst, in the order of i, where
// index[i] is not negative: what [GatherRows] is to its gradient.
func ScatterRows(dst, src Matrix, index []int) {
	if checkIndex(src, dst, index) {
		active.scatterRows(dst.Data, dst.RowStride, src.Data, src.RowStride, index, dst.Cols)
	}
}

// checkIndex panics unless index has a row of table, or none, for each row of
// rows. It reports whether there is anything to do.
func checkIndex(rows, table Matrix, index []int) bool {
	if rows.Rows != len(index) || rows.Cols != table.Cols {
		panic("kernel: rows by index: shapes do not fit")
	}
	rows.checkRows()
	table.checkRows()
	for _, at := range index {
		if at >= table.Rows {
			panic("kernel: rows by index: no such row")
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
