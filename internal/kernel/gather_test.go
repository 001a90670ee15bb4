package kernel

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestGatherAndScatterRows(t *testing.T) {
	everySize(t, func(t *testing.T, rng *rand.Rand, cols int) {
		for _, rows := range []int{0, 1, 7} {
			const words = 4
			table, x := matrix(t, rng, words, cols, paddedRows), matrix(t, rng, rows, cols, paddedRows)
			index := make([]int, rows)
			for i := range index {
				index[i] = rng.IntN(words+1) - 1
			}
			before, gathered := table.clone(), x.clone()
			GatherRows(gathered, table, index)
			ScatterRows(table, x, index)
			for i, at := range index {
				for j := range cols {
					want := 0.0
					if at >= 0 {
						want = before.at(at, j)
					}
					if gathered.at(i, j) != want {
						t.Fatalf("gathered (%d,%d) of %d×%d: %v, want %v", i, j, rows, cols, gathered.at(i, j), want)
					}
				}
			}
			for w := range words {
				for j := range cols {
					want := before.at(w, j)
					for i, at := range index {
						if at == w {
							want += x.at(i, j)
						}
					}
					near(t, table.Row(w)[j], want, 1e-6, "scattered (%d,%d) of %d columns", w, j, cols)
				}
			}
			if !slices.Equal(gathered.gaps(), x.gaps()) || !slices.Equal(table.gaps(), before.gaps()) {
				t.Error("wrote between rows")
			}
		}
	})
}

func TestRowsByIndexRefuse(t *testing.T) {
	x, table := Dense(make([]float32, 6), 2, 3), Dense(make([]float32, 12), 4, 3)
	for name, index := range map[string][]int{"no such row": {0, 4}, "too few": {0}, "too many": {0, 1, 2}} {
		refuses(t, name, func() { GatherRows(x, table, index) })
	}
}
