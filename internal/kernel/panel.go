package kernel

// A panel is the part of a matrix product that one call of a kernel computes:
// rows × cols elements, cols ≤ tileCols, over depth terms:
//
//	x = scale·Σ a[i·aRow+k·aCol]·b[k·bRow+j]    the sum taken in the order of k
//	x = relu?( x + dst? + bias[j]? ) + residual[i·residualRow+j]?
//	dst[i·dstRow+j] = x where mask[i·maskRow+j]? > 0, else 0
//
// A kernel may read b up to cols rounded up to a multiple of lanes. It checks no
// bounds.
//
// The assembly reads the fields by their offsets, which its generator takes from
// this file; run go generate after a change.
type panel struct {
	dst, a, b                []float32
	dstRow, aRow, aCol, bRow int // strides
	rows, cols, depth        int

	scale                float32
	accumulate, relu     bool
	bias, residual, mask []float32 // nil for none
	residualRow, maskRow int
}

// multiplyPanel is the portable kernel: tiles of 2 × 4 elements.
func multiplyPanel(p *panel) {
	var zeros [1]float32 // stands for the second row of the last tile if rows is odd
	for i := 0; i < p.rows; i += 2 {
		var sum [2][4]float32
		if p.depth > 0 {
			a0 := p.a[i*p.aRow:]
			a1, a1Col := zeros[:], 0
			if i+1 < p.rows {
				a1, a1Col = a0[p.aRow:], p.aCol
			}
			sum = tile(a0, p.aCol, a1, a1Col, p.b, p.bRow, p.depth)
		}
		for r := i; r < min(i+2, p.rows); r++ {
			row := p.dst[r*p.dstRow:][:p.cols]
			for j := range row {
				x := p.scale * sum[r-i][j]
				if p.accumulate {
					x += row[j]
				}
				if p.bias != nil {
					x += p.bias[j]
				}
				if p.relu {
					x = max(x, 0)
				}
				if p.residual != nil {
					x += p.residual[r*p.residualRow+j]
				}
				if p.mask != nil && !(p.mask[r*p.maskRow+j] > 0) {
					x = 0
				}
				row[j] = x
			}
		}
	}
}

// tile multiplies two rows of depth numbers by four columns. Its eight sums and
// six operands fit into sixteen registers.
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
