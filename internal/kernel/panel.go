package kernel

// panel is implementation.panel in plain Go.
func panel(c []float32, cRow int, a []float32, aRow, aCol int, b []float32, bRow, rows, cols, depth int,
	scale float32, accumulate, relu bool, bias, residual []float32, residualRow int, mask []float32, maskRow int) {
	var zeros [1]float32 // stands for the missing row
	for i := 0; i < rows; i += 2 {
		var sum [2][4]float32
		if depth > 0 {
			upper, lower, lowerCol := a[i*aRow:], zeros[:], 0
			if i+1 < rows {
				lower, lowerCol = upper[aRow:], aCol
			}
			sum = tile(upper, aCol, lower, lowerCol, b, bRow, depth)
		}
		for r := range min(2, rows-i) {
			row := c[(i+r)*cRow:][:cols]
			for j := range row {
				x := scale * sum[r][j]
				if accumulate {
					x += row[j]
				}
				if bias != nil {
					x += bias[j]
				}
				if relu {
					x = max(x, 0)
				}
				if residual != nil {
					x += residual[(i+r)*residualRow+j]
				}
				if mask != nil && !(mask[(i+r)*maskRow+j] > 0) {
					x = 0
				}
				row[j] = x
			}
		}
	}
}

// tile multiplies two rows of depth numbers with four columns. Eight sums beside
// six operands are what sixteen registers hold.
func tile(a0 []float32, a0Col int, a1 []float32, a1Col int, b []float32, bRow, depth int) (sum [2][4]float32) {
	var s00, s01, s02, s03, s10, s11, s12, s13 float32
	for k := range depth {
		x0, x1 := a0[k*a0Col], a1[k*a1Col]
		right := b[k*bRow:][:4]
		b0 := right[0]
		s00 += x0 * b0
		s10 += x1 * b0
		b1 := right[1]
		s01 += x0 * b1
		s11 += x1 * b1
		b2 := right[2]
		s02 += x0 * b2
		s12 += x1 * b2
		b3 := right[3]
		s03 += x0 * b3
		s13 += x1 * b3
	}
	return [2][4]float32{{s00, s01, s02, s03}, {s10, s11, s12, s13}}
}
