package kernel

// A Matrix is a view of Rows × Cols numbers: element (i,j) is
// Data[i*RowStride+j*ColStride].
type Matrix struct {
	Data                 []float32
	Rows, Cols           int
	RowStride, ColStride int
}

// Dense returns data as a rows × cols matrix stored row after row.
func Dense(data []float32, rows, cols int) Matrix {
	return Matrix{Data: data[:rows*cols], Rows: rows, Cols: cols, RowStride: cols, ColStride: 1}
}

// T returns the transposed view of the same data.
func (m Matrix) T() Matrix {
	return Matrix{Data: m.Data, Rows: m.Cols, Cols: m.Rows, RowStride: m.ColStride, ColStride: m.RowStride}
}

// Slice returns the view of rows [i0,i1) and columns [j0,j1).
func (m Matrix) Slice(i0, i1, j0, j1 int) Matrix {
	v := Matrix{Rows: i1 - i0, Cols: j1 - j0, RowStride: m.RowStride, ColStride: m.ColStride}
	if v.Rows > 0 && v.Cols > 0 {
		first := i0*m.RowStride + j0*m.ColStride
		last := (i1-1)*m.RowStride + (j1-1)*m.ColStride
		v.Data = m.Data[first : last+1]
	}
	return v
}

// Row returns row i. The rows of m must be contiguous.
func (m Matrix) Row(i int) []float32 {
	return m.Data[i*m.RowStride : i*m.RowStride+m.Cols]
}

// from returns the data from element (i,j) on, or nil if m has no data.
func (m *Matrix) from(i, j int) []float32 {
	if len(m.Data) == 0 {
		return nil
	}
	return m.Data[i*m.RowStride+j*m.ColStride:]
}

// check panics unless m.Data holds every element. The assembly does not check
// bounds.
func (m *Matrix) check() {
	if m.Rows > 0 && m.Cols > 0 {
		_ = m.Data[(m.Rows-1)*m.RowStride+(m.Cols-1)*m.ColStride]
	}
}

// checkRows is check for a matrix whose rows must be contiguous.
func (m *Matrix) checkRows() {
	if m.ColStride != 1 {
		panic("kernel: the rows of a matrix are not contiguous")
	}
	m.check()
}
