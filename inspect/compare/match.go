package compare

import (
	"math"
	"slices"
)

// divergence is how differently two heads attend to a text: the mean over the rows i
// of their patterns (T,T) of the Jensen–Shannon divergence
//
//	JSD(a_i, b_i) = H((a_i+b_i)/2) − (H(a_i)+H(b_i))/2,  H(p) = −Σ_j p_j log2 p_j
//
// in bits: 0 for the same pattern, 1 for two that never attend to the same token.
func divergence(a, b [][]float32) float64 {
	if len(a) == 0 {
		return 0
	}
	sum := 0.0
	for i := range a {
		for j := range a[i] {
			p, q := float64(a[i][j]), float64(b[i][j])
			sum += entropic((p+q)/2) - (entropic(p)+entropic(q))/2
		}
	}
	return max(0, sum/float64(len(a))) // rounding may make it negative
}

// entropic is the part of one weight in an entropy in bits.
func entropic(p float64) float64 {
	if p <= 0 {
		return 0
	}
	return -p * math.Log2(p)
}

// match pairs rows with columns of a matrix of costs (n,m), each at most once and as
// many as there are of the fewer, so that the sum of the costs is least. It returns
// the column of each row, −1 for a row that is left over. It is the Hungarian method
// with potentials, on the matrix made square by costs of 0; its time grows with the
// third power of the larger of n and m.
func match(costs [][]float64) []int {
	n := len(costs)
	if n > 0 {
		n = max(n, len(costs[0]))
	}
	cost := func(i, j int) float64 {
		if i < len(costs) && j < len(costs[i]) {
			return costs[i][j]
		}
		return 0
	}
	// Rows and columns are counted from 1 here; column 0 holds the row that is
	// being placed.
	rowPotential, columnPotential := make([]float64, n+1), make([]float64, n+1)
	rowOf := make([]int, n+1) // 0: free
	for row := 1; row <= n; row++ {
		rowOf[0] = row
		least, from, done := slices.Repeat([]float64{math.Inf(1)}, n+1), make([]int, n+1), make([]bool, n+1)
		// 1. Find the cheapest path to a free column, on which placed rows move on.
		at := 0
		for rowOf[at] != 0 {
			done[at] = true
			i, step, next := rowOf[at], math.Inf(1), 0
			for j := 1; j <= n; j++ {
				if done[j] {
					continue
				}
				if c := cost(i-1, j-1) - rowPotential[i] - columnPotential[j]; c < least[j] {
					least[j], from[j] = c, at
				}
				if least[j] < step {
					step, next = least[j], j
				}
			}
			for j := range done {
				if done[j] {
					rowPotential[rowOf[j]] += step
					columnPotential[j] -= step
				} else {
					least[j] -= step
				}
			}
			at = next
		}
		// 2. Move the rows along the path.
		for at != 0 {
			rowOf[at] = rowOf[from[at]]
			at = from[at]
		}
	}
	columns := slices.Repeat([]int{-1}, len(costs))
	for j := 1; j <= n; j++ {
		if i := rowOf[j] - 1; i < len(costs) && j <= len(costs[i]) {
			columns[i] = j - 1
		}
	}
	return columns
}
