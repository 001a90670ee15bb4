package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"
)

// A hand-computed case: with zero queries every score is the bias for the
// distance alone. Biases ln 1, ln 2, ln 3 for −1, 0, +1 and clipped beyond.
func TestAttentionExactly(t *testing.T) {
	const n = 3
	ln := func(x float64) float32 { return float32(math.Log(x)) }
	a := &Attention{Texts: 1, Length: n, Width: 2, Heads: 1, Radius: 1, Scale: 0.5, Pattern: make([]float32, n*n), Scores: make([]float32, n*n)}
	qkv := []float32{
		0, 0, 1, 2, 8, 0,
		0, 0, 3, 4, 0, 8,
		0, 0, 5, 6, 16, 16,
	}
	z := make([]float32, n*2)
	a.Forward(z, qkv, []float32{ln(1), ln(2), ln(3)}, []int{n})
	check := func(what string, got, want []float32) {
		for i := range want {
			if math.Abs(float64(got[i]-want[i])) > 1e-5 {
				t.Errorf("%s = %v, want %v", what, got, want)
				return
			}
		}
	}
	check("scores", a.Scores, []float32{ln(2), ln(3), ln(3), ln(1), ln(2), ln(3), ln(1), ln(1), ln(2)})
	check("pattern", a.Pattern, []float32{2. / 8, 3. / 8, 3. / 8, 1. / 6, 2. / 6, 3. / 6, 1. / 4, 1. / 4, 2. / 4})
	check("z", z, []float32{2 + 6, 3 + 6, 8./6 + 8, 16./6 + 8, 2 + 8, 2 + 8})
}

// attentionCase is one head of one text of n tokens with K = 64.
type attentionCase struct {
	*Attention
	qkv, z, dz, dqkv              []float32
	position, dposition, partials []float32
}

func newAttentionCase(n int, keep bool) *attentionCase {
	const k = 64
	a := &Attention{Texts: 1, Length: n, Width: k, Heads: 1, Radius: 32, Scale: float32(1 / math.Sqrt(k))}
	if keep {
		a.Pattern = make([]float32, a.PatternSize())
	}
	normal := func(seed uint64, n int) []float32 {
		draw := rand.New(rand.NewPCG(seed, 0))
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(draw.NormFloat64())
		}
		return x
	}
	return &attentionCase{
		Attention: a, qkv: normal(1, n*3*k), z: make([]float32, n*k), dz: normal(2, n*k), dqkv: make([]float32, n*3*k),
		position: normal(3, 65), dposition: make([]float32, 65), partials: make([]float32, a.SharesSize()),
	}
}

func (c *attentionCase) run() {
	c.Forward(c.z, c.qkv, c.position, []int{c.Length})
	c.Backward(c.dqkv, c.dposition, c.partials, c.dz, c.qkv)
}

// Blocks, partitions and computing the pattern again must not change the result.
func TestAttentionBlocksChangeNothing(t *testing.T) {
	for _, n := range []int{1, queryBlock - 1, queryBlock, queryBlock + 1, 2*queryBlock + 1, 300} {
		kept, recomputed := newAttentionCase(n, true), newAttentionCase(n, false)
		kept.run()
		recomputed.run()
		if !slices.Equal(kept.z, recomputed.z) || !slices.Equal(kept.dqkv, recomputed.dqkv) || !slices.Equal(kept.dposition, recomputed.dposition) {
			t.Errorf("n = %d: recomputed attention has other bits than kept", n)
		}
		// The whole text as one block.
		whole := newAttentionCase(n, true)
		whole.lengths = []int{n}
		whole.spreadDistance(whole.position)
		x, g := whole.head(whole.qkv, whole.dz, 0), whole.head(whole.dqkv, whole.dz, 0)
		pattern := whole.square(whole.Pattern, 0)
		attend(x.q, Pack(x.k.T()), 0, x.distance, whole.Scale, pattern, pattern)
		Multiply(Dense(whole.z, n, 64), pattern, x.v, Epilogue{})
		attendBackward(g.q, g.k, g.v, false, make([]float32, 2*n-1), x.z, x.q, x.k, Pack(x.v.T()), 0, pattern, Dense(make([]float32, n*n), n, n), whole.Scale)
		for name, pair := range map[string][2][]float32{"z": {kept.z, whole.z}, "dqkv": {kept.dqkv, whole.dqkv}} {
			var difference, size float64
			for i, want := range pair[1] {
				d := float64(pair[0][i] - want)
				difference, size = difference+d*d, size+float64(want)*float64(want)
			}
			if e := math.Sqrt(difference / size); e > 2e-6 {
				t.Errorf("n = %d: %s in blocks differs by %.1e of its size", n, name, e)
			}
		}
	}
}

// scratchBytes is the memory that attention needs beside its operands and
// results while it runs on the given number of processors.
func (c *attentionCase) scratchBytes(processors int) int {
	packed := 2 * c.headWidth() * (c.Length + 32) // keys and values; panels are filled up to their width
	weights := 2 * c.blockQueries() * c.stride()
	floats := 2*c.Length - 1 + len(c.Pattern) + len(c.partials) + processors*(weights+packed)
	return floats * int(unsafe.Sizeof(float32(0)))
}

func TestAttentionScratchGrowsWithLengthNotItsSquare(t *testing.T) {
	per := func(c *attentionCase, n int) float64 { return float64(c.scratchBytes(2)) / float64(n) }
	long := per(newTrainingCase(8192), 8192)
	if short := per(newAttentionCase(512, false), 512); long > 1.1*short {
		t.Errorf("%.0f bytes a token at 512 tokens, %.0f at 8192", short, long)
	}
	for n := 128; n < 8192; n *= 2 { // where the pattern is kept, it costs no more than the rest
		if short := per(newTrainingCase(n), n); short > 2*long {
			t.Errorf("%.0f bytes a token at %d tokens, %.0f at 8192", short, n, long)
		}
	}
}

// newTrainingCase is a head as training has it.
func newTrainingCase(n int) *attentionCase {
	return newAttentionCase(n, newAttentionCase(n, false).KeepsPattern())
}

func BenchmarkAttention(b *testing.B) {
	for _, n := range []int{128, 256, 512, 1024, 2048, 4096, 8192} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			c := newTrainingCase(n)
			for b.Loop() {
				c.run()
			}
			b.ReportMetric(float64(c.scratchBytes(2)), "scratch-B")
		})
	}
}
