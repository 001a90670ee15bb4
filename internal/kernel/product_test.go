package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

// layouts are the ways a matrix may lie in memory.
const (
	rowMajor = iota
	columnMajor
	paddedRows    // numbers of something else between rows
	paddedColumns // the same, transposed
	scattered     // no stride is 1
	layouts
)

// matrix returns a rows × cols matrix of guarded random numbers in a layout.
func matrix(t testing.TB, rng *rand.Rand, rows, cols, layout int) Matrix {
	m := Matrix{Rows: rows, Cols: cols}
	switch layout {
	case rowMajor:
		m.RowStride, m.ColStride = cols, 1
	case columnMajor:
		m.RowStride, m.ColStride = 1, rows
	case paddedRows:
		m.RowStride, m.ColStride = cols+5, 1
	case paddedColumns:
		m.RowStride, m.ColStride = 1, rows+5
	case scattered:
		m.RowStride, m.ColStride = 3*cols+1, 3
	}
	if rows == 0 || cols == 0 {
		return m
	}
	m.Data = numbers(t, rng, (rows-1)*m.RowStride+(cols-1)*m.ColStride+1)
	return m
}

// at is element (i,j).
func (m Matrix) at(i, j int) float64 { return float64(m.Data[i*m.RowStride+j*m.ColStride]) }

// gaps returns the numbers between the rows of m.
func (m Matrix) gaps() []float32 {
	var between []float32
	for i := 0; i < m.Rows-1 && m.Cols > 0; i++ {
		between = append(between, m.Data[i*m.RowStride+m.Cols:(i+1)*m.RowStride]...)
	}
	return between
}

// clone copies m and what is between its rows.
func (m Matrix) clone() Matrix {
	m.Data = slices.Clone(m.Data)
	return m
}

// reference returns element (i,j) of a product with its epilogue, where dst is the
// previous content.
func reference(dst, a, b Matrix, e Epilogue, i, j int) float64 {
	var sum float64
	for k := range a.Cols {
		sum += a.at(i, k) * b.at(k, j)
	}
	if e.Scale != 0 {
		sum *= float64(e.Scale)
	}
	if e.Accumulate {
		sum += dst.at(i, j)
	}
	if e.Bias != nil {
		sum += float64(e.Bias[j])
	}
	if e.ReLU {
		sum = max(sum, 0)
	}
	if e.Residual.Data != nil {
		sum += e.Residual.at(i, j)
	}
	if e.Mask.Data != nil && !(e.Mask.at(i, j) > 0) {
		return 0
	}
	return sum
}

const epilogues = 64

// epilogue returns combination n < epilogues of the steps of an epilogue.
func epilogue(t testing.TB, rng *rand.Rand, n, rows, cols int) Epilogue {
	e := Epilogue{Accumulate: n&1 != 0, ReLU: n&2 != 0}
	if n&4 != 0 {
		e.Scale = -0.5
	}
	if n&8 != 0 {
		e.Bias = numbers(t, rng, cols)
	}
	if n&16 != 0 {
		e.Residual = matrix(t, rng, rows, cols, paddedRows)
	}
	if n&32 != 0 {
		e.Mask = matrix(t, rng, rows, cols, paddedRows)
	}
	return e
}

// testMultiply compares a product with the reference and checks that nothing else is
// written and that MultiplyParallel and MultiplyPacked give the same bits.
func testMultiply(t *testing.T, rng *rand.Rand, m, n, k, left, right, combination int) {
	t.Run(fmt.Sprintf("%dx%dx%d/%d%d/%d", m, n, k, left, right, combination), func(t *testing.T) {
		a, b := matrix(t, rng, m, k, left), matrix(t, rng, k, n, right)
		e := epilogue(t, rng, combination, m, n)
		dst := matrix(t, rng, m, n, paddedRows)
		before := dst.clone()
		Multiply(dst, a, b, e)
		for i := range m {
			for j := range n {
				near(t, dst.Row(i)[j], reference(before, a, b, e, i, j), 1e-5*math.Sqrt(float64(k+1)), "(%d,%d)", i, j)
			}
		}
		if !slices.Equal(dst.gaps(), before.gaps()) {
			t.Error("wrote between rows")
		}
		parallel, packed := before.clone(), before.clone()
		MultiplyParallel(parallel, a, b, e)
		MultiplyPacked(packed, a, Pack(b), e)
		if !slices.Equal(parallel.Data, dst.Data) || !slices.Equal(packed.Data, dst.Data) {
			t.Error("MultiplyParallel or MultiplyPacked differs from Multiply")
		}
	})
}

func TestMultiply(t *testing.T) {
	every(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(1, 2))
		for _, m := range sizes {
			for _, n := range sizes {
				testMultiply(t, rng, m, n, sizes[rng.IntN(len(sizes))], rng.IntN(layouts), rng.IntN(layouts), rng.IntN(epilogues))
			}
		}
		for left := range layouts {
			for right := range layouts {
				testMultiply(t, rng, 37, 53, 41, left, right, epilogues-1)
			}
		}
		for combination := range epilogues { // two blocks of terms
			testMultiply(t, rng, 29, 43, blockDepth+3, combination%layouts, combination/2%layouts, combination)
		}
		testMultiply(t, rng, 5, 1031, 9, rowMajor, rowMajor, epilogues-1)
		testMultiply(t, rng, 200, 300, 40, rowMajor, columnMajor, 25+32)
	})
}

// TestMultiplySplit: the bits of an element do not depend on the other rows and
// columns of the product.
func TestMultiplySplit(t *testing.T) {
	every(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(3, 4))
		a, b := matrix(t, rng, 101, 300, rowMajor), matrix(t, rng, 300, 77, columnMajor)
		whole, parts := Dense(make([]float32, 101*77), 101, 77), Dense(make([]float32, 101*77), 101, 77)
		Multiply(whole, a, b, Epilogue{})
		for i := 0; i < 101; i += 13 {
			for j := 0; j < 77; j += 9 {
				i1, j1 := min(i+13, 101), min(j+9, 77)
				Multiply(parts.Slice(i, i1, j, j1), a.Slice(i, i1, 0, 300), b.Slice(0, 300, j, j1), Epilogue{})
			}
		}
		if !slices.Equal(whole.Data, parts.Data) {
			t.Error("a product in parts differs from the whole")
		}
	})
}

// TestMultiplyProcessors: the bits of an element do not depend on the number of
// processors.
func TestMultiplyProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	every(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(5, 6))
		for _, s := range []struct{ m, n, k int }{{130, 70, 520}, {64, 300, 64}, {33, 1100, 17}} {
			a, b := matrix(t, rng, s.m, s.k, columnMajor), matrix(t, rng, s.k, s.n, rowMajor)
			bias := numbers(t, rng, s.n)
			var first []float32
			for _, processors := range []int{1, 2, 8} {
				runtime.GOMAXPROCS(processors)
				dst := Dense(make([]float32, s.m*s.n), s.m, s.n)
				MultiplyParallel(dst, a, b, Epilogue{Bias: bias})
				if first == nil {
					first = dst.Data
				}
				if !slices.Equal(dst.Data, first) {
					t.Errorf("%v on %d processors differs from 1", s, processors)
				}
			}
		}
	})
}

// TestMultiplyAlike: AVX2 and AVX-512 give the same bits.
func TestMultiplyAlike(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	a, b := matrix(t, rng, 65, 300, rowMajor), matrix(t, rng, 300, 49, rowMajor)
	var first []float32
	for _, im := range implementations() {
		if im == portable { // it rounds a product before it adds it
			continue
		}
		use(t, im)
		dst := Dense(make([]float32, 65*49), 65, 49)
		Multiply(dst, a, b, Epilogue{Scale: 0.3, ReLU: true})
		if first == nil {
			first = dst.Data
		}
		if !slices.Equal(dst.Data, first) {
			t.Errorf("%s differs from %s", im.name, implementations()[0].name)
		}
	}
}

func TestMultiplyRefuses(t *testing.T) {
	a, b, dst := Dense(make([]float32, 6), 2, 3), Dense(make([]float32, 12), 3, 4), Dense(make([]float32, 8), 2, 4)
	short := a
	short.Data = short.Data[:5]
	for name, call := range map[string]func(){
		"shape":    func() { Multiply(dst, b, a, Epilogue{}) },
		"data":     func() { Multiply(dst, short, b, Epilogue{}) },
		"bias":     func() { Multiply(dst, a, b, Epilogue{Bias: make([]float32, 3)}) },
		"residual": func() { Multiply(dst, a, b, Epilogue{Residual: a}) },
		"sum":      func() { MultiplyAll(Product{Dst: dst, A: a, B: b, Sum: make([]float32, 3)}) },
		"mask":     func() { Multiply(dst, a, b, Epilogue{Mask: a}) },
	} {
		refuses(t, name, call)
	}
}

// TestMultiplyAll: several products and their sums of rows have the same bits as
// single ones.
func TestMultiplyAll(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	every(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(15, 16))
		for _, processors := range []int{1, 2, 8} {
			runtime.GOMAXPROCS(processors)
			for _, n := range []int{1, 17, 150, 290} {
				x, w, dy := matrix(t, rng, n, 70, rowMajor), matrix(t, rng, 70, 49, rowMajor), matrix(t, rng, n, 49, rowMajor)
				list := []Product{
					{Dst: matrix(t, rng, n, 70, rowMajor), A: dy, B: w.T()},
					{Dst: matrix(t, rng, 70, 49, rowMajor), A: x.T(), B: dy, Sum: guarded(t, 49)},
					{Dst: matrix(t, rng, n, 49, rowMajor), A: x, Packed: Pack(w), Epilogue: Epilogue{ReLU: true, Residual: dy}},
				}
				var want []Matrix
				for _, q := range list {
					q.Dst = q.Dst.clone()
					p := plan{Product: q}
					p.run()
					want = append(want, q.Dst)
				}
				sum := make([]float32, 49)
				SumRows(sum, dy)
				clear(list[1].Sum)
				MultiplyAll(list...)
				for i, p := range list {
					if !slices.Equal(p.Dst.Data, want[i].Data) {
						t.Errorf("product %d of %d rows on %d processors differs from Multiply", i, n, processors)
					}
				}
				if !slices.Equal(list[1].Sum, sum) {
					t.Errorf("the sum of %d rows on %d processors differs from SumRows", n, processors)
				}
			}
		}
	})
}

// TestPackBelow: matrices packed one below the other are one matrix.
func TestPackBelow(t *testing.T) {
	every(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(17, 18))
		for _, rows := range [][]int{{5}, {3, 0, 8}, {64, 64, 64}, {200, 100, 300}} {
			var parts []Matrix
			whole := Matrix{Cols: 37, RowStride: 37, ColStride: 1}
			for i, n := range rows {
				part := matrix(t, rng, n, 37, []int{rowMajor, columnMajor}[i%2])
				for r := range n {
					for c := range 37 {
						whole.Data = append(whole.Data, float32(part.at(r, c)))
					}
				}
				parts, whole.Rows = append(parts, part), whole.Rows+n
			}
			a := matrix(t, rng, 19, whole.Rows, rowMajor)
			got, want := matrix(t, rng, 19, 37, rowMajor), matrix(t, rng, 19, 37, rowMajor)
			Multiply(want, a, whole, Epilogue{})
			var p Packed
			p.PackBelow(parts...)
			MultiplyPacked(got, a, &p, Epilogue{})
			if !slices.Equal(got.Data, want.Data) {
				t.Errorf("the product with %v rows differs from that with one matrix", rows)
			}
		}
	})
}
