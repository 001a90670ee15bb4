package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// everySize runs a test for each implementation and length of slices, some of
// them long enough for all loops.
func everySize(t *testing.T, test func(t *testing.T, rng *rand.Rand, n int)) {
	every(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(9, 10))
		for _, n := range append(sizes, 255, 1000) {
			test(t, rng, n)
		}
	})
}

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
			for _, length := range []int{len(c.x), 40} { // within a vector, and beyond
				x := slices.Grow(slices.Clone(c.x), length)
				for len(x) < length {
					x = append(x, -inf)
				}
				Softmax(x)
				for i, want := range c.want {
					near(t, x[i], float64(want), 1e-6, "%d of softmax %v", i, c.x)
				}
			}
		}
	})
}

func TestExp(t *testing.T) {
	every(t, func(t *testing.T) {
		var x []float32
		for v := float32(-110); v < 100; v += 0.0137 {
			x = append(x, v)
		}
		x = append(x, 0, -87.33654, 88.72283, 89, -87.34, float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN()))
		y := slices.Clone(x)
		ExpSlice(y)
		for i, v := range x {
			want := math.Exp(float64(v))
			if v < -87.33654 {
				want = 0
			} else if v > 88.72283 {
				want = math.Inf(1)
			}
			for _, got := range []float32{y[i], Exp(v)} {
				if d := math.Abs(float64(got)-want) / want; float64(got) != want && !(d < 3e-7) && v == v || (got != got) != (v != v) {
					t.Fatalf("exp(%v) = %v, want %v", v, got, want)
				}
			}
		}
	})
}

// everyBlock runs a test for each implementation and several shapes of a block
// of rows, without and with a bias for each of its diagonals.
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

// TestSoftmaxRowsAlike: whether the bias is added on the way or before, and
// whatever rows are beside it, a row has the same softmax to the bit.
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
			if Softmax(row); !slices.Equal(row, x.Row(i)) {
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

func TestLayerNorm(t *testing.T) {
	everySize(t, func(t *testing.T, rng *rand.Rand, n int) {
		if n == 0 {
			return
		}
		x, gain, bias, y := numbers(t, rng, n), numbers(t, rng, n), numbers(t, rng, n), fenced(t, n)
		gotMean, gotInverse := LayerNorm(y, x, gain, bias)
		mean, inverse := moments(x)
		near(t, gotMean, mean, 1e-6, "mean of %d", n)
		near(t, gotInverse, inverse, 1e-5, "inverse of %d", n)
		for i, v := range x {
			near(t, y[i], (float64(v)-mean)*inverse*float64(gain[i])+float64(bias[i]), 1e-5, "%d of %d", i, n)
		}
	})
}

func TestLayerNormBackward(t *testing.T) {
	everySize(t, func(t *testing.T, rng *rand.Rand, n int) {
		if n < 2 { // of one number the gradient is 0, and nothing but rounding
			return
		}
		x, gain, dy, dx := numbers(t, rng, n), numbers(t, rng, n), numbers(t, rng, n), fenced(t, n)
		dgain, dbias := numbers(t, rng, n), numbers(t, rng, n)
		gainBefore, biasBefore := slices.Clone(dgain), slices.Clone(dbias)
		mean, inverse := moments(x)
		LayerNormBackward(dx, dgain, dbias, dy, x, gain, float32(mean), float32(inverse))
		var sumG, sumGX float64
		for i, v := range x {
			g := float64(dy[i]) * float64(gain[i])
			sumG += g
			sumGX += g * (float64(v) - mean) * inverse
		}
		for i, v := range x {
			normed, d := (float64(v)-mean)*inverse, float64(dy[i])
			near(t, dgain[i], float64(gainBefore[i])+d*normed, 1e-5, "dgain %d of %d", i, n)
			near(t, dbias[i], float64(biasBefore[i])+d, 1e-5, "dbias %d of %d", i, n)
			near(t, dx[i], inverse*(d*float64(gain[i])-sumG/float64(n)-normed*sumGX/float64(n)), 2e-5, "dx %d of %d", i, n)
		}
	})
}

// moments are what LayerNorm returns, in float64.
func moments(x []float32) (mean, inverse float64) {
	for _, v := range x {
		mean += float64(v) / float64(len(x))
	}
	var variance float64
	for _, v := range x {
		variance += (float64(v) - mean) * (float64(v) - mean) / float64(len(x))
	}
	return mean, 1 / math.Sqrt(variance+NormEpsilon)
}
