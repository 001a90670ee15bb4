package compare

import "math"

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
// with potentials; its time grows with n²·m for n ≤ m.
func match(costs [][]float64) []int {
	n := len(costs)
	if n == 0 {
		return nil
	}
	if m := len(costs[0]); n > m { // more rows than columns: match the columns
		turned := make([][]float64, m)
		for j := range turned {
			for i := range n {
				turned[j] = append(turned[j], costs[i][j])
			}
		}
		columns := make([]int, n)
		for i := range columns {
			columns[i] = -1
		}
		for j, i := range match(turned) {
			columns[i] = j
		}
		return columns
	}
	m := len(costs[0])
	// Rows and columns are counted from 1 here; column 0 holds the row that is
	// being placed.
	rowPotential, columnPotential := make([]float64, n+1), make([]float64, m+1)
	rowOf := make([]int, m+1) // 0: free
	for row := 1; row <= n; row++ {
		rowOf[0] = row
		least, from, done := make([]float64, m+1), make([]int, m+1), make([]bool, m+1)
		for j := range least {
			least[j] = math.Inf(1)
		}
		// 1. Find the cheapest path to a free column, on which placed rows move on.
		at := 0
		for rowOf[at] != 0 {
			done[at] = true
			i, step, next := rowOf[at], math.Inf(1), 0
			for j := 1; j <= m; j++ {
				if done[j] {
					continue
				}
				if c := costs[i-1][j-1] - rowPotential[i] - columnPotential[j]; c < least[j] {
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
	columns := make([]int, n)
	for j := 1; j <= m; j++ {
		if rowOf[j] > 0 {
			columns[rowOf[j]-1] = j - 1
		}
	}
	return columns
}
