package model

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"unsafe"

	"antecedent/internal/kernel"
)

// A hand-computed case: with zero queries every score is the bias for the
// distance alone. biases ln 1, ln 2, ln 3 for −1, 0, +1 and clipped beyond.
func TestAttendExactly(t *testing.T) {
	const n = 3
	ln := func(x float64) float32 { return float32(math.Log(x)) }
	distance := []float32{ln(1), ln(1), ln(2), ln(3), ln(3)} // −2 … 2 with radius 1
	q, k := kernel.Dense(make([]float32, n*2), n, 2), kernel.Dense([]float32{1, 2, 3, 4, 5, 6}, n, 2)
	v := kernel.Dense([]float32{8, 0, 0, 8, 16, 16}, n, 2)
	z, s, p := kernel.Dense(make([]float32, n*2), n, 2), kernel.Dense(make([]float32, n*n), n, n), kernel.Dense(make([]float32, n*n), n, n)
	scores, pattern := attend(q, kernel.Pack(k.T()), v, 0, distance, 0.5, s, p, z)
	wantPattern := []float32{2. / 8, 3. / 8, 3. / 8, 1. / 6, 2. / 6, 3. / 6, 1. / 4, 1. / 4, 2. / 4}
	wantZ := []float32{2 + 6, 3 + 6, 8./6 + 8, 16./6 + 8, 2 + 8, 2 + 8}
	check := func(what string, got, want []float32) {
		for i := range want {
			if math.Abs(float64(got[i]-want[i])) > 1e-5 {
				t.Errorf("%s = %v, want %v", what, got, want)
				return
			}
		}
	}
	check("scores", scores.Data, []float32{ln(2), ln(3), ln(3), ln(1), ln(2), ln(3), ln(1), ln(1), ln(2)})
	check("pattern", pattern.Data, wantPattern)
	check("z", z.Data, wantZ)
}

// headCase is one head of one example of n tokens with K = 64.
type headCase struct {
	heads          *heads
	qkv, z, dz, dq []float32
	position       []float32
	shares         *shares
	lengths        []int
}

func newHeadCase(n int, keep bool) *headCase {
	const k = 64
	a := newHeads(0, 1, n, k, 1, 32, float32(1/math.Sqrt(k)))
	floats := func(n int) []float32 { return make([]float32, n) }
	if keep {
		a.keep(floats, false)
	}
	return &headCase{
		heads: a, shares: a.newShares(floats), lengths: []int{n},
		qkv: normal(1, n*3*k), z: make([]float32, n*k), dz: normal(2, n*k), dq: make([]float32, n*3*k),
		position: normal(3, 65),
	}
}

func (c *headCase) run() {
	c.heads.forward(c.z, c.qkv, c.position, c.lengths)
	c.heads.backward(c.dq, c.shares, c.dz, c.qkv)
}

// Blocks, partitions and the computing again must not change what comes out.
func TestBlocksChangeNothing(t *testing.T) {
	for _, n := range []int{1, queryBlock - 1, queryBlock, queryBlock + 1, 2*queryBlock + 1, 300} {
		kept, recomputed := newHeadCase(n, true), newHeadCase(n, false)
		kept.run()
		recomputed.run()
		if !slices.Equal(kept.z, recomputed.z) || !slices.Equal(kept.dq, recomputed.dq) || !slices.Equal(kept.shares.distance, recomputed.shares.distance) {
			t.Errorf("n = %d: recomputed attention has other bits than kept", n)
		}
		// The whole sequence as one block, by the core alone.
		whole := newHeadCase(n, true)
		v := func(qkv []float32) view {
			whole.heads.lengths = whole.lengths
			return whole.heads.views(qkv, whole.dz, 0)
		}
		whole.heads.spreadDistance(whole.position)
		x, g := v(whole.qkv), v(whole.dq)
		z, pattern := kernel.Dense(whole.z, n, 64), whole.heads.square(whole.heads.pattern, 0)
		attend(x.q, kernel.Pack(x.k.T()), x.v, 0, x.distance, whole.heads.scale, pattern, pattern, z)
		attendBackward(g.q, g.k, g.v, false, make([]float32, 2*n-1), x.z, x.q, x.k, kernel.Pack(x.v.T()), 0, pattern, kernel.Dense(make([]float32, n*n), n, n), whole.heads.scale)
		for name, pair := range map[string][2][]float32{"z": {kept.z, whole.z}, "dqkv": {kept.dq, whole.dq}} {
			want := make([]float64, len(pair[1]))
			for i, x := range pair[1] {
				want[i] = float64(x)
			}
			if e := relativeError(pair[0], want); e > 2e-6 {
				t.Errorf("n = %d: %s in blocks differs by %.1e of its size", n, name, e)
			}
		}
	}
}

// scratchBytes is the memory that attention needs beside its operands and
// results while it runs on the given number of processors.
func (c *headCase) scratchBytes(processors int) int {
	a := c.heads
	l := a.scratch.New().(*lent)
	packed := 2 * a.d / a.h * (a.t + 32) // keys and values; panels are filled up to their width
	floats := len(a.distance) + len(a.pattern) + len(c.shares.distance) + len(c.shares.kv) + processors*(len(l.weights[0])+len(l.weights[1])+packed)
	return floats * int(unsafe.Sizeof(float32(0)))
}

func TestScratchGrowsWithLengthNotItsSquare(t *testing.T) {
	per := func(c *headCase, n int) float64 { return float64(c.scratchBytes(2)) / float64(n) }
	long := per(newTrainingCase(8192), 8192)
	if short := per(newHeadCase(512, false), 512); long > 1.1*short {
		t.Errorf("%.0f bytes a token at 512 tokens, %.0f at 8192", short, long)
	}
	for n := 128; n < 8192; n *= 2 { // where the pattern is kept, it costs no more than the rest
		if short := per(newTrainingCase(n), n); short > 2*long {
			t.Errorf("%.0f bytes a token at %d tokens, %.0f at 8192", short, n, long)
		}
	}
}

// newTrainingCase is a head as training has it.
func newTrainingCase(n int) *headCase {
	c := newHeadCase(n, false)
	if c.heads.worthKeeping() {
		return newHeadCase(n, true)
	}
	return c
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
