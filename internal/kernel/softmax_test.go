package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSoftmax(t *testing.T) {
	everySize(t, func(t *testing.T, rng *rand.Rand, n int) {
		x := numbers(t, rng, n)
		for i := range x {
			x[i] *= 20
		}
		before, sum, greatest := slices.Clone(x), 0.0, math.Inf(-1)
		for _, v := range before {
			greatest = max(greatest, float64(v))
		}
		for _, v := range before {
			sum += math.Exp(float64(v) - greatest)
		}
		near(t, SoftmaxLog(x), greatest+math.Log(sum), 1e-6, "log sum of %d", n)
		for i, v := range before {
			near(t, x[i], math.Exp(float64(v)-greatest)/sum, 1e-6, "%d of %d", i, n)
		}
	})
}

func TestSoftmaxExtremes(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	every(t, func(t *testing.T) {
		for _, c := range []struct{ x, want []float32 }{
			{[]float32{1000, 1000}, []float32{0.5, 0.5}},
			{[]float32{-1000, 1000, -1000}, []float32{0, 1, 0}},
			{[]float32{-inf, 0, -inf}, []float32{0, 1, 0}},
			{[]float32{0, nan, 1}, []float32{nan, nan, nan}},
			{[]float32{0, inf, 1}, []float32{nan, nan, nan}},
		} {
			for _, length := range []int{len(c.x), 40} { // less and more than a vector
				x := slices.Grow(slices.Clone(c.x), length)
				for len(x) < length {
					x = append(x, -inf)
				}
				SoftmaxLog(x)
				for i, want := range c.want {
					near(t, x[i], float64(want), 1e-6, "%d of softmax %v", i, c.x)
				}
			}
		}
	})
}

// TestExp measures the accuracy of exp by the softmax of a row that has 0, the number
// and otherwise −Inf: the ratio of its first two results is eˣ.
func TestExp(t *testing.T) {
	every(t, func(t *testing.T) {
		const cols = 35 // whole vectors and a rest
		row, inf := make([]float32, cols), float32(math.Inf(-1))
		lane := 0
		test := func(x float32) {
			lane = lane%(cols-1) + 1
			want := math.Exp(float64(x))
			if x < -87.33654 {
				want = 0
			}
			for _, bias := range [][]float32{nil, make([]float32, cols)} {
				for i := range row {
					row[i] = inf
				}
				row[0], row[lane] = 0, x
				SoftmaxRows(Dense(row, 1, cols), bias)
				got := float64(row[lane]) / float64(row[0])
				if got != want && !(math.Abs(got-want) < 3e-7*want) {
					t.Fatalf("exp(%v) = %v, want %v", x, got, want)
				}
			}
		}
		for x := float32(-110); x < 0; x += 0.0137 {
			test(x)
		}
		for _, x := range []float32{0, -87.33654, -87.34, inf} {
			test(x)
		}
	})
}

// everyBlock runs a test for each implementation and several shapes of a matrix,
// with and without a bias for its diagonals.
func everyBlock(t *testing.T, test func(t *testing.T, rng *rand.Rand, rows, cols int, bias []float32)) {
	everySize(t, func(t *testing.T, rng *rand.Rand, n int) {
		for _, rows := range []int{0, 1, 2, 5} {
			test(t, rng, rows, n, nil)
			test(t, rng, rows, n, numbers(t, rng, max(0, rows+n-1)))
		}
	})
}

func TestSoftmaxRows(t *testing.T) {
	everyBlock(t, func(t *testing.T, rng *rand.Rand, rows, cols int, bias []float32) {
		x := matrix(t, rng, rows, cols, paddedRows)
		before := x.clone()
		SoftmaxRows(x, bias)
		for i := range rows {
			score := func(j int) float64 {
				if bias == nil {
					return before.at(i, j)
				}
				return before.at(i, j) + float64(bias[rows-1+j-i])
			}
			sum := 0.0
			for j := range cols {
				sum += math.Exp(score(j))
			}
			for j := range cols {
				near(t, x.Row(i)[j], math.Exp(score(j))/sum, 1e-6, "(%d,%d) of %d×%d", i, j, rows, cols)
			}
		}
		if !slices.Equal(x.gaps(), before.gaps()) {
			t.Error("wrote between rows")
		}
	})
}

// TestSoftmaxRowsAlike: the bits of a row do not depend on the rows beside it, nor
// on whether the bias was added before.
func TestSoftmaxRowsAlike(t *testing.T) {
	everyBlock(t, func(t *testing.T, rng *rand.Rand, rows, cols int, bias []float32) {
		x := matrix(t, rng, rows, cols, paddedRows)
		single := x.clone()
		SoftmaxRows(x, bias)
		for i := 0; i < rows && cols > 0; i++ {
			row := single.Row(i)
			if bias != nil {
				Add(row, bias[rows-1-i:])
			}
			if SoftmaxLog(row); !slices.Equal(row, x.Row(i)) {
				t.Fatalf("row %d of %d×%d alone: %v, in a block: %v", i, rows, cols, row, x.Row(i))
			}
		}
	})
}

func TestSoftmaxBackwardRows(t *testing.T) {
	everyBlock(t, func(t *testing.T, rng *rand.Rand, rows, cols int, dbias []float32) {
		y, dy := matrix(t, rng, rows, cols, paddedRows), matrix(t, rng, rows, cols, paddedRows)
		SoftmaxRows(y, nil)
		before, biasBefore, want := dy.clone(), slices.Clone(dbias), make([]float64, rows+cols)
		SoftmaxBackwardRows(y, dy, dbias)
		for i := range rows {
			dot := 0.0
			for j := range cols {
				dot += y.at(i, j) * before.at(i, j)
			}
			for j := range cols {
				dx := y.at(i, j) * (before.at(i, j) - dot)
				near(t, dy.Row(i)[j], dx, 1e-6, "(%d,%d) of %d×%d", i, j, rows, cols)
				want[rows-1+j-i] += dx
			}
		}
		for d, x := range dbias {
			near(t, x, float64(biasBefore[d])+want[d], 1e-6, "diagonal %d of %d×%d", d, rows, cols)
		}
		if !slices.Equal(dy.gaps(), before.gaps()) {
			t.Error("wrote between rows")
		}
	})
}
