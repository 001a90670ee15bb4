package kernel

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// random returns a matrix of random numbers, stored column after column if it is
// transposed.
func random(rng *rand.Rand, rows, cols int, transposed bool) Matrix {
	data := make([]float32, rows*cols)
	for i := range data {
		data[i] = float32(rng.NormFloat64())
	}
	if transposed {
		return Dense(data, cols, rows).T()
	}
	return Dense(data, rows, cols)
}

// BenchmarkGEMM measures matrix products of the shapes of the model. A name is rows
// × columns × terms, the operands, of which t marks a transposed view, and the
// function: "one" is Multiply, "all" is MultiplyParallel. Cubes are also computed by
// each implementation on one processor.
func BenchmarkGEMM(b *testing.B) {
	shapes := []struct {
		m, n, k  int
		operands string
	}{
		{64, 64, 64, "AB"}, {256, 256, 256, "AB"}, {1024, 1024, 1024, "AB"},
		{448, 64, 64, "AB"}, {768, 64, 64, "AB"}, {768, 128, 64, "AB"}, {768, 64, 128, "AB"},
		{2048, 512, 128, "AB"}, {2048, 128, 512, "AB"}, {2048, 1024, 256, "AB"}, {2048, 256, 1024, "AB"}, {3072, 512, 128, "AB"},
		{768, 64, 128, "ABt"}, {2048, 128, 512, "ABt"}, {2048, 256, 1024, "ABt"},
		{64, 64, 768, "AtB"}, {64, 128, 768, "AtB"}, {128, 512, 2048, "AtB"}, {256, 1024, 2048, "AtB"},
		{24, 24, 16, "ABt"}, {24, 16, 24, "AB"}, {24, 16, 24, "AtB"}, {64, 64, 16, "ABt"}, {64, 16, 64, "AB"}, {128, 128, 64, "ABt"}, {128, 64, 128, "AB"},
		{24, 64, 64, "AB"}, {1, 64, 64, "AB"}, {17, 31, 13, "AB"},
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for _, s := range shapes {
		left, right := random(rng, s.m, s.k, s.operands == "AtB"), random(rng, s.k, s.n, s.operands == "ABt")
		dst := Dense(make([]float32, s.m*s.n), s.m, s.n)
		name := fmt.Sprintf("%dx%dx%d-%s", s.m, s.n, s.k, s.operands)
		measure := func(how string, f func()) {
			b.Run(name+"/"+how, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					f()
				}
				b.ReportMetric(2*float64(s.m)*float64(s.n)*float64(s.k)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
			})
		}
		measure("one", func() { Multiply(dst, left, right, Epilogue{}) })
		measure("all", func() { MultiplyParallel(dst, left, right, Epilogue{}) })
		if s.m != s.n || s.n != s.k {
			continue
		}
		for _, im := range implementations() {
			measure(im.name, func() {
				before := active
				active = im
				Multiply(dst, left, right, Epilogue{})
				active = before
			})
		}
	}
}

// BenchmarkRow measures functions of rows of 64 numbers, the model's width and usual
// number of tokens.
func BenchmarkRow(b *testing.B) {
	rng := rand.New(rand.NewPCG(3, 4))
	const n = 64
	var v [6][]float32
	for i := range v {
		v[i] = random(rng, 1, n, false).Data
	}
	for name, f := range map[string]func(){
		"SoftmaxLog":        func() { SoftmaxLog(v[0]) },
		"LayerNorm":         func() { LayerNorm(v[0], v[1], v[2], v[3]) },
		"LayerNormBackward": func() { LayerNormBackward(v[0], v[1], v[2], v[3], v[4], v[5], 0.1, 1) },
		"Add":               func() { Add(v[0], v[1]) },
		"Dot":               func() { Dot(v[0], v[1]) },
		"SumSquares":        func() { SumSquares(v[0]) },
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(4 * n)
			for b.Loop() {
				f()
			}
		})
	}
}

// BenchmarkRows measures functions of 64 rows of 64 numbers, such as the pattern of
// one head.
func BenchmarkRows(b *testing.B) {
	rng := rand.New(rand.NewPCG(7, 8))
	const n = 64
	x, y, sum, bias := random(rng, n, n, false), random(rng, n, n, false), make([]float32, n), make([]float32, 2*n-1)
	for name, f := range map[string]func(){
		"SoftmaxRows":         func() { SoftmaxRows(x, bias) },
		"SoftmaxBackwardRows": func() { SoftmaxBackwardRows(x, y, bias) },
		"SumRows":             func() { SumRows(sum, x) },
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(4 * n * n)
			for b.Loop() {
				f()
			}
		})
	}
}

func BenchmarkAdamW(b *testing.B) {
	rng := rand.New(rand.NewPCG(5, 6))
	const n = 1 << 18
	w, g := random(rng, 1, n, false).Data, random(rng, 1, n, false).Data
	m, v := make([]float32, n), make([]float32, n)
	u := AdamW{Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8, Rate: 1e-3, Decay: 0.01, Step: 5, GradScale: 1}
	b.SetBytes(4 * 4 * n)
	for b.Loop() {
		u.Update(w, g, m, v)
	}
}

func BenchmarkParallel(b *testing.B) {
	b.ReportAllocs()
	piece := func(int) {}
	for b.Loop() {
		Parallel(8, piece)
	}
}
