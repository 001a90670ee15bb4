package compare

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestDivergence(t *testing.T) {
	a := [][]float32{{1, 0}, {0.5, 0.5}}
	for _, c := range []struct {
		b    [][]float32
		want float64
	}{
		{a, 0},
		{[][]float32{{0, 1}, {0.5, 0.5}}, 0.5},
		{[][]float32{{0, 1}, {1, 0}}, (1 + 0.31127812445913283) / 2}, // H(¾,¼) − ½
	} {
		if got := divergence(a, c.b); math.Abs(got-c.want) > 1e-12 || math.Abs(divergence(c.b, a)-got) > 1e-12 {
			t.Errorf("%v: %v", c.b, got)
		}
	}
	if divergence(nil, nil) != 0 {
		t.Error("nothing has a divergence")
	}
}

// match finds what trying every assignment finds.
func TestMatch(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	for range 300 {
		n, m := 1+r.IntN(5), 1+r.IntN(5)
		costs := make([][]float64, n)
		for i := range costs {
			for range m {
				costs[i] = append(costs[i], float64(r.IntN(12)))
			}
		}
		columns, used, sum, placed := match(costs), map[int]bool{}, 0.0, 0
		for i, j := range columns {
			if j < 0 {
				continue
			}
			if used[j] {
				t.Fatalf("column %d twice in %v", j, columns)
			}
			used[j] = true
			sum += costs[i][j]
			placed++
		}
		if placed != min(n, m) {
			t.Fatalf("%d of %d by %d placed", placed, n, m)
		}
		if best := leastCost(costs, 0, map[int]bool{}, max(0, n-m)); sum != best {
			t.Fatalf("%v costs %v, not %v: %v", columns, sum, best, costs)
		}
	}
	for _, costs := range [][][]float64{nil, {{}, {}}} { // no rows, no columns
		columns := match(costs)
		if len(columns) != len(costs) || slices.ContainsFunc(columns, func(j int) bool { return j >= 0 }) {
			t.Errorf("%v: %v", costs, columns)
		}
	}
}

// leastCost tries every assignment of the rows from one on, of which spare rows may be
// left over.
func leastCost(costs [][]float64, row int, used map[int]bool, spare int) float64 {
	if row == len(costs) {
		return 0
	}
	best := math.Inf(1)
	if spare > 0 {
		best = leastCost(costs, row+1, used, spare-1)
	}
	for j, c := range costs[row] {
		if !used[j] {
			used[j] = true
			best = min(best, c+leastCost(costs, row+1, used, spare))
			used[j] = false
		}
	}
	return best
}
