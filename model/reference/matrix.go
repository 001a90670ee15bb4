package reference

import "slices"

// A Matrix is a list of rows.
type Matrix [][]float64

// product is x·w: each row is the sum of the rows of w, weighted by a row of x.
func product(x, w Matrix) Matrix {
	var y Matrix
	for _, weights := range x {
		row := make([]float64, len(w[0]))
		for i, weight := range weights {
			addScaled(row, weight, w[i])
		}
		y = append(y, row)
	}
	return y
}

func transpose(x Matrix) Matrix {
	y := make(Matrix, len(x[0]))
	for _, row := range x {
		for j, v := range row {
			y[j] = append(y[j], v)
		}
	}
	return y
}

// sum is x + y.
func sum(x, y Matrix) Matrix {
	var z Matrix
	for i := range x {
		row := slices.Clone(x[i])
		addScaled(row, 1, y[i])
		z = append(z, row)
	}
	return z
}

// addScaled adds s·x to y.
func addScaled(y []float64, s float64, x []float64) {
	for i := range x {
		y[i] += s * x[i]
	}
}
